using System.Runtime.InteropServices;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>Commands that the program prints for its user to run.</summary>
public sealed class InvocationTests : IDisposable
{
    readonly Workplace here = new();

    public InvocationTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such shell here.");

    public void Dispose() => here.Dispose();

    [Fact]
    public void Through_dotnet_it_prints_a_command_that_runs() => AssertRepeats(here.Folder, $"dotnet '{Path.ChangeExtension(CommandRun.Executable, null)}.Cli.dll'", here.At("it's & $HOME"));

    [Fact]
    public void In_its_own_folder_it_prints_a_command_that_runs() => AssertRepeats(AppContext.BaseDirectory, "./Neuromorphic.Cli", here.At("a"));

    [Fact]
    public void Help_that_is_offered_after_a_mistake_is_there()
    {
        Outcome mistake = here.Run("evaluate");
        string line = mistake.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith("Help: ", line, StringComparison.Ordinal);
        Outcome help = CommandRun.Shell(here.Folder, line["Help: ".Length..]);
        Assert.Equal(0, help.ExitCode);
        Assert.Contains("--episode-seed", help.Output, StringComparison.Ordinal);
    }

    static void AssertRepeats(string folder, string program, string run)
    {
        string quoted = $"'{run.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        Outcome training = CommandRun.Shell(folder, $"{program} train cartpole {Configurations.Tiny} --generations 1 --out {quoted}");
        Assert.Equal((0, ""), (training.ExitCode, training.Errors));
        Outcome evaluation = CommandRun.Shell(folder, training.Lines[^1].Split(": ", 2)[1]);
        Assert.Equal((0, ""), (evaluation.ExitCode, evaluation.Errors));
        Assert.StartsWith("mean return of 1000 fresh episodes: ", evaluation.Output, StringComparison.Ordinal);
    }
}
