using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Replay;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Cli;

/// <summary>What an environment looks like.</summary>
/// <param name="Bodies">What is seen.</param>
/// <param name="TimeStep">Length of a step, s.</param>
/// <param name="Place">The pose of every body in a state.</param>
sealed record Appearance(IReadOnlyList<Body> Bodies, double TimeStep, Func<float[], Pose[]> Place)
{
    /// <summary>Whether there is ground beneath.</summary>
    public bool Ground { get; init; } = true;

    /// <summary>Index of the body that the camera follows, if it follows one.</summary>
    public int? FollowBody { get; init; }

    /// <summary>What colours mean, if it has to be said.</summary>
    public string Legend { get; init; } = "";

    /// <summary>Names of the action's numbers; none if they need none.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>An episode to look at: the first state, then that after each step, up to the last one that is finite.</summary>
    public Scene Show(Episode episode, Space actions, string title, string description)
    {
        Frames frames = new(Bodies.Count);
        for (int k = 0; k < episode.States.Count; k++)
        {
            double reward = k == 0 ? 0 : episode.Rewards[k - 1];
            if (!double.IsFinite(reward)) break; // where a state is not finite, the reward is not either
            frames.Add(Place(episode.States[k]), reward, k == 0 ? null : Describe(episode.Actions[k - 1], actions));
        }
        return new() { Title = title, Description = Legend.Length > 0 ? $"{description} · {Legend}" : description, TimeStep = TimeStep, Bodies = Bodies, Frames = frames, Ground = Ground, FollowBody = FollowBody };
    }

    string Describe(float[] action, Space space) => space is Discrete
        ? string.Create(CultureInfo.InvariantCulture, $"action\u00a0{action[0]:F0}")
        : string.Join("  ", action.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{(i < Actions.Count ? Actions[i] : "action")}\u00a0{value:+0.00;−0.00;+0.00}")));
}
