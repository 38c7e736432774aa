using System.Runtime.InteropServices;
using Neuromorphic.Policies;

namespace Neuromorphic.Training;

/// <summary>
/// Whether a saved state is one that a training of its settings can have come to, as far as the state itself shows: layout, vectors, the strategy's rows
/// and the history. No environment is needed, and nothing larger is made than the state is.
/// </summary>
public static class SavedState
{
    /// <summary>Refuses a layout that given settings do not ask for.</summary>
    /// <exception cref="ArgumentException">There is a difference, which the message names.</exception>
    public static void RequireLayout(RunConfiguration configuration, ParameterLayout saved)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(saved);
        if (PolicyRegistry.All.Find(configuration.Policy).LayoutLike(saved, configuration.PolicyOptions) is { } layout
            && (saved.Difference(layout) ?? saved.DifferenceOfStarts(layout)) is { } difference)
            throw new ArgumentException($"its layout is not that of its settings: {difference}.");
    }

    /// <summary>Refuses a state that no training of given settings comes to.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="state">The state; its vectors are as long as its layout says.</param>
    /// <exception cref="ArgumentException">There is no such state; the message says what does not belong together.</exception>
    public static void Require(RunConfiguration configuration, TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(state);
        double[] mean = StrategyRegistry.All.Find(configuration.Strategy).MeanOf(new(state.Strategy, state.Layout, state.Initial, state.Generation, configuration.StrategyOptions));
        RequireSame("mean", state.Mean, state.Layout, state.Layout.WithSearch(state.Initial, mean), "what the strategy's own mean makes of 'initial'");
        RequireMember("best", state.Best, state);
        if (state.BestEvaluation is { } best) RequireMember("best_evaluation/vector", best.Vector, state);
        Int128 steps = 0;
        foreach (GenerationReport report in state.History) steps += report.Steps;
        if (steps != state.Steps) throw new ArgumentException($"'steps' is {state.Steps}, but the history has {steps}.");
    }

    /// <summary>Refuses a vector with a frozen number that has changed, or with several for what is one number.</summary>
    static void RequireMember(string name, float[] vector, TrainingState state) =>
        RequireSame(name, vector, state.Layout, state.Layout.WithSearch(state.Initial, state.Layout.Search(vector)), "what a member can have, whose frozen numbers are those of 'initial'");

    static void RequireSame(string name, float[] vector, ParameterLayout layout, float[] expected, string what)
    {
        int other = MemoryMarshal.Cast<float, int>(vector).CommonPrefixLength(MemoryMarshal.Cast<float, int>(expected));
        if (other == vector.Length) return;
        ParameterSlice slice = layout.Slices.Last(slice => slice.Offset <= other);
        throw new ArgumentException(FormattableString.Invariant($"'{name}' is {vector[other]} at {other} ({slice.Name}), not {expected[other]}, {what}."));
    }
}
