using System.Diagnostics;
using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Expressions;
using Neuromorphic.LearnedNeurons;
using Neuromorphic.Registries;
using Neuromorphic.Training;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// Learning of neuron types on MNIST-1D, one thread: an outer step through sixty inner updates (40-50-10, two types of 16 units, batches of 100), and thirty networks with
/// learned types trained for 200 updates, beside which peers/learned.py does the same with torch.
/// </summary>
static class LearningBenchmark
{
    const int Seeds = 30, OuterSteps = 6, Updates = 200;

    public static IReadOnlyList<Row> Run()
    {
        ClassicEnvironments.Register();
        var task = (IClassification)EnvironmentRegistry.All.Find("mnist1d").Create(OptionSet.None);
        NetworkShape shape = new(50);
        IReadOnlyList<NeuronType> types = TypeLearning.Begin(2, Expression.Parse("sin(x)"), .2, 16, seed: 1);
        TypeLearning learning = TypeLearning.Create(shape, task.Training, types, new(), seed: 1);
        learning.Update(); // records and warms up
        double[] outer = [.. Enumerable.Range(0, OuterSteps).Select(_ => Milliseconds(() => learning.Update()))];
        SeedOptions options = SeedOptions.Like(new MetaOptions()) with { Steps = Updates };
        SeedTraining.Run(shape, types, task.Training, task.Test, options with { Steps = 3 }, [0], threads: 1);
        double seeds = Milliseconds(() => SeedTraining.Run(shape, types, task.Training, task.Test, options, [.. Enumerable.Range(0, Seeds)], threads: 1));
        double one = Milliseconds(() => SeedTraining.Run(shape, types, task.Training, task.Test, options, [0], threads: 1));
        return
        [
            new("outer step of 60 updates, full unroll", Timing.Median(outer), outer.Min(), "ms"),
            new($"{Seeds} seeds side by side, {Updates} updates each", seeds, seeds, "ms", seeds / one, "one seed"),
            new($"one seed, {Updates} updates", one, one, "ms"),
        ];
    }

    static double Milliseconds(Action body)
    {
        long start = Stopwatch.GetTimestamp();
        body();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
