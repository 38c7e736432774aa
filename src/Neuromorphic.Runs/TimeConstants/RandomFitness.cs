using Neuromorphic.Numerics;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>Fitnesses that say nothing: uniform random numbers, of seed, generation and member alone. What a search does with them is drift.</summary>
public sealed class RandomFitness : IFitnessBackend
{
    /// <inheritdoc/>
    public RolloutResult Evaluate(RolloutRequest request, bool collect)
    {
        ArgumentNullException.ThrowIfNull(request);
        RolloutResult result = new(request.Candidates.Count, 0, collect: false);
        RandomKey key = RandomKey.For(request.Seed, RandomPurpose.Choices);
        for (int member = 0; member < result.Fitness.Length; member++) result.Fitness[member] = Philox<Scalar>.Block(key, (uint)request.Generation, uint.MaxValue, 0u, (uint)member).A.ToUnit().Value;
        return result;
    }

    /// <summary>The vector of a run after as many updates of its strategy as it has made, from the same start, with fitnesses that say nothing.</summary>
    internal static float[] Drift(TrainedRun trained, int threads)
    {
        ArgumentNullException.ThrowIfNull(trained);
        RunConfiguration configuration = trained.Checkpoint.Configuration with { EvaluateEvery = 0, Normalization = Normalization.Off };
        TrainingRun run = TrainingRun.Create(configuration, trained.Environment, (_, _) => new RandomFitness(), threads, new WarmStart(trained.Checkpoint.State.Initial, null));
        while (run.Trainer.Generation < trained.Checkpoint.State.Generation) run.Trainer.RunGeneration();
        return run.Trainer.State.Mean;
    }
}
