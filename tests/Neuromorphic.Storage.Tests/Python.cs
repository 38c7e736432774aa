using System.Diagnostics;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.Storage.Tests;

/// <summary>Python, where it is here.</summary>
static class Python
{
    /// <summary>A Python that has packages; the test is skipped, and says so, where there is none.</summary>
    /// <param name="packages">The packages, joined by commas.</param>
    public static string With(string packages)
    {
        string own = Path.Combine(Repository.Root, "artifacts", "python", "bin", "python3");
        string? python = Array.Find([own, "/usr/bin/python3", "python3", "python"], name => Run(name, "-c", $"import sys, {packages}; sys.exit(sys.version_info < (3, 10))") != null);
        Assert.SkipWhen(python == null, $"There is no Python 3.10 or later with {packages} here.");
        return python;
    }

    /// <summary>What a program prints, or null where there is no such program or it fails.</summary>
    public static string? Run(string program, params string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0) return output.ReplaceLineEndings("\n");
            TestContext.Current.TestOutputHelper?.WriteLine(errors.Result);
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
