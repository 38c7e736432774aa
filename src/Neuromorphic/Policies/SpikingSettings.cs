using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Registries;

namespace Neuromorphic.Policies;

/// <summary>The settings of a spiking controller.</summary>
public static class SpikingSettings
{
    const int Default = 1024, LearnedByLif = 4;
    const int DefaultOfLayer = 128; // where weights between neurons are quadratic in their number

    /// <summary>The neuron model, which brings its own settings along.</summary>
    public static Setting<string> Neuron { get; } = Setting.Entry("neuron", NeuronRegistry.All, "lif", "Neuron model.");
    /// <summary>Hidden neurons of each layer.</summary>
    public static Setting<int?> Neurons { get; } = Setting.Count("neurons", 1, "Hidden neurons of each layer; if not given 1024, or for the weight condition as many as give it the same number of parameters, or 128 in several or recurrent layers.");
    /// <summary>Hidden layers.</summary>
    public static Setting<int> Layers { get; } = Setting.Count("layers", 1, 1, "Hidden layers.", largest: 256);
    /// <summary>Whether layers receive their own last spikes.</summary>
    public static Setting<bool> Recurrence { get; } = Setting.Either("recurrence", "none", "full", false, "Whether layers also receive their own last spikes.");
    /// <summary>What is trained.</summary>
    public static Setting<Condition> Condition { get; } = Setting.Choice("condition", Policies.Condition.Neuron, "What is trained: every neuron's own parameters, the weights, or both.");
    /// <summary>Neuron parameters that are trained.</summary>
    public static Setting<IReadOnlyList<string>> Learned { get; } = Names("learned", "Neuron parameters that are trained, such as tau,threshold; all if not given.")
        .Needs(run => run.Get(Condition) == Policies.Condition.Weight ? "--condition neuron or both" : null);
    /// <summary>Neuron parameters that are one number for a layer.</summary>
    public static Setting<IReadOnlyList<string>> Shared { get; } = Names("shared", "Neuron parameters of which all neurons of a layer have one number, trained or not.");
    /// <summary>Neuron parameters that are one number for all layers.</summary>
    public static Setting<IReadOnlyList<string>> SharedNetwork { get; } = Names("shared-network", "Neuron parameters of which all neurons of all layers have one number.");
    /// <summary>Steps of the neurons within a step of the environment.</summary>
    public static Setting<int> SubSteps { get; } = Setting.Count("sub-steps", 1, 1, "Steps of the neurons within a step of the environment.", largest: 100_000);
    /// <summary>How spikes become outputs.</summary>
    public static Setting<Readout> Readout { get; } = Setting.Choice("readout", Policies.Readout.Spikes, "Outputs are linear in spikes, or potentials of leaky integrators.");
    /// <summary>Time constant of leaky integrators at the output.</summary>
    public static Setting<double> ReadoutTau { get; } = Setting.Real("readout-tau", Registries.Range.Positive.InSingle, 2, "Time constant of leaky integrators at the output, in steps.")
        .Needs(run => run.Get(Readout) == Policies.Readout.Spikes ? "--readout leaky-integrator" : null);
    /// <summary>Scale of the input weights.</summary>
    public static Setting<double> InputScale { get; } = Setting.Real("input-scale", Registries.Range.Positive.InSingle, 1, "Scale of the random input weights; 1 is N(0, 1/fan_in).");
    /// <summary>Scale of the readout weights.</summary>
    public static Setting<double> ReadoutScale { get; } = Setting.Real("readout-scale", Registries.Range.Positive.InSingle, 1, "Scale of the random readout weights; 1 is N(0, 1/neurons).");

    /// <summary>All of them, in the order of help.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Neuron, Neurons, Layers, Recurrence, Condition, Learned, Shared, SharedNetwork, SubSteps, Readout, ReadoutTau, InputScale, ReadoutScale];

    static Setting<IReadOnlyList<string>> Names(string name, string help) => Setting.List(name, "parameter names joined by commas", help);

    /// <summary>The options that are given, for an environment.</summary>
    public static SpikingPolicyOptions Read(EnvironmentSpec environment, OptionSet given)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(given);
        return Read(environment.ObservationSpace.Size, new ActionHead(environment.ActionSpace).Outputs, given);
    }

    /// <summary>The options that are given, for a number of inputs and outputs.</summary>
    internal static SpikingPolicyOptions Read(int inputs, int outputs, OptionSet given)
    {
        int layers = given.Get(Layers);
        bool flat = layers == 1 && !given.Get(Recurrence);
        int neurons = given.Get(Neurons)
            ?? (!flat ? DefaultOfLayer : given.Get(Condition) == Policies.Condition.Weight ? SpikingPolicy.MatchedNeurons(inputs + outputs, LearnedByLif * Default) : Default);
        return new()
        {
            Neurons = neurons,
            MoreLayers = [.. Enumerable.Repeat(neurons, layers - 1)],
            Recurrent = given.Get(Recurrence),
            Condition = given.Get(Condition),
            Learned = given.Get(Learned),
            Shared = given.Get(Shared),
            SharedNetwork = given.Get(SharedNetwork),
            SubSteps = given.Get(SubSteps),
            Readout = given.Get(Readout),
            ReadoutTau = given.Get(ReadoutTau),
            InputScale = given.Get(InputScale),
            ReadoutScale = given.Get(ReadoutScale),
            Neuron = NeuronSettings.Read(given.Get(Neuron), given),
        };
    }
}
