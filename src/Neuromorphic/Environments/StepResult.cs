namespace Neuromorphic.Environments;

/// <summary>What one step of a <see cref="GymEnvironment"/> gives.</summary>
/// <param name="Observation">The observation after the step, an array of its own.</param>
/// <param name="Reward">The reward of the step.</param>
/// <param name="Terminated">The task itself ended: no reward can follow.</param>
/// <param name="Truncated">The step limit ended the episode. Never together with <paramref name="Terminated"/>, so a learner bootstraps exactly where this holds.</param>
/// <param name="Info">What the environment reported beside the observation; empty if nothing.</param>
public readonly record struct StepResult(double[] Observation, double Reward, bool Terminated, bool Truncated, IReadOnlyDictionary<string, object> Info)
{
    /// <summary>Whether the episode is over and the next call must be a reset.</summary>
    public bool Ended => Terminated || Truncated;
}
