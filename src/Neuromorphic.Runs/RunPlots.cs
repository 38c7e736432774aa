using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>The pictures of a run's folder.</summary>
public static class RunPlots
{
    /// <summary>The pictures that there are of a run: where each belongs, and what draws it there.</summary>
    internal static IEnumerable<(string Path, Action<string> Draw)> Of(RunFolder folder, TrainingRun run, IEnvironment environment, TrainingState state)
    {
        string title = Title(run, state);
        double? step = LearnedParameters.NeuronStep(run, environment.Spec);
        if (state.History.Count > 0)
            yield return (folder.LearningCurve, path => RunCurves.Save(path, title, run, environment, state, folder.Metrics));
        if (LearnedParameters.Distributions(state, step) is { Count: > 0 } parameters)
            yield return (folder.Parameters, path => DistributionPlot.Save(path, parameters, title, run.Policy.HasSpikes ? "Neurons" : "Units"));
        if (run.Policy.Functions is { } functions && state.Generation > 0)
            yield return (folder.Activations, path => ActivationPlot.Save(path, [functions(state.Initial), functions(state.Mean)], [0, state.Generation], title, "Generation"));
        if (run.Policy.HasSpikes)
            yield return (folder.Raster, path => RunRaster.Save(path, title, run, environment, state));
    }

    /// <summary>What a run is, in a line: task, controller, seed, and how far it came if that is not to the end.</summary>
    internal static string Title(TrainingRun run, TrainingState state)
    {
        RunConfiguration c = run.Configuration;
        string stopped = state.Generation < c.Generations ? string.Create(CultureInfo.InvariantCulture, $", generation {state.Generation:N0} of {c.Generations:N0}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{c.Environment}: {run.Policy.Description}, seed {c.Seed}{stopped}");
    }

    /// <summary>Draws the pictures of a run again. Gives the files.</summary>
    /// <param name="folder">The run's folder, which this process alone writes into meanwhile.</param>
    /// <param name="options">How the run is loaded.</param>
    public static IEnumerable<string> Draw(string folder, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using RunFolder own = RunFolder.Open(folder, options.OnNote);
        TrainedRun trained = TrainedRun.Load(folder, options);
        foreach ((string path, Action<string> draw) in Of(own, trained.Run, trained.Environment, trained.Checkpoint.State))
        {
            draw(path);
            yield return path;
        }
    }
}
