using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>The pictures of a run's folder.</summary>
public static class RunPlots
{
    /// <summary>The pictures that there are of a run: where each belongs, and what draws it there.</summary>
    internal static IEnumerable<(string Path, Action<string> Draw)> Of(RunFolder folder, TrainingRun run, IEnvironment environment, TrainingState state)
    {
        EnvironmentSpec spec = environment.Spec;
        if (state.History.Count > 0)
            yield return (folder.LearningCurve, path => LearningCurvePlot.Save(path, state.History, spec.Name, spec.SolvedReturn));
        if (LearnedParameters.TimeConstants(state) is var (before, after))
            yield return (folder.TimeConstants, path => TimeConstantPlot.Save(path, before, after, "steps"));
        if (run.Policy.HasSpikes)
            yield return (folder.Raster, path => SaveRaster(path, run, environment, state));
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

    static void SaveRaster(string path, TrainingRun run, IEnvironment environment, TrainingState state)
    {
        RolloutRequest request = run.EvaluationRequest(state.Mean, state.Scaling, episodes: 1, run.Configuration.Seed);
        Episode episode = Episode.Play(environment, run.Policy, request);
        double[] rates = episode.Recording.Rates();
        RasterPlot.Save(path, episode.Recording, string.Create(CultureInfo.InvariantCulture,
            $"{environment.Spec.Name}: one episode, return {episode.Return:G4}; {rates.Count(rate => rate > 0):N0} of {rates.Length:N0} neurons spike"));
    }
}
