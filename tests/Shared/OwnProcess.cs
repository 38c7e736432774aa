using System.Diagnostics;
using Xunit;

namespace Neuromorphic.Tests;

/// <summary>Runs a test in a process of its own, where the JIT compiles every method once, in full, at its first call.</summary>
/// <remarks>With tiers it compiles again by a clock, by how often others called, and by a profile of them: then what it inlines differs from run to run.</remarks>
static class OwnProcess
{
    const string Mark = "NEUROMORPHIC_OWN_PROCESS";

    /// <summary>Runs the rest of the test that calls this; a failure there fails the test here, with its words.</summary>
    public static void Run(Action rest)
    {
        if (Environment.GetEnvironmentVariable(Mark) != null)
        {
            rest();
            return;
        }
        ITestContext test = TestContext.Current;
        ProcessStartInfo start = new(Environment.ProcessPath!, ["-method", $"{test.TestClass!.TestClassName}.{test.TestMethod!.MethodName}"]) { RedirectStandardOutput = true };
        start.Environment[Mark] = "1";
        start.Environment["DOTNET_TieredCompilation"] = "0";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && output.Contains("Total: 1,", StringComparison.Ordinal), output);
    }
}
