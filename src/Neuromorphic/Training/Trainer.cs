using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>Whether observations are scaled by their running mean and standard deviation.</summary>
public enum Normalization
{
    /// <summary>Observations reach the policy as they are.</summary>
    Off,
    /// <summary>Running mean and standard deviation, merged once per generation, clipped at 5.</summary>
    Running,
}

/// <summary>Settings of a training beside environment, policy and strategy.</summary>
public sealed record TrainerOptions
{
    /// <summary>Seed of everything random in the run.</summary>
    public ulong Seed { get; init; }
    /// <summary>Episodes of each member in a generation.</summary>
    public int Episodes { get; init; } = 1;
    /// <summary>Steps after which an episode is truncated.</summary>
    public required int StepLimit { get; init; }
    /// <summary>Which random numbers members meet.</summary>
    public EpisodeRandomness Randomness { get; init; } = EpisodeRandomness.Independent;
    /// <summary>How the training episodes of a member relate.</summary>
    public EpisodeSampling EpisodeSampling { get; init; } = EpisodeSampling.Independent;
    /// <summary>Whether observations are scaled.</summary>
    public Normalization Normalization { get; init; } = Normalization.Off;
    /// <summary>Fresh episodes of an evaluation of the mean.</summary>
    public int EvaluationEpisodes { get; init; } = 100;
    /// <summary>Generations between evaluations during training; 0 for none.</summary>
    public int EvaluateEvery { get; init; } = 10;
}

/// <summary>
/// Evolves a policy: ask the strategy, simulate the members, tell it their fitnesses, generation by generation.
/// The same options and seed give the same bits, however often the training is stopped, saved and continued.
/// </summary>
public sealed class Trainer
{
    readonly Policy policy;
    readonly Strategy strategy;
    readonly IFitnessBackend backend;
    readonly TrainerOptions options;
    readonly float[] initial;
    readonly List<GenerationReport> history = [];
    ObservationNormalizer? normalizer;
    float[] best;
    double bestFitness = double.NaN;
    long steps;

    /// <summary>A training from the start.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="observations">Size of an observation.</param>
    /// <param name="initial">Flat vector to start from; its frozen numbers stay.</param>
    /// <param name="strategy">The strategy, begun at the trained numbers of <paramref name="initial"/>.</param>
    /// <param name="backend">Where members are simulated.</param>
    /// <param name="options">Settings.</param>
    public Trainer(Policy policy, int observations, float[] initial, Strategy strategy, IFitnessBackend backend, TrainerOptions options)
    {
        this.policy = policy;
        this.initial = initial;
        this.strategy = strategy;
        this.backend = backend;
        this.options = options;
        best = initial;
        if (options.Normalization == Normalization.Running) normalizer = new ObservationNormalizer(observations);
    }

    /// <summary>Generations completed.</summary>
    public int Generation => history.Count;

    /// <summary>Everything that the rest of the training depends on.</summary>
    public TrainingState State => new()
    {
        Generation = Generation,
        Layout = policy.Layout,
        Initial = initial,
        Mean = policy.Layout.WithSearch(initial, strategy.Mean),
        Best = best,
        BestFitness = bestFitness,
        StrategyName = strategy.Name,
        Strategy = strategy.Save(),
        Normalizer = normalizer == null ? null : new(normalizer.Count, normalizer.Mean.ToArray(), normalizer.Squares.ToArray()),
        Steps = steps,
        History = [.. history],
    };

