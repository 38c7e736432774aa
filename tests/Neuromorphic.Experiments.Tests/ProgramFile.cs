using System.Collections.Concurrent;
using System.Diagnostics;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.Experiments.Tests;

/// <summary>Programs of one file, such as an experiment: built once, then run as often as needed.</summary>
static class ProgramFile
{
    static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Built = new();
    static readonly SemaphoreSlim Building = new(1); // two builds at once would write the same libraries

    /// <summary>Runs a program of the repository in the repository's root.</summary>
    /// <param name="path">Its file, from the root.</param>
    /// <param name="variables">What else its environment holds.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<(int Code, string Output, string Error)> Run(string path, (string Name, string Value)[] variables, params string[] arguments) =>
        await Start(await Built.GetOrAdd(path, _ => new(() => Build(path))).Value, variables, arguments);

    /// <summary>Likewise; it has to succeed. Gives what it printed.</summary>
    public static async Task<string> Succeed(string path, params string[] arguments)
    {
        (int code, string output, string error) = await Run(path, [], arguments);
        Assert.True(code == 0, $"{path} {string.Join(' ', arguments)} ended with {code}:\n{output}\n{error}");
        return output;
    }

    static async Task<string> Build(string path)
    {
        string file = Path.Combine(Repository.Root, path);
        await Building.WaitAsync();
        try
        {
            await Dotnet("build", file);
            return Path.ChangeExtension((await Dotnet("build", file, "-getProperty:TargetPath")).Trim(), OperatingSystem.IsWindows() ? ".exe" : null);
        }
        finally
        {
            Building.Release();
        }

        async Task<string> Dotnet(params string[] arguments)
        {
            (int code, string output, string error) = await Start("dotnet", [], arguments);
            Assert.True(code == 0, $"{path} cannot be built:\n{output}\n{error}");
            return output;
        }
    }

    static async Task<(int Code, string Output, string Error)> Start(string program, (string Name, string Value)[] variables, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        // What the build that runs this test has set would mislead the build of the program.
        foreach (string variable in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(variable);
        foreach ((string variable, string value) in variables) start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
