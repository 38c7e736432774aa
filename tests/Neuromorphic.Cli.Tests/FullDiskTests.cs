using Neuromorphic.Storage;
using Xunit;

namespace Neuromorphic.Cli.Tests;

public sealed class FullDiskTests : IDisposable
{
    readonly Workplace here = new();

    public FullDiskTests() => Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("> /dev/full", "No space left on device")]
    [InlineData(">&-", "it is closed")]
    public void Results_that_nobody_can_take_are_an_error(string output, string reason) =>
        Assert.Equal((1, $"error: standard output cannot be written: {reason}\n"), Ending(Shell($"envs {output}")));

    [Theory]
    [InlineData("> /dev/full", "No space left on device")]
    [InlineData(">&-", "it is closed")]
    public void A_training_goes_on_where_standard_output_cannot_be_written(string output, string reason)
    {
        ThisProcess.Run(here.Folder, Train("whole").Split(' '));
        Assert.Equal((0, $"warning: standard output cannot be written: {reason}; the work goes on\n"), Ending(Shell($"{Train("a")} {output}")));
        here.AssertSameRun("whole", "a");
    }

    [Theory]
    [InlineData("--json 2> /dev/full", 0)]
    [InlineData("--json 2>&-", 0)]
    [InlineData("> /dev/full 2> /dev/full", 0)]
    [InlineData("--json > /dev/full 2> /dev/full", 1)]
    public void A_training_goes_on_where_nobody_can_be_told_anything(string output, int exitCode)
    {
        ThisProcess.Run(here.Folder, Train("whole").Split(' '));
        Assert.Equal(exitCode, Shell($"{Train("a")} {output}").ExitCode);
        here.AssertSameRun("whole", "a");
    }

    [Fact]
    public void A_run_on_a_disk_that_fills_up_ends_with_the_reason_and_goes_on_when_there_is_room()
    {
        OnSmallDisk($"""
            N='{CommandRun.Executable}'
            "$N" train cartpole {Configurations.Tiny} --generations 2 --out disk/a > /dev/null
            cp -r disk/a before
            cat /dev/zero > disk/ballast 2> /dev/null
            "$N" resume disk/a --generations 2000 > /dev/null 2> errors; echo $? > code
            cp -r disk/a full
            rm disk/ballast
            "$N" resume disk/a --generations 5 > /dev/null && cp -r disk/a after
            """);
        Assert.Equal("1\n", File.ReadAllText(here.At("code")));
        Assert.Matches(@"^error: [^\n]*No space left on device[^\n]*\n$", File.ReadAllText(here.At("errors")));
        foreach (string name in new[] { "checkpoint.msgpack", "config.toml", "metrics.csv" }) Assert.Equal(here.Bytes("before", name), here.Bytes("full", name));
        ThisProcess.Run(here.Folder, $"train cartpole {Configurations.Tiny} --generations 5 --out whole".Split(' '));
        Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("whole", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes("after", "checkpoint.msgpack")));
    }

    [Fact]
    public void A_disk_that_is_full_for_a_while_costs_no_generation()
    {
        OnSmallDisk($"""
            '{CommandRun.Executable}' train cartpole {Configurations.Tiny} --generations 1000000 --checkpoint-every 20 --out disk/a > out 2> errors &
            until [ "$(wc -l < disk/a/metrics.csv)" -gt 2 ]; do sleep .01; done 2> /dev/null
            cat /dev/zero > disk/ballast 2> /dev/null
            for file in metrics.csv events checkpoint.msgpack; do until grep -q "^warning: .*$file" out; do sleep .1; done; done
            rm disk/ballast
            kill -TERM $!
            wait $!; echo $? > code
            cp -r disk/a a
            """);
        Assert.Equal(("143\n", ""), (File.ReadAllText(here.At("code")), File.ReadAllText(here.At("errors"))));
        string output = File.ReadAllText(here.At("out"));
        foreach (string file in new[] { "metrics\\.csv'", "events\\.out\\.tfevents[^']*'" }) Assert.Matches($@"(?m)^warning: No space left on device : '[^']*/{file}; the run goes on without this file$", output);
        Assert.Matches(@"(?m)^warning: disk/a/checkpoint\.msgpack: cannot be written: No space left on device[^\n]*; the run goes on, and tries again after 20 generations$", output);
        int generation = CheckpointFile.Read(here.At("a", "checkpoint.msgpack")).State.Generation;
        Assert.Contains($"Stopped after generation {generation} of", output, StringComparison.Ordinal);
        here.Succeed($"resume a --generations {generation + 1}");
        Assert.Equal(generation + 1, MetricsFile.Read(here.At("a", "metrics.csv")).Count);
    }

    /// <summary>Runs a script beside a folder `disk` that holds no more than 1 MiB. It is gone afterwards: what has to be seen is copied out of it.</summary>
    void OnSmallDisk(string script)
    {
        const string Mount = "mkdir disk && mount -t tmpfs -o size=1m tmpfs disk";
        Assert.SkipUnless(CommandRun.Shell(here.Folder, $"unshare --user --map-root-user --mount sh -c '{Mount}' && rmdir disk").ExitCode == 0, "A small disk cannot be made here.");
        File.WriteAllText(here.At("fill.sh"), $"{Mount}\n{script}\n");
        CommandRun.Shell(here.Folder, "unshare --user --map-root-user --mount sh fill.sh");
    }

    static string Train(string folder) => $"train cartpole {Configurations.Tiny} --generations 2 --out {folder}";

    Outcome Shell(string line) => CommandRun.Shell(here.Folder, $"'{CommandRun.Executable}' {line}");

    static (int, string) Ending(Outcome outcome) => (outcome.ExitCode, outcome.Errors);
}
