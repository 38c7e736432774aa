using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>Measured cells.</summary>
/// <param name="Name">Their class.</param>
/// <param name="Milliseconds">Membrane time constants, ms.</param>
public sealed record MeasuredCells(string Name, IReadOnlyList<double> Milliseconds)
{
    /// <summary>The cells of a class.</summary>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="DatasetException">Its data set is not here.</exception>
    public static MeasuredCells Of(string name) => new(name, [.. CellClass.Get(name).Load().Select(cell => cell.TimeConstantMilliseconds)]);
}

/// <summary>An arm against a class of cells.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Cells">The class.</param>
/// <param name="Distance">Of their shapes, over seeds.</param>
/// <param name="Matches">Whether that is a match.</param>
public sealed record TauComparison(TauArm Arm, MeasuredCells Cells, Interval Distance, bool Matches);

/// <summary>How well controllers do whose time constants were changed after training, a mean return for each seed.</summary>
/// <param name="Learned">As they were learned.</param>
/// <param name="Shuffled">Dealt anew to the neurons of each layer.</param>
/// <param name="Single">One for all neurons, the best of a grid for each seed.</param>
/// <param name="Best">That best one, in steps.</param>
public sealed record TauReturns(IReadOnlyList<double> Learned, IReadOnlyList<double> Shuffled, IReadOnlyList<double> Single, IReadOnlyList<double> Best);

/// <summary>Learned membrane time constants against measured ones, with what would look like a likeness and is none.</summary>
/// <param name="StepMilliseconds">What a step of a neuron is taken for; null where it has no duration: then shapes alone are compared.</param>
/// <param name="Cells">The classes of cells.</param>
/// <param name="Arms">The learned time constants, those of neurons that matter, and controls.</param>
/// <param name="Returns">What changed time constants earn; null if that was not asked for.</param>
/// <remarks>
/// An arm matches a class where the upper end of the 95 % interval, over seeds, of the distance of shapes lies below the least distance between two classes of cells: it is then
/// nearer to the class than classes are to each other.
/// </remarks>
public sealed record TauReport(double? StepMilliseconds, IReadOnlyList<MeasuredCells> Cells, IReadOnlyList<TauArm> Arms, TauReturns? Returns)
{
    /// <summary>Classes that are compared with where none is named: two of excitatory cells, and two of others, which say whether a likeness means anything.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["mouse-v1-l4", "human-mtg", "mouse-v1-l4-aspiny", "human-mtg-aspiny"];

    static readonly double[] Grid = [2, 5, 10, 20, 50, 100];

    /// <summary>The least distance of shapes between two classes of cells; NaN where there is but one.</summary>
    public double LeastBetweenCells { get; } = (from i in Enumerable.Range(0, Cells.Count) from k in Enumerable.Range(0, i) select KolmogorovSmirnov.DistanceBetween(TauArm.Shape(Cells[i].Milliseconds), TauArm.Shape(Cells[k].Milliseconds))).DefaultIfEmpty(double.NaN).Min();

    /// <summary>Whether a distance is that of a match.</summary>
    public bool Matches(Interval distance) => distance.High < LeastBetweenCells;

    /// <summary>Every arm against every class of cells, arm by arm.</summary>
    public IReadOnlyList<TauComparison> Compare() => [.. from arm in Arms from cells in Cells let distance = arm.DistanceTo(cells.Milliseconds) select new TauComparison(arm, cells, distance, Matches(distance))];

