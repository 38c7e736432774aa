using Neuromorphic.Environments;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tape;

namespace Neuromorphic.Neurons;

/// <summary>The neuron models by name. A new model is one file and one line here.</summary>
public static class NeuronRegistry
{
    sealed record Entry(string Name, string Summary, Type Type, Func<EnvironmentSpec, SpikingPolicyOptions, Policy> CreatePolicy, Func<int, int, NeuronOptions, LaneWidth, ulong, Population> CreatePopulation,
        Func<int, int, SpikingPolicyOptions, SpikingNetwork> CreateNetwork, Func<NeuronOptions, FormulaStyle, IReadOnlyList<string>> Equations);

    static readonly Entry[] Entries =
    [
        Of<Lif<BinarySpike>>("Leaky integrate-and-fire (Shen et al. 2023, eq. 2)."),
        Of<Lif<TernarySpike>>("Leaky integrate-and-fire with spikes -1, 0, 1 (Guo et al. 2024)."),
        Of<AdaptiveLif<BinarySpike>>("Leaky integrate-and-fire whose threshold rises with its own spikes (Bellec et al. 2018)."),
        Of<AdaptiveLif<TernarySpike>>("Adaptive threshold and ternary spikes."),
        Of<CurrentLif<BinarySpike>>("Leaky integrate-and-fire behind a synapse whose current decays exponentially, tau of both learned."),
        Of<RefractoryLif<BinarySpike>>("Leaky integrate-and-fire that rests for some steps after a spike."),
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Entries, entry => entry.Name);

    /// <summary>What a model is, in one sentence with its source.</summary>
    public static string Summary(string name) => Find(name).Summary;

    /// <summary>A spiking controller made of the named model.</summary>
    /// <exception cref="ArgumentException">No model has the name; the message lists the names.</exception>
    public static Policy CreatePolicy(string name, EnvironmentSpec environment, SpikingPolicyOptions options) => Find(name).CreatePolicy(environment, options);

    /// <summary>A population of the named model. Its parameters begin as the options say; <see cref="Population.Set"/> gives it others.</summary>
    /// <param name="name">The model.</param>
    /// <param name="neurons">Neurons.</param>
    /// <param name="members">Copies of every neuron.</param>
    /// <param name="options">Options of the model.</param>
    /// <param name="width">Lane width; the result does not depend on it.</param>
    /// <param name="seed">Seed of starts that are distributions.</param>
    /// <exception cref="ArgumentException">No model has the name, a size is not positive, or a start is refused.</exception>
    public static Population CreatePopulation(string name, int neurons, int members, NeuronOptions? options = null, LaneWidth? width = null, ulong seed = 0) =>
        Find(name).CreatePopulation(neurons, members, options ?? new(), width ?? LaneWidths.Preferred, seed);

    /// <summary>A network of the named model, for training by gradients.</summary>
    /// <param name="name">The model.</param>
    /// <param name="inputs">Numbers of an input.</param>
    /// <param name="outputs">Numbers of an output.</param>
    /// <param name="options">Options of the network.</param>
    /// <exception cref="ArgumentException">No model has the name, or an option is not allowed.</exception>
    public static SpikingNetwork CreateNetwork(string name, int inputs, int outputs, SpikingPolicyOptions options) => Find(name).CreateNetwork(inputs, outputs, options);

    /// <summary>The equations of a model's step, as its kernel computes them: a line each.</summary>
    /// <param name="name">The model.</param>
    /// <param name="style">How they are written.</param>
    /// <param name="options">Options of the model.</param>
    /// <exception cref="ArgumentException">No model has the name.</exception>
    public static IReadOnlyList<string> Equations(string name, FormulaStyle style = FormulaStyle.Text, NeuronOptions? options = null) => Find(name).Equations(options ?? new(), style);

    /// <summary>The struct that implements <see cref="INeuron{TSelf}"/>.</summary>
    internal static Type TypeOf(string name) => Find(name).Type;

    static Entry Find(string name) => Array.Find(Entries, entry => entry.Name == name)
        ?? throw new ArgumentException($"There is no neuron '{name}'; there are {string.Join(", ", Names)}.");

    static Entry Of<TNeuron>(string summary) where TNeuron : struct, INeuron<TNeuron> =>
        new(TNeuron.Name, summary, typeof(TNeuron), SpikingPolicy.Create<TNeuron>, Populate<TNeuron>, SpikingNetwork.Create<TNeuron>, NeuronEquations.Write<TNeuron>);

    static Population Populate<TNeuron>(int neurons, int members, NeuronOptions options, LaneWidth width, ulong seed) where TNeuron : struct, INeuron<TNeuron> => width switch
    {
        LaneWidth.Lanes16 => new LanePopulation<TNeuron, Lanes16>(neurons, members, options, seed),
        LaneWidth.Lanes8 => new LanePopulation<TNeuron, Lanes8>(neurons, members, options, seed),
        _ => new LanePopulation<TNeuron, Scalar>(neurons, members, options, seed),
    };
}
