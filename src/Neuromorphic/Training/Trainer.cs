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
    /// <summary>How a flat vector is evaluated where that is not by episodes.</summary>
    internal Examination? Examination { get; init; }
}

/// <summary>
/// Trains a policy, generation by generation: of members of an evolution strategy, or of updates along gradients.
/// The same options and seed give the same bits, however often the training is stopped, saved and continued.
/// </summary>
public abstract class Trainer
{
    readonly List<GenerationReport> history = [];
    readonly SortedDictionary<string, double> measures = new(StringComparer.Ordinal);
    double[] earlier = []; // the mean before a generation
    ObservationNormalizer? normalizer;
    float[] best;
    double bestFitness = double.NaN;
    ObservationScaling? bestScaling;
    EvaluatedMean? bestEvaluation;
    long steps;

    /// <summary>A training from the start.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="observations">Size of an observation.</param>
    /// <param name="initial">Flat vector to start from; its frozen numbers stay.</param>
    /// <param name="backend">Where individuals are simulated.</param>
    /// <param name="options">Settings.</param>
    private protected Trainer(Policy policy, int observations, float[] initial, IFitnessBackend backend, TrainerOptions options)
    {
        Policy = policy;
        Initial = initial;
        Backend = backend;
        Options = options;
        best = initial;
        if (options.Normalization == Normalization.Running) normalizer = new ObservationNormalizer(observations);
    }

    /// <summary>What a generation came to.</summary>
    /// <param name="Returns">A return for each member, episode or example; not finite where it failed.</param>
    /// <param name="Failed">How many are counted as failed.</param>
    /// <param name="Steps">Steps of the environment.</param>
    /// <param name="Observations">What was observed, if observations are scaled.</param>
    /// <param name="Fitness">The fitness of the best individual, NaN if none has one.</param>
    /// <param name="Individual">Its flat vector; asked for only if it is the best so far.</param>
    private protected sealed record Outcome(double[] Returns, int Failed, long Steps, ObservationSums? Observations, double Fitness, Func<float[]> Individual)
    {
        /// <inheritdoc cref="GenerationReport.Unconverged"/>
        public long Unconverged { get; init; }
    }

    private protected Policy Policy { get; }
    private protected float[] Initial { get; }
    private protected TrainerOptions Options { get; }
    private protected IFitnessBackend Backend { get; }
    ObservationScaling? Scaling => normalizer?.Scaling;

    /// <summary>The options that set the size of steps, in words.</summary>
    private protected abstract string Remedy { get; }
    /// <summary>Name of the strategy.</summary>
    private protected abstract string Name { get; }
    /// <summary>The trained numbers at this moment.</summary>
    private protected abstract ReadOnlySpan<double> Mean { get; }
    /// <summary>What the strategy's next generation depends on.</summary>
    private protected abstract StrategyState SaveStrategy();
    /// <summary>Takes it back, or refuses it and changes nothing.</summary>
    private protected abstract void LoadStrategy(StrategyState state);
    /// <summary>Simulates and learns.</summary>
    private protected abstract Outcome Learn(int generation, ObservationScaling? scaling);

    /// <summary>Generations completed.</summary>
    public int Generation => history.Count;

    /// <summary>Environment steps so far, training only.</summary>
    public long Steps => steps;

    /// <summary>The last generation; null before the first.</summary>
    public GenerationReport? Last => history.Count == 0 ? null : history[^1];

    /// <summary>Goes on with another training's scaling of observations, where this one scales.</summary>
    internal void Begin(NormalizerState moments)
    {
        if (normalizer == null) return;
        if (moments.Mean.Length != normalizer.Mean.Length) throw new ArgumentException($"The scaling to go on with is of {moments.Mean.Length} observations, not {normalizer.Mean.Length}.");
        normalizer = new ObservationNormalizer(moments.Count, moments.Mean, moments.Squares);
    }

    /// <summary>What was measured in the last generation beside returns: the root mean square step of the mean (step-size), the deviation of members (sigma), loss, norms of gradients, entropy of actions.</summary>
    public IReadOnlyDictionary<string, double> Measures => measures;

    /// <summary>What went wrong in the last generation and was passed over; null if nothing.</summary>
    public string? Warning { get; private protected set; }

    /// <summary>Generations without anything to learn from after which it is said, or the training ends.</summary>
    private protected const int Patience = 10;

    /// <summary>How many of the last generations were such, without a break.</summary>
    private protected int Streak(Predicate<GenerationReport> such) => history.Count - 1 - history.FindLastIndex(report => !such(report));

    /// <summary>Individuals, episodes or examples in a generation, in words.</summary>
    public abstract string Effort { get; }

