using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>The pictures of a run's folder.</summary>
static class RunPlots
{
    /// <summary>The pictures that there are of a run: where each belongs, and what draws it there.</summary>
    public static IEnumerable<(string Path, Action<string> Draw)> Of(RunFolder folder, TrainingRun run, IEnvironment environment, TrainingState state)
    {
        EnvironmentSpec spec = environment.Spec;
        if (state.History.Count > 0)
            yield return (folder.LearningCurve, path => LearningCurvePlot.Save(path, state.History, spec.Name, spec.SolvedReturn));
        if (RunDescription.LearnedTimeConstants(state) is var (before, after))
            yield return (folder.TimeConstants, path => TimeConstantPlot.Save(path, before, after, "steps"));
        if (run.Policy.HasSpikes)
            yield return (folder.Raster, path => SaveRaster(path, run, environment, state));
    }

    static void SaveRaster(string path, TrainingRun run, IEnvironment environment, TrainingState state)
    {
        RolloutRequest request = run.EvaluationRequest(state.Mean, state.Scaling, episodes: 1, run.Configuration.Seed);
        Episode episode = Episode.Play(environment, run.Policy, request);
        double[] rates = episode.Recording.Rates();
        RasterPlot.Save(path, episode.Recording, string.Create(CultureInfo.InvariantCulture,
            $"{environment.Spec.Name}: one episode, return {Output.Short(episode.Return)}; {rates.Count(rate => rate > 0):N0} of {rates.Length:N0} neurons spike"));
    }
}
