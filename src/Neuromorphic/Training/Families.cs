using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>An environment by name, of lanes or written against the single face.</summary>
public sealed class EnvironmentFamily : Family
{
    readonly Func<OptionSet, IEnvironment>? lanes;
    readonly Func<OptionSet, GymEnvironment>? single;

    /// <summary>An environment that runs in lanes.</summary>
    /// <param name="name">The name on the command line.</param>
    /// <param name="summary">What it is, in one sentence with its source.</param>
    /// <param name="create">Makes it from its settings.</param>
    /// <param name="settings">Its settings.</param>
    public EnvironmentFamily(string name, string summary, Func<OptionSet, IEnvironment> create, params IEnumerable<Setting> settings) : base(name, summary, settings) => lanes = create;

    /// <summary>An environment that is written against the single face.</summary>
    /// <param name="name">The name on the command line.</param>
    /// <param name="summary">What it is, in one sentence with its source.</param>
    /// <param name="create">Makes an instance from its settings, one for each thread.</param>
    /// <param name="settings">Its settings.</param>
    public EnvironmentFamily(string name, string summary, Func<OptionSet, GymEnvironment> create, params IEnumerable<Setting> settings) : base(name, summary, settings) => single = create;

    /// <summary>Settings that suit it, by name, for a configuration with what is asked for alone: its policy, its strategy. Those of its kind if not given.</summary>
    public Func<RunConfiguration, IEnumerable<KeyValuePair<string, string>>>? Preset { get; init; }

    /// <summary>What is known of it before it is made, where to make it takes something that may not be here, such as a data set; null where it is simply made.</summary>
    public Func<OptionSet, TaskFacts>? Outline { get; init; }

    /// <summary>Other names that people know it by, each with the settings that it stands for: Hopper-v4 for a variant of hopper. Case and hyphens do not matter.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<KeyValuePair<string, string>>> Aliases { get; init; } = new Dictionary<string, IReadOnlyList<KeyValuePair<string, string>>>();

    /// <summary>What is known of it, whether or not it can be made here.</summary>
    /// <exception cref="ArgumentException">An option is foreign or not allowed.</exception>
    public TaskFacts Describe(OptionSet options)
    {
        Require(options);
        return Outline?.Invoke(options) ?? TaskFacts.Of(Create(options));
    }

    /// <summary>Settings that suit it, or tasks of its kind.</summary>
    internal IEnumerable<KeyValuePair<string, string>> PresetFor(RunConfiguration given)
    {
        if (Preset != null) return Preset(given);
        return Describe(given.EnvironmentOptions).Learned switch
        {
            LearnedFrom.Classes => Presets.ForImages(given),
            LearnedFrom.Numbers => Presets.ForFunctions(given),
            _ => Presets.ForControl(given),
        };
    }

    /// <summary>The environment; one that is written against the single face as a lane of its own.</summary>
    /// <exception cref="ArgumentException">An option is foreign or not allowed.</exception>
    public IEnvironment Create(OptionSet options)
    {
        Require(options);
        return lanes?.Invoke(options) ?? GymLane.Of(() => single!(options), Name);
    }
}

/// <summary>A kind of controller by name.</summary>
/// <param name="name">The name on the command line.</param>
/// <param name="summary">What it is, in one sentence with its source.</param>
/// <param name="create">Makes the controller for an environment from its settings.</param>
/// <param name="settings">Its settings.</param>
public class PolicyFamily(string name, string summary, Func<EnvironmentSpec, OptionSet, Policy> create, params IEnumerable<Setting> settings) : Family(name, summary, settings)
{
    /// <summary>The controller for an environment's spaces.</summary>
    /// <exception cref="ArgumentException">An option is foreign or not allowed, or a kernel of one's own leaves the memory that its layout and state give it.</exception>
    public Policy Create(EnvironmentSpec environment, OptionSet options)
    {
        Require(options);
        Policy policy = create(environment, options);
        KernelReach.Check(policy);
        return policy;
    }

    /// <summary>The layout that settings ask for, with the numbers of inputs and outputs of a saved one; null where that is not known before there is an environment.</summary>
    /// <exception cref="ArgumentException">The saved layout is none of this kind of controller, or the settings ask for none.</exception>
    internal virtual ParameterLayout? LayoutLike(ParameterLayout saved, OptionSet options) => null;

    /// <summary>Columns of a saved matrix, or rows.</summary>
    private protected static int SizeOf(ParameterLayout saved, string matrix, int dimension) => saved[matrix].Shape is { Count: 2 } shape
        ? shape[dimension]
        : throw new ArgumentException($"{matrix} has the shape [{string.Join(", ", saved[matrix].Shape)}], which is no matrix.");