    /// <summary>Everything that the rest of the training depends on.</summary>
    public TrainingState State => new()
    {
        Generation = Generation,
        Layout = Policy.Layout,
        Initial = Initial,
        Mean = Policy.Layout.WithSearch(Initial, Mean),
        Best = best,
        BestFitness = bestFitness,
        BestScaling = bestScaling,
        BestEvaluation = bestEvaluation,
        StrategyName = Name,
        Strategy = SaveStrategy(),
        PolicyTexts = Policy.Texts,
        Normalizer = normalizer == null ? null : new(normalizer.Count, normalizer.Mean.ToArray(), normalizer.Squares.ToArray()),
        Steps = steps,
        History = [.. history],
    };

    /// <summary>Continues from a saved state. If the state is refused, nothing changes.</summary>
    /// <exception cref="ArgumentException">The state belongs to another strategy, another layout or another kind of run.</exception>
    public void Load(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.StrategyName != Name) throw new ArgumentException($"The state belongs to the strategy {state.StrategyName}, not to {Name}.");
        if (state.Layout.Difference(Policy.Layout) is string difference) throw new ArgumentException($"The state has another parameter layout: {difference}.");
        foreach ((string name, string text) in state.PolicyTexts)
            if (Policy.Texts.GetValueOrDefault(name) is var now && now != text) throw new ArgumentException($"The state is of a policy whose {name} is '{text}'; here it is {(now == null ? "nothing" : $"'{now}'")}.");
        if (!state.Initial.AsSpan().SequenceEqual(Initial)) throw new ArgumentException("The state began at other parameters: seed, policy or environment differ.");
        if (state.Normalizer == null != (normalizer == null)) throw new ArgumentException("The state was trained with another normalisation.");
        ObservationNormalizer? saved = state.Normalizer is { } moments ? new ObservationNormalizer(moments.Count, moments.Mean, moments.Squares) : null;
        if (saved?.Mean.Length != normalizer?.Mean.Length) throw new ArgumentException($"The state normalises observations of {saved?.Mean.Length} numbers, not {normalizer?.Mean.Length}.");
        if (state.Best.Length != Policy.Layout.Count) throw new ArgumentException($"The best vector of the state has {state.Best.Length} numbers, not {Policy.Layout.Count}.");
        if (state.BestEvaluation is { } evaluated && evaluated.Vector.Length != Policy.Layout.Count)
            throw new ArgumentException($"The vector of the state's best evaluation has {evaluated.Vector.Length} numbers, not {Policy.Layout.Count}.");
        CheckScaling(state.BestScaling, "best member");
        CheckScaling(state.BestEvaluation?.Scaling, "best evaluation");
        if (state.History.Count != state.Generation) throw new ArgumentException($"The state is of generation {state.Generation}, its history of {state.History.Count}.");
        LoadStrategy(state.Strategy);
        if (!ToSingle(Policy.Layout.Search(state.Mean)).AsSpan().SequenceEqual(ToSingle(Mean)))
            throw new ArgumentException($"The strategy {Name} is at another mean than the state that it was given: it does not save or load all that it needs, or the state is not its own.");
        normalizer = saved;
        best = state.Best;
        bestFitness = state.BestFitness;
        // An older program did not keep it: as the file plays it, so it stays. Before there is a best there is none to keep.
        bestScaling = state.BestScaling ?? (double.IsNaN(state.BestFitness) ? null : saved?.Scaling);
        bestEvaluation = state.BestEvaluation;
        steps = state.Steps;
        history.Clear();
        history.AddRange(state.History);
    }

    void CheckScaling(ObservationScaling? scaling, string of)
    {
        if (scaling == null) return;
        int observations = normalizer?.Mean.Length ?? throw new ArgumentException($"The state's {of} scales observations; this training does not.");
        if (scaling.Mean.Length != observations || scaling.Scale.Length != observations)
            throw new ArgumentException($"The state's {of} scales observations of {scaling.Mean.Length} and {scaling.Scale.Length} numbers, not {observations}.");
    }

    /// <summary>Runs one generation.</summary>
    /// <exception cref="TrainingException">
    /// The training cannot go on: a number of it is no longer finite, and the generation is not counted; or all that was simulated failed for too many
    /// generations, of which this one is the last.
    /// </exception>
    public GenerationReport RunGeneration()
    {
        int generation = Generation;
        ObservationScaling? scaling = Scaling;
        Warning = null;
        measures.Clear();
        if (earlier.Length != Mean.Length) earlier = new double[Mean.Length];
        Mean.CopyTo(earlier);
        Outcome outcome = Learn(generation, scaling);
        Measure("step-size", Distance(earlier, Mean));
        if (scaling != null) normalizer!.Merge(outcome.Observations!, scaling.Mean);
        if (double.IsFinite(outcome.Fitness) && !(bestFitness >= outcome.Fitness))
        {
            bestFitness = outcome.Fitness;
            best = outcome.Individual();
            bestScaling = Scaling;
        }
        steps += outcome.Steps;
        (double mean, double deviation) = Moments(outcome.Returns);
        double[] finite = [.. outcome.Returns.Where(double.IsFinite).Order()];
        double top = finite.Length == 0 ? double.NaN : finite[^1];
        Measure("lower-decile", Quantiles.Of(finite, .1));
        Measure("upper-decile", Quantiles.Of(finite, .9));
        bool evaluate = Options.EvaluateEvery > 0 && (generation + 1) % Options.EvaluateEvery == 0;
        double? evaluation = evaluate ? EvaluateMean(generation) : null;
        var report = new GenerationReport(generation + 1, top, mean, deviation, outcome.Failed, outcome.Steps, evaluation) { Unconverged = outcome.Unconverged };
        history.Add(report);
        if (Streak(earlier => double.IsNaN(earlier.Mean)) is > 0 and int failing && failing % Patience == 0)
            throw new TrainingException($"Every member failed in generations {Generation - Patience + 1} to {Generation}: an observation, a reward or an output was not finite. There is nothing to learn from; another {Remedy} may help where the environment itself is sound.");
        return report;
    }

    /// <summary>Takes note of a number of this generation beside its returns.</summary>
    private protected void Measure(string name, double value) => measures[name] = value;

    /// <summary>Root mean square of a difference.</summary>
    static double Distance(ReadOnlySpan<double> from, ReadOnlySpan<double> to)
    {
        double squares = 0;
        for (int i = 0; i < from.Length; i++) squares += (to[i] - from[i]) * (to[i] - from[i]);
        return Math.Sqrt(squares / Math.Max(1, from.Length));
    }

    double EvaluateMean(int generation)
    {
        (double value, double deviation, _, _, _, _) = Evaluate(Options.EvaluationEpisodes, generation);
        Measure("evaluation-deviation", deviation);
        // The history may know a better one, whose vector an older program did not keep.
        if (double.IsFinite(value) && !history.Exists(report => report.Evaluation >= value))
            bestEvaluation = new(generation + 1, value, Policy.Layout.WithSearch(Initial, Mean), Scaling);
        return value;
    }

    /// <summary>The returns of the mean parameters on fresh episodes, which no training episode shares random numbers with.</summary>
    /// <param name="episodes">Number of episodes, or of test examples at most.</param>
    /// <param name="stream">Chooses which fresh episodes, or test examples.</param>
    public EvaluationResult Evaluate(int episodes, int stream) => Options.Examination is { } examine
        ? examine(Policy.Layout.WithSearch(Initial, Mean), episodes, Options.Seed, stream)
        : Evaluate(Backend, Request(new RepeatedCandidate(ToSingle(Mean), episodes), RandomPurpose.Evaluation, stream, Scaling));

    /// <summary>The returns of the individual that a request repeats.</summary>
    public static EvaluationResult Evaluate(IFitnessBackend backend, RolloutRequest request)
    {
        ArgumentNullException.ThrowIfNull(backend);
        RolloutResult result = backend.Evaluate(request, collect: false);
        return EvaluationResult.Of(result.Fitness, result.Steps.Sum()) with { Unconverged = result.Unconverged.Sum() };
    }

    private protected RolloutRequest Request(Candidates candidates, RandomPurpose purpose, int generation, ObservationScaling? scaling) => new()
    {
        Candidates = candidates,
        Vector = Initial,
        Seed = Options.Seed,
        Purpose = purpose,
        Generation = generation,
        StepLimit = Options.StepLimit,
        Scaling = scaling,
    };

    private protected static float[] ToSingle(ReadOnlySpan<double> values)
    {
        float[] result = new float[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = (float)values[i];
        return result;
    }

    /// <summary>Mean and standard deviation of the finite returns.</summary>
    internal static (double Mean, double Deviation) Moments(IReadOnlyList<double> returns, bool sample = false)
    {
        double sum = 0, squares = 0, low = double.PositiveInfinity, high = double.NegativeInfinity;
        int count = 0;
        foreach (double value in returns)
            if (double.IsFinite(value))
            {
                sum += value;
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
                count++;
            }
        // Rounding may put the mean of equal numbers beside them.
        double mean = count == 0 ? double.NaN : Math.Clamp(sum / count, low, high);
        foreach (double value in returns)
            if (double.IsFinite(value)) squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / Math.Max(1, sample ? count - 1 : count)));
    }
}