    /// <summary>The report on runs of one condition, which differ in their seeds.</summary>
    /// <param name="runs">Folders of runs, or checkpoints.</param>
    /// <param name="cells">The classes of cells.</param>
    /// <param name="stepMilliseconds">What a step of a neuron is taken for; that of the task if not given.</param>
    /// <param name="episodes">Fresh episodes for returns, and a tenth of them for which neurons spike and matter; 0 leaves returns out.</param>
    /// <param name="options">How runs are loaded and played.</param>
    /// <exception cref="ArgumentException">A run has no trained time constants, or is of another task or controller than the first.</exception>
    public static TauReport Of(IReadOnlyList<string> runs, IReadOnlyList<MeasuredCells> cells, double? stepMilliseconds = null, int episodes = 100, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(cells);
        options ??= new();
        TrainedRun? first = null;
        HashSet<ulong> seeds = [];
        List<double[]> learned = [], mattering = [], initial = [], drifted = [];
        List<double> earned = [], shuffled = [], single = [], best = [];
        foreach (string path in runs)
        {
            TrainedRun trained = Run.Load(path, options);
            Require(trained, first, path, runs[0]);
            first ??= trained;
            if (!seeds.Add(trained.Checkpoint.Configuration.Seed)) throw new ArgumentException($"{path} has seed {trained.Checkpoint.Configuration.Seed}, which a run before it has too; allowed: each seed once.");
            TrainingState state = trained.Checkpoint.State;
            learned.Add(Of(state, state.Mean));
            initial.Add(Of(state, state.Initial));
            bool[] matters = NeuronImportance.Of(trained, Math.Max(1, episodes / 10)).Matters;
            mattering.Add([.. learned[^1].Where((_, n) => matters[n])]);
            if (trained.Run.Strategy != null) drifted.Add(Of(state, RandomFitness.Drift(trained, options.Threads)));
            if (episodes == 0) continue;
            double Return(float[] vector) => trained.Run.Evaluate(vector, state.Scaling, episodes, trained.Checkpoint.Configuration.Seed).Mean;
            earned.Add(Return(state.Mean));
            shuffled.Add(Return(Shuffled(state, trained.Checkpoint.Configuration.Seed)));
            (double value, double at) = Grid.Append(Summary.Quantile(learned[^1], .5)).Select(tau => (Return(All(state, tau)), tau)).MaxBy(result => result.Item1);
            single.Add(value);
            best.Add(at);
        }
        double? step = stepMilliseconds ?? 1000 * LearnedParameters.NeuronStep(first!.Run, first.Environment.Spec);
        List<TauArm> arms = [new("learned", learned), new("learned, neurons that matter", mattering), new("before training", initial)];
        if (drifted.Count > 0) arms.Add(new("drift", drifted));
        return new(step, cells, arms, episodes == 0 ? null : new(earned, shuffled, single, best));
    }

    static void Require(TrainedRun trained, TrainedRun? first, string path, string firstPath)
    {
        if (!Slices(trained.Checkpoint.State.Layout).Any()) throw new ArgumentException($"{path} has no membrane time constants that were trained, one for each neuron; allowed: runs of the conditions neuron or both, in which tau is learned and not shared.");
        if (first == null) return;
        (RunConfiguration a, RunConfiguration b) = (first.Checkpoint.Configuration, trained.Checkpoint.Configuration);
        if ((a.Environment, a.Policy, a.Strategy) != (b.Environment, b.Policy, b.Strategy)) throw new ArgumentException($"{path} is of another task, controller or strategy than {firstPath}; allowed: runs that differ in their seeds.");
        if (Differing(first, trained) is { } difference) throw new ArgumentException($"{path} differs from {firstPath} in more than its seed: {difference}; allowed: runs of one condition.");
    }

    /// <summary>What tells two runs apart beside their seeds; null if nothing does.</summary>
    static string? Differing(TrainedRun first, TrainedRun other)
    {
        Dictionary<string, string> there = Settings.Values(first.Checkpoint.Configuration).ToDictionary(), here = Settings.Values(other.Checkpoint.Configuration).ToDictionary();
        string? name = there.Keys.Union(here.Keys).FirstOrDefault(key => key != "seed" && there.GetValueOrDefault(key) != here.GetValueOrDefault(key));
        return name != null ? $"{name} is {Short(here.GetValueOrDefault(name))}, not {Short(there.GetValueOrDefault(name))}"
            : first.Checkpoint.State.Generation != other.Checkpoint.State.Generation ? $"it has {other.Checkpoint.State.Generation} generations, not {first.Checkpoint.State.Generation}" : null;

        static string Short(string? text) => text == null ? "not set" : text.Length > 40 ? text[..40] + "..." : text;
    }

    /// <summary>Every layer's trained time constants.</summary>
    static IEnumerable<ParameterSlice> Slices(ParameterLayout layout) => layout.Slices.Where(slice => slice is { Trained: true, Scope: ParameterScope.Own } && LearnedParameters.Named(slice.Name) == "tau" && slice.OfNeurons);

    static double[] Of(TrainingState state, float[] vector) => [.. Slices(state.Layout).SelectMany(slice => state.Layout.Values(slice.Name, vector))];

    static float[] All(TrainingState state, double tau)
    {
        float[] vector = [.. state.Mean];
        foreach (ParameterSlice slice in Slices(state.Layout)) vector.AsSpan(slice.Offset, slice.Count).Fill((float)slice.Transform.Inverse(Math.Max(tau, 1.01)));
        return vector;
    }

    static float[] Shuffled(TrainingState state, ulong seed)
    {
        float[] vector = [.. state.Mean];
        Pcg64 random = new(seed);
        foreach (ParameterSlice slice in Slices(state.Layout))
            for (int last = slice.Count - 1; last > 0; last--)
            {
                int other = (int)(random.NextUnit().Value * (last + 1));
                (vector[slice.Offset + last], vector[slice.Offset + other]) = (vector[slice.Offset + other], vector[slice.Offset + last]);
            }
        return vector;
    }
}
