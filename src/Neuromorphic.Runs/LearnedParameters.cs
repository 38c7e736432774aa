using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Policies;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>What was learned of neurons.</summary>
static class LearnedParameters
{
    const string Steps = "steps";
    const double Wide = 100;

    /// <summary>Seconds that a step of the neurons lasts: an environment's step over the sub-steps; null where that has no duration.</summary>
    public static double? NeuronStep(TrainingRun run, EnvironmentSpec environment) =>
        environment.TimeStep / (run.Configuration.Policy == "spiking" ? run.Configuration.PolicyOptions.Get(SpikingSettings.SubSteps) : 1);

    /// <summary>Membrane time constants before and after, in steps; null if they were not trained.</summary>
    public static (double[] Before, double[] After)? TimeConstants(TrainingState state) =>
        state.Layout.Slices.Any(slice => slice is { Name: SpikingPolicy.TimeConstant, Trained: true })
            ? (state.Layout.Values(SpikingPolicy.TimeConstant, state.Initial), state.Layout.Values(SpikingPolicy.TimeConstant, state.Mean))
            : null;

    /// <summary>Every trained parameter of neurons or units before and after, those of all layers together.</summary>
    /// <param name="state">The training.</param>
    /// <param name="step">Seconds of a neuron's step, where it has a duration.</param>
    public static IReadOnlyList<Distribution> Distributions(TrainingState state, double? step) =>
    [
        .. state.Layout.Slices.Where(slice => slice is { OfNeurons: true, Trained: true, Decoder: null }).GroupBy(slice => Named(slice.Name)).Select(slices =>
        {
            string unit = slices.First().Unit;
            double[] before = [.. slices.SelectMany(slice => state.Layout.Values(slice.Name, state.Initial))], after = [.. slices.SelectMany(slice => state.Layout.Values(slice.Name, state.Mean))];
            // Time constants differ by orders of magnitude, and sometimes others do.
            bool wide = unit == Steps || after.Max() > Wide * Summary.Quantile(after, .5);
            AxisScale scale = wide && before.Concat(after).All(value => value > 0) ? AxisScale.Logarithmic : AxisScale.Linear;
            return new Distribution(Title(slices.Key), unit == Steps && step is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"steps of {1000 * seconds:G4} ms") : unit, before, after, scale);
        }),
    ];

    /// <summary>The membrane time constant of every neuron, layer by layer as a probe counts them, in steps; null where a controller has none.</summary>
    public static double[]? TimeConstantsOfAll(TrainingState state)
    {
        double[] values = [.. state.Layout.Slices.Where(slice => slice.OfNeurons && Named(slice.Name) == "tau").SelectMany(slice => state.Layout.Values(slice.Name, state.Mean))];
        return values.Length > 0 ? values : null;
    }

    /// <summary>The parameter's name without that of its layer.</summary>
    internal static string Named(string slice) => slice[(slice.IndexOf('/', StringComparison.Ordinal) + 1)..];

    static string Title(string name) => name == "tau" ? "Time constant tau" : char.ToUpperInvariant(name[0]) + name[1..];
}
