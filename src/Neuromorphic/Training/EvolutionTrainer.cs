using System.Globalization;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>Evolves a policy: ask the strategy, simulate the members, tell it their fitnesses.</summary>
public sealed class EvolutionTrainer : Trainer
{
    readonly Strategy strategy;

    /// <summary>A training from the start.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="observations">Size of an observation.</param>
    /// <param name="initial">Flat vector to start from; its frozen numbers stay.</param>
    /// <param name="strategy">The strategy, begun at the trained numbers of <paramref name="initial"/>.</param>
    /// <param name="backend">Where members are simulated.</param>
    /// <param name="options">Settings.</param>
    public EvolutionTrainer(Policy policy, int observations, float[] initial, Strategy strategy, IFitnessBackend backend, TrainerOptions options)
        : base(policy, observations, initial, backend, options) => this.strategy = strategy;

    /// <inheritdoc/>
    public override string Effort => $"population {strategy.PopulationSize}";

    private protected override string Name => strategy.Name;
    private protected override string Remedy => StrategyRegistry.All.Has(Name) && StrategyRegistry.All.Find(Name).Settings.Any(setting => setting.Name == "learning-rate") ? "--learning-rate or --sigma" : "--sigma";
    private protected override ReadOnlySpan<double> Mean => strategy.Mean;
    private protected override StrategyState SaveStrategy() => strategy.Save();
    private protected override void LoadStrategy(StrategyState state) => strategy.Load(state);

    private protected override Outcome Learn(int generation, ObservationScaling? scaling)
    {
        Candidates candidates = strategy.Ask(generation);
        if (candidates.FirstBeyondRange is >= 0 and int item)
            throw Diverged($"Members of generation {generation + 1} are beyond what float32 holds in {Policy.Layout.Describe(item)}");
        if (strategy.Deviation is var deviation && double.IsFinite(deviation)) Measure("sigma", deviation);
        RolloutResult result = Backend.Evaluate(Request(candidates, RandomPurpose.Training, generation, scaling) with { Episodes = Options.Episodes, Randomness = Options.Randomness, Sampling = Options.EpisodeSampling }, collect: scaling != null);
        int failed = strategy.Tell(generation, result.Fitness), top = -1;
        if (strategy.Fault() is { } fault) throw Diverged($"After generation {generation + 1} the {Describe(fault)}, is {fault.Value}, {(!double.IsFinite(fault.Value) ? "no finite number" : fault.Range == Registries.Range.Single ? "which float32 does not hold" : $"not {fault.Range.Text}")}");
        Warning = Standstill(result.Fitness);
        for (int i = 0; i < result.Fitness.Length; i++)
            if (double.IsFinite(result.Fitness[i]) && (top < 0 || result.Fitness[i] > result.Fitness[top])) top = i;
        return new(result.Fitness, failed, result.Steps.Sum(), result.Observations, top < 0 ? double.NaN : result.Fitness[top], () => Member(candidates, top)) { Unconverged = result.Unconverged.Sum() };
    }

    /// <summary>Says, every so many generations, that nothing is learned because no member is better than another. It follows from the history, so a training that is continued says the same.</summary>
    string? Standstill(double[] fitness)
    {
        (double mean, double deviation) = Moments(fitness);
        int still = 1 + Streak(report => IsStill(report.Mean, report.Deviation));
        return IsStill(mean, deviation) && still % Patience == 0
            ? string.Create(CultureInfo.InvariantCulture, $"no member earned more than another in the last {still} generations, now {mean:G6}: the search {(strategy.Widens ? "looks further" : "stays where it is")}. Unless the task is solved, a larger --sigma or more --episodes may help")
            : null;
    }

    static bool IsStill(double mean, double deviation) => deviation == 0 && double.IsFinite(mean);

    TrainingException Diverged(string what) =>
        new($"{what}: the search has diverged. A smaller {Remedy} may help.");

    string Describe(StateFault fault) => fault.Row + (fault.Count == strategy.Dimension ? $" of {Policy.Layout.Describe(fault.Index)}" : $", number {fault.Index} of {fault.Count}");

    unsafe float[] Member(Candidates candidates, int index)
    {
        Scalar[] search = new Scalar[candidates.Dimension];
        fixed (Scalar* x = search) candidates.Sample(index, x);
        return Policy.Layout.WithSearch(Initial, Array.ConvertAll(search, x => (double)x.Value));
    }
}