    /// <summary>What a controller with these settings lacks of what strategies have settings for.</summary>
    public virtual ControllerFacts Describe(OptionSet options) => new();

    /// <summary>The network on the same layout, as gradients see it: its kernel recorded, where a kind has none of its own.</summary>
    /// <exception cref="ArgumentException">The kernel has no gradients.</exception>
    internal virtual IGradientModel Network(EnvironmentSpec environment, OptionSet options) => new RecordedNetwork(Create(environment, options));

    /// <summary>A network with one output, wholly trained, that expects returns: of the same kind, where a kind says which.</summary>
    internal virtual IGradientModel Critic(int inputs, OptionSet options) => new DenseNetwork(inputs, 1, new());
}

/// <summary>The spiking controllers.</summary>
sealed class SpikingFamily() : PolicyFamily("spiking", "Populations of spiking neurons whose own parameters, or weights, are learned (Shen et al. 2023).",
    (environment, options) => SpikingPolicy.Create(options.Get(SpikingSettings.Neuron), environment, SpikingSettings.Read(environment, options)), SpikingSettings.All)
{
    const int CriticNeurons = 64;

    public override ControllerFacts Describe(OptionSet options) => options.Get(SpikingSettings.Condition) switch
    {
        Condition.Neuron => new() { Weights = "weights: --condition weight or both" },
        Condition.Weight => new() { NeuronNumbers = "parameters of neurons: --condition neuron or both" },
        _ => new(),
    };

    internal override ParameterLayout LayoutLike(ParameterLayout saved, OptionSet options)
    {
        int inputs = SizeOf(saved, SpikingPolicy.InputWeight, 1), outputs = SizeOf(saved, SpikingPolicy.ReadoutWeight, 0);
        return SpikingPolicy.Layout(options.Get(SpikingSettings.Neuron), inputs, outputs, SpikingSettings.Read(inputs, outputs, options));
    }

    internal override IGradientModel Network(EnvironmentSpec environment, OptionSet options) =>
        SpikingNetwork.Create(options.Get(SpikingSettings.Neuron), environment.ObservationSpace.Size, new ActionHead(environment.ActionSpace).Outputs, SpikingSettings.Read(environment, options));

    internal override IGradientModel Critic(int inputs, OptionSet options)
    {
        string neuron = options.Get(SpikingSettings.Neuron);
        return SpikingNetwork.Create(neuron, inputs, 1, new SpikingPolicyOptions
        {
            Neurons = CriticNeurons,
            Condition = Condition.Both,
            SubSteps = options.Get(SpikingSettings.SubSteps),
            Readout = Readout.LeakyIntegrator,
            InputScale = options.Get(SpikingSettings.InputScale),
            Neuron = Neurons.NeuronSettings.Read(neuron, options).WithStarts(start => start.Repeated(CriticNeurons)), // numbers of a file are for the policy's neurons
        });
    }
}

/// <summary>Multilayer perceptrons.</summary>
sealed class MlpFamily() : PolicyFamily("mlp", "Multilayer perceptron whose weights, biases and numbers of units are trained, with any activation function: the baseline without spikes.",
    (environment, options) => MlpPolicy.Create(environment, MlpPolicy.Read(options)), MlpPolicy.Settings)
{
    public override ControllerFacts Describe(OptionSet options) => new()
    {
        Spikes = "neurons with a state: --policy spiking",
        State = "neurons with a state: --policy spiking",
        NeuronNumbers = MlpPolicy.HasNumbersOfUnits(MlpPolicy.Read(options)) ? null : "activation functions with numbers, P0, P1, ...",
    };

    internal override ParameterLayout LayoutLike(ParameterLayout saved, OptionSet options)
    {
        MlpOptions settings = MlpPolicy.Read(options);
        return MlpPolicy.Layout(SizeOf(saved, MlpPolicy.Prefix(0, settings) + "weight", 1), SizeOf(saved, MlpPolicy.Prefix(settings.Layers, settings) + "weight", 0), settings);
    }

    internal override IGradientModel Network(EnvironmentSpec environment, OptionSet options) =>
        new DenseNetwork(environment.ObservationSpace.Size, new ActionHead(environment.ActionSpace).Outputs, MlpPolicy.Read(options));
}

/// <summary>A strategy that is a trainer of its own.</summary>
abstract class TrainerFamily(string name, string summary, params IEnumerable<Setting> settings) : StrategyFamily(name, summary, settings)
{
    /// <summary>The trainer of a run.</summary>
    public abstract Trainer Create(TrainingParts parts);
}

