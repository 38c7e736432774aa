using Neuromorphic.Environments;
using Neuromorphic.Policies;

namespace Neuromorphic.Neurons;

/// <summary>The neuron models by name. A new model is one file and one line here.</summary>
public static class NeuronRegistry
{
    sealed record Entry(string Name, string Summary, Func<EnvironmentSpec, SpikingPolicyOptions, Policy> Create);

    static readonly Entry[] Entries =
    [
        Of<Lif<BinarySpike>>("Leaky integrate-and-fire (Shen et al. 2023, eq. 2)."),
        Of<Lif<TernarySpike>>("Leaky integrate-and-fire with spikes -1, 0, 1 (Guo et al. 2024)."),
        Of<AdaptiveLif<BinarySpike>>("Leaky integrate-and-fire whose threshold rises with its own spikes (Bellec et al. 2018)."),
        Of<AdaptiveLif<TernarySpike>>("Adaptive threshold and ternary spikes."),
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Entries, entry => entry.Name);

    /// <summary>A spiking controller made of the named model.</summary>
    /// <exception cref="ArgumentException">No model has the name; the message lists the names.</exception>
    public static Policy CreatePolicy(string name, EnvironmentSpec environment, SpikingPolicyOptions options) =>
        (Array.Find(Entries, entry => entry.Name == name) ?? throw new ArgumentException($"There is no neuron '{name}'; there are {string.Join(", ", Names)}."))
        .Create(environment, options);

    static Entry Of<TNeuron>(string summary) where TNeuron : struct, INeuron<TNeuron> => new(TNeuron.Name, summary, SpikingPolicy.Create<TNeuron>);
}
