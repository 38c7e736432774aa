using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>What is done with a model that is only known by name.</summary>
public interface INeuronUse<TResult>
{
    /// <summary>Does it with the model's type.</summary>
    TResult With<TNeuron>() where TNeuron : struct, INeuron<TNeuron>;
}

/// <summary>The neuron models by name. A new model is one file and one line here.</summary>
public static class NeuronRegistry
{
    abstract class Entry(string name, string summary)
    {
        public string Name => name;
        public string Summary => summary;
        public abstract TResult Use<TResult>(INeuronUse<TResult> use);
    }

    sealed class Entry<TNeuron>(string summary) : Entry(TNeuron.Name, summary) where TNeuron : struct, INeuron<TNeuron>
    {
        public override TResult Use<TResult>(INeuronUse<TResult> use) => use.With<TNeuron>();
    }

    static readonly Entry[] Entries =
    [
        new Entry<Lif<BinarySpike>>("Leaky integrate-and-fire (Shen et al. 2023, eq. 2)."),
        new Entry<Lif<TernarySpike>>("Leaky integrate-and-fire with spikes -1, 0, 1 (Guo et al. 2024)."),
        new Entry<AdaptiveLif<BinarySpike>>("Leaky integrate-and-fire whose threshold rises with its own spikes (Bellec et al. 2018)."),
        new Entry<AdaptiveLif<TernarySpike>>("Adaptive threshold and ternary spikes."),
        new Entry<CurrentLif<BinarySpike>>("Leaky integrate-and-fire behind a synapse whose current decays exponentially, tau of both learned."),
        new Entry<RefractoryLif<BinarySpike>>("Leaky integrate-and-fire that rests for some steps after a spike."),
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Entries, entry => entry.Name);

    /// <summary>What a model is, in one sentence with its source.</summary>
    public static string Summary(string name) => Find(name).Summary;

    /// <summary>Does something with the named model.</summary>
    /// <exception cref="ArgumentException">No model has the name; the message lists the names.</exception>
    public static TResult Use<TResult>(string name, INeuronUse<TResult> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        return Find(name).Use(use);
    }

    /// <summary>A population of the named model. Its parameters begin as the options say; <see cref="Population.Set"/> gives it others.</summary>
    /// <param name="name">The model.</param>
    /// <param name="neurons">Neurons.</param>
    /// <param name="members">Copies of every neuron.</param>
    /// <param name="options">Options of the model.</param>
    /// <param name="width">Lane width; the result does not depend on it.</param>
    /// <param name="seed">Seed of starts that are distributions.</param>
    /// <exception cref="ArgumentException">No model has the name, a size is not positive, or a start is refused.</exception>
    public static Population CreatePopulation(string name, int neurons, int members, NeuronOptions? options = null, LaneWidth? width = null, ulong seed = 0) =>
        Use(name, new Populating(neurons, members, options ?? new(), width ?? LaneWidths.Preferred, seed));

    static Entry Find(string name) => Array.Find(Entries, entry => entry.Name == name)
        ?? throw new ArgumentException($"There is no neuron '{name}'; there are {string.Join(", ", Names)}.");

    sealed record Populating(int Neurons, int Members, NeuronOptions Options, LaneWidth Width, ulong Seed) : INeuronUse<Population>
    {
        public Population With<TNeuron>() where TNeuron : struct, INeuron<TNeuron> => Width switch
        {
            LaneWidth.Lanes16 => new LanePopulation<TNeuron, Lanes16>(Neurons, Members, Options, Seed),
            LaneWidth.Lanes8 => new LanePopulation<TNeuron, Lanes8>(Neurons, Members, Options, Seed),
            _ => new LanePopulation<TNeuron, Scalar>(Neurons, Members, Options, Seed),
        };
    }
}
