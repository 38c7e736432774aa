using System.Diagnostics;
using Neuromorphic.Envs;
using Neuromorphic.Training;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// Memory of a large training: population 1,024, 8,192 neurons, neuron condition (32,768 trained numbers), all processors,
/// on CartPole with episodes cut at one step, since memory does not depend on their length and 1,000 generations then take a minute.
/// </summary>
static class MemoryBenchmark
{
    const int First = 10, Last = 1000;

    public static IReadOnlyList<Row> Run()
    {
        RunConfiguration configuration = ClassicEnvironments.Configure("cartpole",
            [new("population", "1024"), new("neurons", "8192"), new("step-limit", "1"), new("evaluate-every", "0")]);
        TrainingRun run = TrainingRun.Create(configuration, new CartPole(), Environment.ProcessorCount);
        double early = Peak(run, First), late = Peak(run, Last);
        return [new($"peak after {First} generations", early, early, "MB"), new($"peak after {Last} generations", late, late, "MB", late / early, $"{First} generations")];
    }

    static double Peak(TrainingRun run, int generations)
    {
        while (run.Trainer.Generation < generations) run.Trainer.RunGeneration();
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
