using Neuromorphic.Storage;
using Neuromorphic.Storage.Tests;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>What TensorBoard shows of a run that was stopped, killed or begun elsewhere is what it shows of one that was not.</summary>
[Collection(ThisProcess.Collection)]
public sealed class EventsTests : IDisposable
{
    const string Task = $"cartpole {Configurations.Tiny} --checkpoint-every 3";

    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    static IEnumerable<long> Histograms(string folder) => TensorBoardEvents.Shown(folder).Where(shown => shown.Value.Histogram != null && shown.Tag == "hidden/tau").Select(shown => shown.Step);

    [Fact]
    public void There_is_a_histogram_at_every_checkpoint_that_is_due_and_nowhere_else()
    {
        here.Succeed($"train {Task} --generations 8 --out a");
        Assert.Equal([3, 6], Histograms(here.At("a")));
        here.Succeed("resume a --generations 10");
        Assert.Equal([3, 6, 9], Histograms(here.At("a")));
        here.Succeed($"train {Task} --generations 10 --out whole");
        here.AssertSameRun("whole", "a");
    }

    [Fact]
    public void A_kill_between_histogram_and_checkpoint_loses_neither_and_doubles_neither()
    {
        here.Succeed($"train {Task} --generations 9 --out whole");
        // The files of generation 7 as a kill leaves them that comes before the checkpoint of generation 6 is in its place.
        here.Succeed($"train {Task} --generations 3 --out a");
        byte[] checkpoint = here.Bytes("a", "checkpoint.msgpack");
        here.Succeed("resume a --generations 7");
        Assert.Equal([3, 6], Histograms(here.At("a")));
        File.WriteAllBytes(here.At("a", "checkpoint.msgpack"), checkpoint);
        here.Succeed("resume a --generations 9");
        here.AssertSameRun("whole", "a");
    }

    [Fact]
    public void A_stop_between_checkpoints_adds_no_histogram()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such signals here.");
        using CommandRun run = here.Start($"train cartpole {Configurations.Tiny} --generations 1000000 --out a --checkpoint-every 1000000");
        run.WaitFor(() => File.Exists(here.At("a", "metrics.csv")) && MetricsFile.Read(here.At("a", "metrics.csv")).Count >= 3);
        run.Send(CommandRun.Terminate);
        Assert.Equal(143, run.Wait().ExitCode);
        Assert.Empty(Histograms(here.At("a")));
    }

    [Fact]
    public void A_branch_shows_the_generations_before_it_too()
    {
        here.Succeed($"train {Task} --generations 2 --out a");
        here.Succeed("resume a --generations 4 --out b");
        Assert.Equal([1, 2, 3, 4], TensorBoardEvents.Shown(here.At("b")).Where(shown => shown.Tag == "return/mean").Select(shown => shown.Step));
    }

    [Fact]
    public void A_clock_that_was_set_back_hides_no_generation()
    {
        here.Succeed($"train {Task} --generations 3 --out a");
        string file = Assert.Single(Directory.GetFiles(here.At("a"), "*tfevents*"));
        File.Move(file, here.At("a", "events.out.tfevents.4000000000.host.1.0"));
        here.Succeed("resume a --generations 7");
        here.Succeed($"train {Task} --generations 7 --out whole");
        here.AssertSameRun("whole", "a");
    }
}
