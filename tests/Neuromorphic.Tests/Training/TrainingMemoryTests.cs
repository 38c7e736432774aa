using System.Diagnostics;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>What is measured of the whole process is measured alone.</summary>
[CollectionDefinition("memory of the process", DisableParallelization = true)]
public sealed class ProcessMemory;

/// <summary>Long trainings of tiny networks: after 10,000 updates they hold as much memory as after 1,000.</summary>
[Collection("memory of the process")]
public sealed class TrainingMemoryTests
{
    const long Megabyte = 1 << 20;

    [Fact]
    public void A_classifier() => AssertLevel(GradientRuns.Patterns.With(("neurons", 4), ("sub-steps", 1), ("batch", 4)), 100 / 4);

    [Fact]
    public void A_controller_with_a_critic() =>
        AssertLevel(GradientRuns.Configuration("cartpole, critic").With(("neurons", 4), ("step-limit", 4), ("batch", 2), ("window", 0), ("truncation", 0)), 1);

    static void AssertLevel(RunConfiguration configuration, int updates)
    {
        TrainingRun run = GradientRuns.Create(configuration with { EvaluateEvery = 0, Generations = 10_000 / updates });
        GradientRuns.Train(run, 1000 / updates);
        (long heap, long process) = Measure();
        GradientRuns.Train(run, 10_000 / updates);
        (long heapLater, long processLater) = Measure();
        Assert.Equal([10_000.0], run.Trainer.State.Strategy.Arrays["updates"]);
        // The history itself is a megabyte for 9,000 generations.
        Assert.InRange(heapLater - heap, long.MinValue, 2 * Megabyte);
        Assert.InRange(processLater - process, long.MinValue, 16 * Megabyte);
        GC.KeepAlive(run);
    }

    static (long Heap, long Process) Measure()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        using Process process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }
}
