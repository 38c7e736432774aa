namespace Neuromorphic.Environments;

/// <summary>What of a task decides which settings count.</summary>
/// <param name="Spec">Name, spaces and sizes.</param>
/// <param name="Learned">What is learned from: rewards, or examples of classes or of numbers.</param>
public sealed record TaskFacts(EnvironmentSpec Spec, LearnedFrom Learned)
{
    /// <summary>Whether an action is one of a few.</summary>
    public bool Discrete => Spec.ActionSpace is Discrete;

    /// <summary>Those of an environment.</summary>
    public static TaskFacts Of(IEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new(environment.Spec, environment is IClassification ? LearnedFrom.Classes : environment is ISupervisedTask ? LearnedFrom.Numbers : LearnedFrom.Rewards);
    }
}

/// <summary>What a task teaches by.</summary>
public enum LearnedFrom
{
    /// <summary>Rewards of episodes.</summary>
    Rewards,
    /// <summary>Examples of classes.</summary>
    Classes,
    /// <summary>Examples of numbers.</summary>
    Numbers,
}
