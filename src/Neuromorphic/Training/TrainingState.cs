using Neuromorphic.Evolution;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>One generation in numbers.</summary>
/// <param name="Generation">Generations completed, counted from 1.</param>
/// <param name="Best">Best fitness of a member.</param>
/// <param name="Mean">Mean fitness of the members that have one.</param>
/// <param name="Deviation">Standard deviation of their fitnesses.</param>
/// <param name="Failed">Members whose fitness was not finite, and updates along gradients that were left out.</param>
/// <param name="Steps">Environment steps of the generation.</param>
/// <param name="Evaluation">Mean return of the mean parameters on fresh episodes, where it was measured.</param>
public sealed record GenerationReport(int Generation, double Best, double Mean, double Deviation, int Failed, long Steps, double? Evaluation)
{
    /// <summary>What the environment could not solve to the end in the generation, such as contacts, where it counts that.</summary>
    public long Unconverged { get; init; }
}

/// <summary>Everything that the rest of a training depends on, and its history: what a checkpoint stores.</summary>
public sealed record TrainingState
{
    /// <summary>Generations completed.</summary>
    public required int Generation { get; init; }
    /// <summary>The parameters by name.</summary>
    public required ParameterLayout Layout { get; init; }
    /// <summary>The flat vector at the start [Layout.Count].</summary>
    public required float[] Initial { get; init; }
    /// <summary>The flat vector of the strategy's mean [Layout.Count].</summary>
    public required float[] Mean { get; init; }
    /// <summary>The flat vector of the best member so far [Layout.Count].</summary>
    public required float[] Best { get; init; }
    /// <summary>The fitness of that member; NaN before the first generation.</summary>
    public required double BestFitness { get; init; }
    /// <summary>How observations are scaled for that member: by all that were seen up to the end of its generation; null without normalisation, and where an older program did not keep it.</summary>
    public ObservationScaling? BestScaling { get; init; }
    /// <summary>The mean with the best evaluation, the first of equals; null while there was none.</summary>
    public EvaluatedMean? BestEvaluation { get; init; }
    /// <summary>The strategy's name.</summary>
    public required string StrategyName { get; init; }
    /// <summary>The strategy's state.</summary>
    public required StrategyState Strategy { get; init; }
    /// <summary>What the policy says of itself in texts, such as its formulas: for readers, nothing depends on them.</summary>
    public IReadOnlyDictionary<string, string> PolicyTexts { get; init; } = new Dictionary<string, string>();
    /// <summary>The normaliser's count, mean and sums of squares; empty without normalisation.</summary>
    public required NormalizerState? Normalizer { get; init; }
    /// <summary>How the normaliser scales observations; null without normalisation.</summary>
    public ObservationScaling? Scaling => Normalizer is { } saved ? new ObservationNormalizer(saved.Count, saved.Mean, saved.Squares).Scaling : null;
    /// <summary>Environment steps so far, training only.</summary>
    public required long Steps { get; init; }
    /// <summary>All generations so far.</summary>
    public required IReadOnlyList<GenerationReport> History { get; init; }

    /// <summary>The same state at a vector that was found elsewhere: it is the mean, the strategy's own included, and the best member. Frozen numbers stay.</summary>
    /// <param name="vector">The flat vector [Layout.Count].</param>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public TrainingState At(ReadOnlySpan<float> vector)
    {
        double[] search = Layout.Search(vector);
        float[] whole = Layout.WithSearch(Initial, search);
        return this with { Mean = whole, Best = whole, Strategy = Strategy with { Arrays = new Dictionary<string, double[]>(Strategy.Arrays) { ["mean"] = search } } };
    }
}

/// <summary>Where a training begins that goes on from another one's result.</summary>
/// <param name="Vector">The flat vector, frozen numbers included.</param>
/// <param name="Normalizer">The normaliser's state; null for a new one.</param>
public sealed record WarmStart(float[] Vector, NormalizerState? Normalizer);

/// <summary>The mean of the search at an evaluation, with what it takes to play it again.</summary>
/// <param name="Generation">Generations completed.</param>
/// <param name="Evaluation">Mean return on fresh episodes.</param>
/// <param name="Vector">The flat vector [Layout.Count].</param>
/// <param name="Scaling">How observations were scaled; null without normalisation.</param>
public sealed record EvaluatedMean(int Generation, double Evaluation, float[] Vector, ObservationScaling? Scaling);

/// <summary>A normaliser's state.</summary>
public sealed record NormalizerState(double Count, double[] Mean, double[] Squares);

/// <summary>Returns of one individual on fresh episodes.</summary>
/// <param name="Mean">Mean return.</param>
/// <param name="Deviation">Standard deviation between episodes (n - 1).</param>
/// <param name="Episodes">Number of episodes.</param>
/// <param name="Failed">Episodes in which an observation, an output or a reward was not finite; they are left out of mean and deviation.</param>
/// <param name="Steps">Environment steps.</param>
/// <param name="Returns">The return of every episode.</param>
public sealed record EvaluationResult(double Mean, double Deviation, int Episodes, int Failed, long Steps, IReadOnlyList<double> Returns)
{
    /// <inheritdoc cref="GenerationReport.Unconverged"/>
    public long Unconverged { get; init; }

    /// <summary>The result of given returns.</summary>
    public static EvaluationResult Of(IReadOnlyList<double> returns, long steps)
    {
        ArgumentNullException.ThrowIfNull(returns);
        (double mean, double deviation) = Trainer.Moments(returns, sample: true);
        return new(mean, deviation, returns.Count, returns.Count(value => !double.IsFinite(value)), steps, returns);
    }
}
