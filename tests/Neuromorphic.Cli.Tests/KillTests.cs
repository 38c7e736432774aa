using Neuromorphic.Storage;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>A run that is killed again and again in the middle of whatever it does (SIGKILL), and resumed each time.</summary>
public sealed class KillTests : IDisposable
{
    const string Training = "cartpole --neurons 192 --population 64 --generations 120 --step-limit 500 --evaluation-episodes 10 --evaluate-every 7 --checkpoint-every 1 --seed 3";

    readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Killed_and_resumed_it_ends_as_if_it_had_never_stopped()
    {
        here.Succeed($"train {Training} --out whole");
        foreach (int seed in new[] { 1, 2 })
        {
            int stops = KillAndResume($"killed{seed}", new Random(seed));
            Assert.InRange(stops, 3, int.MaxValue);
            Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("whole", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes($"killed{seed}", "checkpoint.msgpack")));
            Assert.Equal(here.Bytes("whole", "metrics.csv"), here.Bytes($"killed{seed}", "metrics.csv"));
            Assert.Equal(here.Bytes("whole", "config.toml"), here.Bytes($"killed{seed}", "config.toml"));
        }
    }

    /// <summary>Gives the number of kills at which the training was under way.</summary>
    int KillAndResume(string name, Random random)
    {
        string checkpoint = here.At(name, "checkpoint.msgpack");
        int reached = 0, stops = 0;
        for (int i = 0; ; i++)
        {
            using CommandRun run = here.Start(File.Exists(checkpoint) ? $"resume {name}" : $"train {Training} --out {name}");
            // The first kills come early, before there is a checkpoint or around the first; later ones once it has got on, however fast the machine is.
            int next = reached + random.Next(4, 20);
            if (i >= 2) run.WaitFor(() => run.HasExited || (File.Exists(checkpoint) && CheckpointFile.Read(checkpoint).State.Generation >= next));
            Thread.Sleep(random.Next(i < 2 ? 250 : 20));
            if (run.HasExited)
            {
                Assert.Equal(0, run.Wait().ExitCode);
                return stops;
            }
            run.Kill();
            if (!File.Exists(checkpoint)) continue;
            int generation = CheckpointFile.Read(checkpoint).State.Generation;
            Assert.InRange(generation, reached, 120);
            if (generation is > 0 and < 120) stops++;
            reached = generation;
        }
    }
}
