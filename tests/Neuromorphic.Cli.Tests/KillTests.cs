using Neuromorphic.Storage;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>A run that is killed again and again in the middle of whatever it does (SIGKILL), and resumed each time.</summary>
public sealed class KillTests : IDisposable
{
    const string Common = "--evaluation-episodes 10 --evaluate-every 7 --checkpoint-every 1 --seed 3";

    readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("cartpole --neurons 192 --population 64 --step-limit 500", 120, .6)]
    [InlineData("cartpole --method bptt --advantage critic --neurons 64 --batch 20 --step-limit 200", 60, .4)]
    public void Killed_and_resumed_it_ends_as_if_it_had_never_stopped(string options, int generations, double share)
    {
        string training = $"{options} --generations {generations} {Common}";
        ThisProcess.Run(here.Folder, $"train {training} --out whole".Split(' '));
        int stops = 0, wanted = (int)Math.Ceiling(share * Budget.Kills);
        for (int seed = 1; stops < wanted; seed++)
        {
            stops += KillAndResume($"killed{seed}", training, generations, new Random(seed));
            here.AssertSameRun("whole", $"killed{seed}");
        }
        TestContext.Current.SendDiagnosticMessage($"{stops} kills of {options}: all held");
    }

    /// <summary>Gives the number of kills at which the training was under way.</summary>
    int KillAndResume(string name, string training, int generations, Random random)
    {
        string checkpoint = here.At(name, "checkpoint.msgpack");
        int reached = 0, stops = 0;
        for (int i = 0; ; i++)
        {
            using CommandRun run = here.Start(File.Exists(checkpoint) ? $"resume {name}" : $"train {training} --out {name}");
            // The first kills come early, before there is a checkpoint or around the first; later ones once it has got on, however fast the machine is.
            int next = reached + random.Next(4, 20);
            if (i >= 2) run.WaitFor(() => run.HasExited || (File.Exists(checkpoint) && CheckpointFile.Read(checkpoint).State.Generation >= next));
            Thread.Sleep(random.Next(i < 2 ? 250 : 20));
            if (run.HasExited)
            {
                Outcome outcome = run.Wait();
                Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
                return stops;
            }
            run.Kill();
            if (!File.Exists(checkpoint)) continue;
            int generation = CheckpointFile.Read(checkpoint).State.Generation;
            Assert.InRange(generation, reached, generations);
            if (generation > 0 && generation < generations) stops++;
            reached = generation;
        }
    }
}
