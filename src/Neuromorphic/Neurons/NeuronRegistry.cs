using Neuromorphic.Numerics;
using Neuromorphic.Registries;

namespace Neuromorphic.Neurons;

/// <summary>What is done with a model that is only known by name.</summary>
public interface INeuronUse<TResult>
{
    /// <summary>Does it with the model's type.</summary>
    TResult With<TNeuron>() where TNeuron : struct, INeuron<TNeuron>;
}

/// <summary>A neuron model by name.</summary>
public abstract class NeuronFamily : Family
{
    private protected NeuronFamily(string name, string summary, IEnumerable<Setting> settings) : base(name, summary, settings)
    {
    }

    /// <summary>Does something with the model.</summary>
    public abstract TResult Use<TResult>(INeuronUse<TResult> use);
}

/// <summary>The neuron models by name.</summary>
public static class NeuronRegistry
{
    sealed class NeuronFamily<TNeuron>(string summary) : NeuronFamily(TNeuron.Name, summary, NeuronSettings.Of(TNeuron.Parameters(new()))) where TNeuron : struct, INeuron<TNeuron>
    {
        public override TResult Use<TResult>(INeuronUse<TResult> use) => use.With<TNeuron>();
    }

    /// <summary>All of them.</summary>
    public static Registry<NeuronFamily> All { get; } = new("neuron");

    static NeuronRegistry()
    {
        Add<Lif<BinarySpike>>("Leaky integrate-and-fire (Shen et al. 2023, eq. 2).");
        Add<Lif<TernarySpike>>("Leaky integrate-and-fire with spikes -1, 0, 1 (Guo et al. 2024).");
        Add<AdaptiveLif<BinarySpike>>("Leaky integrate-and-fire whose threshold rises with its own spikes (Bellec et al. 2018).");
        Add<AdaptiveLif<TernarySpike>>("Adaptive threshold and ternary spikes.");
        Add<CurrentLif<BinarySpike>>("Leaky integrate-and-fire behind a synapse whose current decays exponentially, tau of both learned.");
        Add<RefractoryLif<BinarySpike>>("Leaky integrate-and-fire that rests for some steps after a spike.");
    }

    /// <summary>Adds a model: its name, parameters and their starts are those that it declares.</summary>
    /// <param name="summary">What it is, in one sentence with its source.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public static void Add<TNeuron>(string summary) where TNeuron : struct, INeuron<TNeuron> => All.Add(new NeuronFamily<TNeuron>(summary));

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names => All.Names;

    /// <summary>What a model is, in one sentence with its source.</summary>
    public static string Summary(string name) => All.Find(name).Summary;

    /// <summary>Does something with the named model.</summary>
    /// <exception cref="ArgumentException">No model has the name; the message lists the names.</exception>
    public static TResult Use<TResult>(string name, INeuronUse<TResult> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        return All.Find(name).Use(use);
    }

    /// <summary>A population of the named model. Its parameters begin as the options say; <see cref="NeuronPopulation.Set"/> gives it others.</summary>
    /// <param name="name">The model.</param>
    /// <param name="neurons">Neurons.</param>
    /// <param name="members">Copies of every neuron.</param>
    /// <param name="options">Options of the model.</param>
    /// <param name="width">Lane width; the result does not depend on it.</param>
    /// <param name="seed">Seed of starts that are distributions.</param>
    /// <exception cref="ArgumentException">No model has the name, a size is not positive, or a start is refused.</exception>
    public static NeuronPopulation CreatePopulation(string name, int neurons, int members, NeuronOptions? options = null, LaneWidth? width = null, ulong seed = 0) =>
        Use(name, new Populating(neurons, members, options ?? new(), width ?? LaneWidths.Preferred, seed));

    sealed record Populating(int Neurons, int Members, NeuronOptions Options, LaneWidth Width, ulong Seed) : INeuronUse<NeuronPopulation>
    {
        public NeuronPopulation With<TNeuron>() where TNeuron : struct, INeuron<TNeuron> => Width switch
        {
            LaneWidth.Lanes16 => new LanePopulation<TNeuron, Lanes16>(Neurons, Members, Options, Seed),
            LaneWidth.Lanes8 => new LanePopulation<TNeuron, Lanes8>(Neurons, Members, Options, Seed),
            _ => new LanePopulation<TNeuron, Scalar>(Neurons, Members, Options, Seed),
        };
    }
}
