using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Bodies;
using Neuromorphic.Environments;
using Neuromorphic.Registries;
using Neuromorphic.Replay;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>An episode of a trained controller as something to look at: bodies, rewards, actions, and what its neurons do.</summary>
static class RunReplay
{
    /// <summary>Seconds from one frame to the next where a task's steps have no duration.</summary>
    const double Otherwise = 1 / 30.0;

    /// <summary>The scene, up to the last state that is finite.</summary>
    /// <param name="trained">The run.</param>
    /// <param name="look">What its task looks like.</param>
    /// <param name="episode">What happened, with the neurons that are shown probed.</param>
    /// <param name="description">Who acts, in which episode.</param>
    public static Scene Show(TrainedRun trained, Appearance look, Episode episode, string description)
    {
        EnvironmentSpec spec = trained.Environment.Spec;
        Frames frames = Place(look, spec.ActionSpace, episode);
        return new()
        {
            Title = $"{trained.Run.Configuration.Environment}: {trained.Run.Policy.Description}",
            Description = look.Legend.Length > 0 ? $"{description} · {look.Legend}" : description,
            TimeStep = spec.TimeStep ?? Otherwise,
            Bodies = look.Bodies,
            Frames = frames,
            Ground = look.Ground,
            FollowBody = look.FollowBody,
            Neurons = Neurons(trained, episode, frames.Count),
        };
    }

    /// <summary>What a task looks like.</summary>
    /// <exception cref="ArgumentException">It has no bodies; the message says which environments have.</exception>
    public static Appearance Look(EnvironmentSpec spec) => spec.Appearance?.Invoke() ?? throw new ArgumentException(
        $"{spec.Name} has no bodies to look at; environments that can be replayed: {string.Join(", ", EnvironmentRegistry.All.Entries.Where(family => family.Outline == null && family.Create(OptionSet.None).Spec.Appearance != null).Select(family => family.Name))}.");

    internal static Frames Place(Appearance look, Space actions, Episode episode)
    {
        Frames frames = new(look.Bodies.Count);
        for (int k = 0; k < episode.States.Count; k++)
        {
            double reward = k == 0 ? 0 : episode.Rewards[k - 1];
            if (!double.IsFinite(reward)) break; // where a state is not finite, the reward is not either
            frames.Add(look.Place(episode.States[k]), reward, k == 0 ? null : Describe(look, episode.Actions[k - 1], actions));
        }
        return frames;
    }

    static string Describe(Appearance look, float[] action, Space space) => space is Discrete
        ? string.Create(CultureInfo.InvariantCulture, $"action\u00a0{action[0]:F0}")
        : string.Join("  ", action.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{(i < look.Actions.Count ? look.Actions[i] : "action")}\u00a0{value:+0.00;−0.00;+0.00}")));

    /// <summary>The neurons that a raster shows, in its order; a step's spikes are those of its sub-steps on the mean.</summary>
    static Activity? Neurons(TrainedRun trained, Episode episode, int frames)
    {
        IReadOnlyList<float[]> rows = episode.Recording.Spikes;
        if (rows.Count == 0 || episode.Recording.Neurons.Count == 0) return null;
        NeuronOrder? order = RunRaster.Order(trained.Checkpoint.State, episode.Recording.Neurons.Count, LearnedParameters.NeuronStep(trained.Run, trained.Environment.Spec));
        double[] values = order == null ? episode.Recording.Rates() : [.. order.Values];
        int[] shown = RasterPlot.Choose(values);
        int subSteps = rows.Count / episode.Rewards.Count;
        float[] Row(int step) => [.. shown.Select(neuron => Enumerable.Range(step * subSteps, subSteps).Sum(row => rows[row][neuron]) / subSteps)];
        string which = shown.Length < values.Length ? string.Create(CultureInfo.InvariantCulture, $"{shown.Length:N0} of {values.Length:N0} neurons") : string.Create(CultureInfo.InvariantCulture, $"{shown.Length:N0} neurons");
        return new($"{which} by {order?.Name ?? "spikes per step"}, greatest on top", shown.Length, [new float[shown.Length], .. Enumerable.Range(0, frames - 1).Select(Row)]);
    }
}