/// <summary>The lists of our own projects, which a core without references knows by name.</summary>
static class OwnLists
{
    /// <summary>Runs the initialisers of the types that are there, each of which adds its entries.</summary>
    /// <exception cref="ArgumentException">A program was first with a name of ours.</exception>
    public static void Load(IEnumerable<string> lists)
    {
        foreach (string list in lists)
            if (Type.GetType(list, throwOnError: false) is { } type)
                try
                {
                    RuntimeHelpers.RunClassConstructor(type.TypeHandle);
                }
                catch (TypeInitializationException e) when (e.InnerException is ArgumentException { Message: var taken })
                {
                    throw new ArgumentException(taken, e);
                }
    }
}

/// <summary>The environments by name: those of our own projects where a program has them, and what it adds.</summary>
public static class EnvironmentRegistry
{
    /// <summary>Where our own projects list theirs. They are loaded when a name is asked for that is not there yet.</summary>
    static readonly string[] Lists =
    [
        "Neuromorphic.Envs.ClassicEnvironments, Neuromorphic.Envs", "Neuromorphic.Envs.Dynamics.DynamicsEnvironments, Neuromorphic.Envs.Dynamics", "Neuromorphic.Envs.Images.ImageEnvironments, Neuromorphic.Envs.Images", "Neuromorphic.Envs.Locomotion.LocomotionRegistry, Neuromorphic.Envs.Locomotion",
    ];

    /// <summary>All of them.</summary>
    public static Registry<EnvironmentFamily> All { get; } = new("environment", () => OwnLists.Load(Lists));

    /// <summary>What a name means as people type it: CartPole-v1 is cartpole, Hopper-v4 is hopper with a variant.</summary>
    /// <param name="name">The name.</param>
    /// <param name="given">Settings that are given, which come before those that the name stands for.</param>
    /// <returns>The environment's own name, and the settings that the name stands for with those that are given.</returns>
    /// <exception cref="ArgumentException">There is no such environment; the message lists the names and suggests the nearest.</exception>
    public static (string Name, IReadOnlyList<KeyValuePair<string, string>> Settings) Resolve(string name, params IEnumerable<KeyValuePair<string, string>> given)
    {
        if (All.Names.Count == 0) throw new ArgumentException($"There is no environment '{name}': this program has none. Ours are in the projects Neuromorphic.Envs, Neuromorphic.Envs.Dynamics, Neuromorphic.Envs.Images and Neuromorphic.Envs.Locomotion, which it may reference (in a script: #:project <path>/envs/Neuromorphic.Envs); one's own are added to EnvironmentRegistry.All.");
        (string own, IReadOnlyList<KeyValuePair<string, string>> meant) = Find(name) ?? (All.Find(name).Name, []);
        return (own, [.. meant.ExceptBy(given.Select(setting => setting.Key), setting => setting.Key), .. given]);
    }

    /// <summary>Whether a name means an environment.</summary>
    public static bool Knows(string name) => Find(name) != null;

    static (string Name, IReadOnlyList<KeyValuePair<string, string>> Settings)? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (All.Has(name)) return (name, []);
        string bare = Bare(name);
        foreach (EnvironmentFamily family in All.Entries)
        {
            if (Bare(family.Name) == bare) return (family.Name, []);
            foreach ((string alias, IReadOnlyList<KeyValuePair<string, string>> settings) in family.Aliases)
                if (Bare(alias) == bare) return (family.Name, settings);
        }
        return null;
    }

    static string Bare(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

/// <summary>The kinds of controllers by name.</summary>
public static class PolicyRegistry
{
    /// <summary>Where our own projects list theirs. They are loaded when a name is asked for that is not there yet.</summary>
    static readonly string[] Lists = ["Neuromorphic.LearnedNeurons.LearnedPolicies, Neuromorphic.LearnedNeurons"];

    /// <summary>All of them.</summary>
    public static Registry<PolicyFamily> All { get; } = new("policy", () => OwnLists.Load(Lists));

    static PolicyRegistry()
    {
        All.Add(new SpikingFamily());
        All.Add(new MlpFamily());
    }
}

/// <summary>The strategies by name: evolution strategies and gradients.</summary>
public static class StrategyRegistry
{
    /// <summary>All of them.</summary>
    public static Registry<StrategyFamily> All { get; } = new("strategy");

    static StrategyRegistry()
    {
        foreach (EvolutionFamily family in EvolutionStrategies.All) All.Add(family);
        All.Add(new GradientFamily());
    }

    /// <summary>An evolution strategy that begins at a mean.</summary>
    /// <exception cref="ArgumentException">There is no such evolution strategy, it does not take a setting, or a value is not allowed.</exception>
    public static Strategy Create(string name, Noise noise, double[] mean, OptionSet? options = null, double[]? decay = null) =>
        All.Find(name) is EvolutionFamily family ? family.Create(new(noise, mean, decay, options ?? OptionSet.None)) : throw new ArgumentException($"{name} is no evolution strategy.");
}
