using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Policies;
using Neuromorphic.Registries;

namespace Neuromorphic.Training;

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

/// <summary>Settings that belong to what is chosen, and change nothing beside the values of others: to give one is a mistake, which is named.</summary>
public static class Effects
{
    /// <summary>What a setting is for, where it changes nothing in a run; null where it may change something.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="setting">The setting's name.</param>
    /// <param name="task">Its task, where it is known; settings that depend on it count as long as it is not.</param>
    public static string? Missing(RunConfiguration configuration, string setting, TaskFacts? task = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        OptionSet policy = configuration.PolicyOptions;
        bool mlp = configuration.Policy == "mlp", spiking = configuration.Policy == "spiking", gradients = configuration.Strategy == GradientTrainer.Bptt;
        bool weights = mlp || spiking && policy.Get(SpikingSettings.Condition) != Condition.Neuron, neurons = !spiking || policy.Get(SpikingSettings.Condition) != Condition.Weight;
        return setting switch
        {
            "readout-tau" when spiking && policy.Get(SpikingSettings.Readout) == Readout.Spikes => "--readout leaky-integrator",
            "learned" when spiking && !neurons => "--condition neuron or both",
            "neurons" or "activation" or "selection" when mlp && MlpPolicy.Read(policy).Layers == 0 => "hidden layers",
            "selection" when mlp && MlpPolicy.Read(policy).Activations.Count == 1 => "several activation functions, joined by ;",
            "weight-decay" when spiking && !weights => "weights: --condition weight or both",
            "neuron-rate" when gradients && (spiking && !neurons || mlp && MlpPolicy.Read(policy) is var read && (read.Layers == 0 || (read.Selection == UnitSelection.Fixed || read.Activations.Count == 1) && read.Activations.All(function => function.Parameters == 0))) =>
                spiking ? "parameters of neurons: --condition neuron or both" : "activation functions with numbers, P0, P1, ...",
            "surrogate" or "slope" or "reset-gradient" or "truncation" or "window" when gradients && mlp => "neurons with a state: --policy spiking",
            "lambda" when gradients && GradientSettings.Read(configuration.StrategyOptions).Advantage == Advantage.Baseline => "--advantage critic",
            "episode-sampling" when configuration.Episodes == 1 => "--episodes 2 or more",
            "stop-when-solved" when configuration.EvaluateEvery == 0 => "--evaluate-every 1 or more",
            _ => task == null ? null : Missing(setting, task, gradients),
        };
    }

    static string? Missing(string setting, TaskFacts task, bool gradients) => setting switch
    {
        "stop-when-solved" when task.Spec.SolvedReturn == null => "tasks with a return from which they count as solved",
        "step-limit" when task.Learned != LearnedFrom.Rewards => "tasks of episodes; how long an example is seen is --sub-steps",
        "loss" when gradients && task.Learned != LearnedFrom.Classes => "tasks of classes, such as images",
        "advantage" or "discount" or "lambda" or "entropy" or "exploration" or "truncation" or "window" when gradients && task.Learned != LearnedFrom.Rewards => "tasks of episodes with rewards",
        "entropy" when gradients && !task.Discrete => "actions that are one of a few",
        "exploration" when gradients && task.Discrete => "actions in a box",
        _ => null,
    };

    /// <summary>Refuses a setting that is given, is not what it would be anyway, and changes nothing.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="given">The names of what is given.</param>
    /// <param name="task">Its task, where it is known.</param>
    /// <exception cref="ArgumentException">There is one; the message says what it is for.</exception>
    public static void Require(RunConfiguration configuration, IEnumerable<string> given, TaskFacts? task = null)
    {
        ArgumentNullException.ThrowIfNull(given);
        Dictionary<string, PlacedSetting> placed = Settings.Of(configuration).ToDictionary(item => item.Setting.Name);
        foreach (string name in given)
            if (placed.TryGetValue(name, out PlacedSetting? item) && Settings.ValueOf(configuration, item) != item.Setting.Default && Missing(configuration, name, task) is { } what)
                throw new ArgumentException($"{name} has no effect here: it is for {what}.");
    }
}
