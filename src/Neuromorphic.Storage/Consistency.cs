using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Storage;

/// <summary>Whether the parts of a checkpoint agree, and numbers are numbers.</summary>
static class Consistency
{
    /// <exception cref="InvalidDataException">They do not.</exception>
    public static void Check(Checkpoint checkpoint, int version)
    {
        TrainingState state = checkpoint.State;
        CheckVector("initial", state.Initial, state.Layout.Count);
        CheckVector("mean", state.Mean, state.Layout.Count);
        CheckVector("best", state.Best, state.Layout.Count);
        if (double.IsInfinity(state.BestFitness)) throw Refused("'best_fitness' is infinite");
        if (state.StrategyName != checkpoint.Configuration.Strategy)
            throw Refused($"its strategy is '{Fields.Quoted(state.StrategyName)}', its configuration says '{Fields.Quoted(checkpoint.Configuration.Strategy)}'");
        foreach ((string name, double[] row) in state.Strategy.Arrays) CheckFinite($"strategy/rows/{Fields.Quoted(name)}", row);
        if (state.Normalizer == null != (checkpoint.Configuration.Normalization == Normalization.Off))
            throw Refused(state.Normalizer == null ? "its configuration normalises observations, but 'normalizer' is nil" : "its configuration does not normalise observations, but it has a 'normalizer'");
        if (state.Normalizer is { } normalizer) CheckNormalizer(normalizer);
        CheckHistory(state);
        CheckScaling("best_scaling", state.BestScaling, state.Normalizer);
        if (state.BestEvaluation is { } best) CheckEvaluation(best, state);
        try
        {
            // The first programs of version 1 wrote settings of controllers beside which they did not say what they meant.
            if (version > 1) SavedState.RequireLayout(checkpoint.Configuration, state.Layout);
            SavedState.Require(checkpoint.Configuration, state);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"inconsistent: {Fields.Quoted(e.Message, longest: 300)}", e);
        }
    }

    static void CheckVector(string name, float[] vector, int count, string of = "its layout")
    {
        if (vector.Length != count) throw Refused($"'{name}' has {vector.Length} numbers, {of} {count}");
        for (int i = 0; i < count; i++)
            if (!float.IsFinite(vector[i])) throw Refused($"'{name}' is not finite at {i}");
    }

    static void CheckEvaluation(EvaluatedMean best, TrainingState state)
    {
        CheckVector("best_evaluation/vector", best.Vector, state.Layout.Count);
        CheckScaling("best_evaluation/scaling", best.Scaling, state.Normalizer);
        if (best.Scaling == null != (state.Normalizer == null)) throw Refused($"'best_evaluation/scaling' is {(best.Scaling == null ? "nil" : "there")}, 'normalizer' is {(best.Scaling == null ? "not" : "nil")}");
        if (state.History.ElementAtOrDefault(best.Generation - 1)?.Evaluation != best.Evaluation)
            throw Refused($"'best_evaluation/evaluation' is not that of generation {best.Generation} in its history");
    }

    static void CheckScaling(string name, ObservationScaling? scaling, NormalizerState? normalizer)
    {
        if (scaling == null) return;
        if (normalizer == null) throw Refused($"it has '{name}', but 'normalizer' is nil");
        CheckVector(name + "/mean", scaling.Mean, normalizer.Mean.Length, "its normalizer");
        CheckVector(name + "/scale", scaling.Scale, normalizer.Mean.Length, "its normalizer");
    }

    static void CheckFinite(string name, double[] row)
    {
        for (int i = 0; i < row.Length; i++)
            if (!double.IsFinite(row[i])) throw Refused($"'{name}' is not finite at {i}");
    }

    static void CheckNormalizer(NormalizerState normalizer)
    {
        if (!(double.IsFinite(normalizer.Count) && normalizer.Count >= 0)) throw Refused("'normalizer/count' is not 0 or more");
        if (normalizer.Mean.Length != normalizer.Squares.Length)
            throw Refused($"'normalizer/mean' has {normalizer.Mean.Length} numbers, 'normalizer/squares' {normalizer.Squares.Length}");
        CheckFinite("normalizer/mean", normalizer.Mean);
        CheckFinite("normalizer/squares", normalizer.Squares);
        int negative = Array.FindIndex(normalizer.Squares, square => square < 0);
        if (negative >= 0) throw Refused($"'normalizer/squares' is negative at {negative}");
    }

    static void CheckHistory(TrainingState state)
    {
        if (state.History.Count != state.Generation) throw Refused($"'generation' is {state.Generation}, its history has {state.History.Count}");
        for (int i = 0; i < state.Generation; i++)
        {
            GenerationReport report = state.History[i];
            if (report.Generation != i + 1) throw Refused($"'history/generation' has {report.Generation} where {i + 1} belongs");
            if (report.Failed < 0) throw Refused($"'history/failed' is negative in generation {i + 1}");
            if (report.Steps < 0) throw Refused($"'history/steps' is negative in generation {i + 1}");
            if (report.Deviation < 0) throw Refused($"'history/deviation' is negative in generation {i + 1}");
            if (report.Unconverged < 0) throw Refused($"'history/unconverged' is negative in generation {i + 1}");
        }
    }

    static InvalidDataException Refused(string reason) => new($"inconsistent: {reason}.");
}
