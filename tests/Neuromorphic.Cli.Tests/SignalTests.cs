using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Neuromorphic.Storage;
using Xunit;

namespace Neuromorphic.Cli.Tests;

public sealed partial class SignalTests : IDisposable
{
    const string Evolution = "--population 32", Gradients = "--method bptt --batch 8";
    const string Common = "--neurons 24 --step-limit 100 --evaluation-episodes 4 --checkpoint-every 1000000";

    readonly Workplace here = new();

    public SignalTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such signals here.");

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData(CommandRun.Interrupt, Evolution)]
    [InlineData(CommandRun.Terminate, Evolution)]
    [InlineData(CommandRun.HangUp, Evolution)]
    [InlineData(CommandRun.Interrupt, Gradients)]
    public void A_signal_ends_a_training_in_order_and_the_command_that_is_printed_continues_it(int signal, string options)
    {
        const string Folder = "Anna's run";
        string training = $"cartpole {options} {Common}";
        using CommandRun run = CommandRun.Start(here.Folder, ["train", .. training.Split(' '), "--generations", "1000000", "--out", Folder]);
        run.WaitFor(() => File.Exists(here.At(Folder, "metrics.csv")) && MetricsFile.Read(here.At(Folder, "metrics.csv")).Count >= 3);
        Assert.SkipWhen(run.Ignores(signal), "The tests themselves run with this signal ignored.");
        long sent = Stopwatch.GetTimestamp();
        run.Send(signal);
        Outcome outcome = run.Wait();

        Assert.InRange(Stopwatch.GetElapsedTime(sent).TotalSeconds, 0, 10);
        Assert.Equal(128 + signal, outcome.ExitCode);
        Assert.Equal("", outcome.Errors);
        Assert.Single(outcome.Lines, "Stopping after this generation; a second signal ends at once, without what this generation gives.");
        int generation = int.Parse(Stopped().Match(outcome.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(generation, CheckpointFile.Read(here.At(Folder, "checkpoint.msgpack")).State.Generation);
        Assert.Equal(generation, MetricsFile.Read(here.At(Folder, "metrics.csv")).Count);

        Outcome resumed = CommandRun.Shell(here.Folder, $"{outcome.Lines[^1].Trim()} --generations {generation + 2}");
        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Errors));
        ThisProcess.Run(here.Folder, $"train {training} --generations {generation + 2} --out whole".Split(' '));
        Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("whole", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes(Folder, "checkpoint.msgpack")));
        Assert.Equal(here.Bytes("whole", "metrics.csv"), here.Bytes(Folder, "metrics.csv"));
    }

    [Fact]
    public void The_second_interruption_ends_a_long_generation_at_once()
    {
        using CommandRun run = here.Start("train cartpole --sub-steps 100000 --out a");
        run.WaitFor(() => File.Exists(here.At("a", "checkpoint.msgpack")));
        Assert.SkipWhen(run.Ignores(CommandRun.Interrupt), "The tests themselves run with this signal ignored.");
        run.Send(CommandRun.Interrupt);
        run.WaitForOutput("Stopping after this generation; a second signal ends at once"); // said while the generation goes on
        Assert.False(run.HasExited);
        run.Send(CommandRun.Interrupt);
        Assert.Equal(130, run.Wait().ExitCode);
        Assert.Equal(0, CheckpointFile.Read(here.At("a", "checkpoint.msgpack")).State.Generation);
    }

    [Fact]
    public void What_was_started_to_outlive_its_terminal_does()
    {
        string line = $"trap '' HUP; exec '{CommandRun.Executable}' train cartpole {Evolution} {Common} --generations 1000000 --out a";
        using CommandRun run = CommandRun.StartShell(here.Folder, line);
        run.WaitFor(() => File.Exists(here.At("a", "metrics.csv")) && MetricsFile.Read(here.At("a", "metrics.csv")).Count >= 3);
        Assert.True(run.Ignores(CommandRun.HangUp));
        run.Send(CommandRun.HangUp);
        int before = MetricsFile.Read(here.At("a", "metrics.csv")).Count;
        run.WaitFor(() => MetricsFile.Read(here.At("a", "metrics.csv")).Count > before + 5);
        run.Send(CommandRun.Terminate);
        Assert.Equal(143, run.Wait().ExitCode);
    }

    [GeneratedRegex(@"(?m)^Stopped after generation (\d+) of 1000000; everything is saved")]
    private static partial Regex Stopped();
}
