using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>The pictures of a run's folder.</summary>
static class RunPlots
{
    public static void Save(RunFolder folder, TrainingRun run, IEnvironment environment, TrainingState state)
    {
        EnvironmentSpec spec = environment.Spec;
        if (state.History.Count > 0)
            LearningCurvePlot.Save(folder.LearningCurve, state.History, spec.Name, spec.SolvedReturn);
        if (RunDescription.LearnedTimeConstants(state) is var (before, after))
            TimeConstantPlot.Save(folder.TimeConstants, before, after, "steps");
        if (!run.Policy.HasSpikes) return;
        RolloutRequest request = run.EvaluationRequest(state.Mean, state.Scaling, episodes: 1, run.Configuration.Seed);
        Episode episode = Episode.Play(environment, run.Policy, request);
        RasterPlot.Save(folder.Raster, episode.Recording, string.Create(CultureInfo.InvariantCulture, $"{spec.Name}: one episode, return {Output.Short(episode.Return)}"));
    }
}
