using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>What the neurons of a run do in an episode, as a picture.</summary>
static class RunRaster
{
    /// <summary>Writes the picture.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="title">What the run is.</param>
    /// <param name="run">The run.</param>
    /// <param name="environment">Its task.</param>
    /// <param name="state">How far it came.</param>
    public static void Save(string path, string title, TrainingRun run, IEnvironment environment, TrainingState state)
    {
        Episode episode = Play(run, environment, state);
        double[] rates = episode.Recording.Rates();
        double? step = LearnedParameters.NeuronStep(run, environment.Spec);
        int rows = episode.Recording.Spikes.Count, steps = episode.Rewards.Count;
        RasterPlot.Save(path, episode.Recording, new()
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{title}\n{Outcome(environment, episode)}, {rates.Count(rate => rate > 0):N0} of {rates.Length:N0} neurons spike"),
            Order = Order(state, rates.Length, step),
            Step = step,
            SubSteps = Math.Max(1, rows / Math.Max(1, steps)),
            Tracks = steps > 1 ? Tracks(environment.Spec, episode) : [], // of a single step there is no course
            Moments = environment.Spec.Moments,
        });
    }

    /// <summary>The first fresh episode of a run's mean.</summary>
    public static Episode Play(TrainingRun run, IEnvironment environment, TrainingState state) =>
        Episode.Play(environment, run.Policy, run.EvaluationRequest(state.Mean, state.Scaling, episodes: 1, run.Configuration.Seed));

    static string Outcome(IEnvironment environment, Episode episode) => environment is IClassification && environment.Spec.ActionSpace is Discrete
        ? episode.Return > 0 ? "an example that is classified right" : "an example that is classified wrong"
        : string.Create(CultureInfo.InvariantCulture, $"an episode of return {episode.Return:G4}");

    /// <summary>Time constants, where neurons differ in them.</summary>
    internal static NeuronOrder? Order(TrainingState state, int neurons, double? step)
    {
        if (LearnedParameters.TimeConstantsOfAll(state) is not { } constants || constants.Length != neurons || constants.Distinct().Count() == 1) return null;
        return step is { } seconds ? new("time constant (ms)", [.. constants.Select(constant => 1000 * seconds * constant)]) : new("time constant (steps)", constants);
    }

    static IReadOnlyList<Track> Tracks(EnvironmentSpec spec, Episode episode) =>
    [
        new("Observation", [.. episode.Observations.Take(episode.Actions.Count)]),
        new("Action", episode.Actions, (spec.ActionSpace as Discrete)?.Count),
    ];
}