    /// <summary>Continues from a saved state. If the state is refused, nothing changes.</summary>
    /// <exception cref="ArgumentException">The state belongs to another strategy, another layout or another kind of run.</exception>
    public void Load(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.StrategyName != strategy.Name) throw new ArgumentException($"The state belongs to the strategy {state.StrategyName}, not to {strategy.Name}.");
        if (state.Layout.Difference(policy.Layout) is string difference) throw new ArgumentException($"The state has another parameter layout: {difference}.");
        if (!state.Initial.AsSpan().SequenceEqual(initial)) throw new ArgumentException("The state began at other parameters: seed, policy or environment differ.");
        if (state.Normalizer == null != (normalizer == null)) throw new ArgumentException("The state was trained with another normalisation.");
        ObservationNormalizer? saved = state.Normalizer is { } moments ? new ObservationNormalizer(moments.Count, moments.Mean, moments.Squares) : null;
        if (saved?.Mean.Length != normalizer?.Mean.Length) throw new ArgumentException($"The state normalises observations of {saved?.Mean.Length} numbers, not {normalizer?.Mean.Length}.");
        if (state.Best.Length != policy.Layout.Count) throw new ArgumentException($"The best vector of the state has {state.Best.Length} numbers, not {policy.Layout.Count}.");
        if (state.History.Count != state.Generation) throw new ArgumentException($"The state is of generation {state.Generation}, its history of {state.History.Count}.");
        strategy.Load(state.Strategy);
        normalizer = saved;
        best = state.Best;
        bestFitness = state.BestFitness;
        steps = state.Steps;
        history.Clear();
        history.AddRange(state.History);
    }

    /// <summary>Runs one generation.</summary>
    public GenerationReport RunGeneration()
    {
        int generation = Generation;
        ObservationScaling? scaling = normalizer?.Scaling;
        Candidates candidates = strategy.Ask(generation);
        RolloutResult result = backend.Evaluate(Request(candidates, RandomPurpose.Training, generation, scaling) with { Episodes = options.Episodes, Randomness = options.Randomness, Sampling = options.EpisodeSampling }, collect: scaling != null);
        if (scaling != null) normalizer!.Merge(result.Observations!, scaling.Mean);
        int failed = strategy.Tell(generation, result.Fitness);
        Keep(candidates, result.Fitness);
        long taken = result.Steps.Sum();
        steps += taken;
        (double mean, double deviation) = Moments(result.Fitness, population: true);
        double top = result.Fitness.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
        bool evaluate = options.EvaluateEvery > 0 && (generation + 1) % options.EvaluateEvery == 0;
        double? evaluation = evaluate ? Evaluate(options.EvaluationEpisodes, generation).Mean : null;
        var report = new GenerationReport(generation + 1, top, mean, deviation, failed, taken, evaluation);
        history.Add(report);
        return report;
    }

    /// <summary>The returns of the mean parameters on fresh episodes, which no training episode shares random numbers with.</summary>
    /// <param name="episodes">Number of episodes.</param>
    /// <param name="stream">Chooses which fresh episodes.</param>
    public EvaluationResult Evaluate(int episodes, int stream) =>
        Evaluate(backend, Request(new RepeatedCandidate(ToSingle(strategy.Mean), episodes), RandomPurpose.Evaluation, stream, normalizer?.Scaling));

    /// <summary>The returns of the individual that a request repeats.</summary>
    public static EvaluationResult Evaluate(IFitnessBackend backend, RolloutRequest request)
    {
        ArgumentNullException.ThrowIfNull(backend);
        RolloutResult result = backend.Evaluate(request, collect: false);
        (double mean, double deviation) = Moments(result.Fitness, population: false);
        return new(mean, deviation, result.Fitness.Length, result.Fitness.Count(fitness => !double.IsFinite(fitness)), result.Steps.Sum(), result.Fitness);
    }

    RolloutRequest Request(Candidates candidates, RandomPurpose purpose, int generation, ObservationScaling? scaling) => new()
    {
        Candidates = candidates,
        Vector = initial,
        Seed = options.Seed,
        Purpose = purpose,
        Generation = generation,
        StepLimit = options.StepLimit,
        Scaling = scaling,
    };

    /// <summary>Keeps the best member if it is the best so far.</summary>
    unsafe void Keep(Candidates candidates, double[] fitness)
    {
        int top = -1;
        for (int i = 0; i < fitness.Length; i++)
            if (double.IsFinite(fitness[i]) && (top < 0 || fitness[i] > fitness[top])) top = i;
        if (top < 0 || bestFitness >= fitness[top]) return;
        bestFitness = fitness[top];
        Scalar[] search = new Scalar[candidates.Dimension];
        fixed (Scalar* x = search) candidates.Sample(top, x);
        best = policy.Layout.WithSearch(initial, Array.ConvertAll(search, x => (double)x.Value));
    }

    static float[] ToSingle(ReadOnlySpan<double> values)
    {
        float[] result = new float[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = (float)values[i];
        return result;
    }

    static (double Mean, double Deviation) Moments(double[] fitness, bool population)
    {
        double sum = 0, squares = 0;
        int count = 0;
        foreach (double value in fitness)
            if (double.IsFinite(value))
            {
                sum += value;
                count++;
            }
        double mean = sum / count;
        foreach (double value in fitness)
            if (double.IsFinite(value)) squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / Math.Max(1, population ? count : count - 1)));
    }
}
