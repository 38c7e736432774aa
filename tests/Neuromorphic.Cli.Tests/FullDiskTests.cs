using Xunit;

namespace Neuromorphic.Cli.Tests;

public sealed class FullDiskTests : IDisposable
{
    readonly Workplace here = new();

    public FullDiskTests() => Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");

    public void Dispose() => here.Dispose();

    [Fact]
    public void A_checkpoint_that_does_not_fit_is_an_error_and_the_older_one_stays()
    {
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 2 --out a");
        byte[] checkpoint = here.Bytes("a", "checkpoint.msgpack"), metrics = here.Bytes("a", "metrics.csv");
        File.CreateSymbolicLink(here.At("a", "checkpoint.msgpack.tmp"), "/dev/full");
        Outcome outcome = here.Run("resume a --generations 4");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal($"error: a/checkpoint.msgpack: cannot be written: No space left on device : '{here.At("a", "checkpoint.msgpack.tmp")}'\n", outcome.Errors);
        Assert.Equal(checkpoint, here.Bytes("a", "checkpoint.msgpack"));
        Assert.Equal(metrics, here.Bytes("a", "metrics.csv"));
    }

    [Fact]
    public void Results_that_nobody_can_take_are_an_error() => Assert.Equal((1, "error: No space left on device\n"), Ending(CommandRun.Shell(here.Folder, $"'{CommandRun.Executable}' envs > /dev/full")));

    [Fact]
    public void A_run_on_a_disk_that_fills_up_ends_with_the_reason_and_goes_on_when_there_is_room()
    {
        const string Mount = "mkdir disk && mount -t tmpfs -o size=256k tmpfs disk";
        Assert.SkipUnless(CommandRun.Shell(here.Folder, $"unshare --user --map-root-user --mount sh -c '{Mount}' && rmdir disk").ExitCode == 0, "A small disk cannot be made here.");
        // The disk is gone with the shell, so what has to be seen is copied out of it.
        File.WriteAllText(here.At("fill.sh"), $"""
            {Mount}
            N='{CommandRun.Executable}'
            "$N" train cartpole {Configurations.Tiny} --generations 2 --out disk/a > /dev/null
            cp -r disk/a before
            cat /dev/zero > disk/ballast 2> /dev/null
            "$N" resume disk/a --generations 2000 > /dev/null 2> errors; echo $? > code
            cp -r disk/a full
            rm disk/ballast
            "$N" resume disk/a --generations 5 > /dev/null && cp -r disk/a after
            """);
        CommandRun.Shell(here.Folder, "unshare --user --map-root-user --mount sh fill.sh");
        Assert.Equal("1\n", File.ReadAllText(here.At("code")));
        Assert.Matches(@"^error: [^\n]*No space left on device[^\n]*\n$", File.ReadAllText(here.At("errors")));
        foreach (string name in new[] { "checkpoint.msgpack", "config.toml", "metrics.csv" }) Assert.Equal(here.Bytes("before", name), here.Bytes("full", name));
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 5 --out whole");
        Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("whole", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes("after", "checkpoint.msgpack")));
    }

    static (int, string) Ending(Outcome outcome) => (outcome.ExitCode, outcome.Errors);
}
