using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>
/// A population of neurons that all have their own parameters, driven by given currents over whole sequences, without a network around it.
/// Each neuron exists once for every member (the batch of other frameworks); members share the parameters.
/// </summary>
/// <remarks>
/// The time loop is fused: a tile of neurons runs through the whole sequence before the next one, so its state never leaves the nearest cache.
/// The result does not depend on the number of threads or the lane width.
/// </remarks>
public abstract unsafe class NeuronPopulation
{
    readonly NeuronParameter[] described;
    private protected readonly AlignedMemory<float> shared; // [neuron][parameter]

    private protected NeuronPopulation(int neurons, int members, IReadOnlyList<NeuronParameter> parameters, ulong seed)
    {
        if (neurons < 1) throw new ArgumentException($"neurons is {neurons}; allowed is 1 or more.");
        if (members < 1) throw new ArgumentException($"members is {members}; allowed is 1 or more.");
        Neurons = neurons;
        Members = members;
        described = [.. parameters];
        ParameterCount = parameters.Count;
        shared = new(neurons * parameters.Count);
        for (int p = 0; p < parameters.Count; p++) Set(parameters[p].Name, parameters[p].Begin(neurons, seed, p));
    }

    /// <summary>Neurons.</summary>
    public int Neurons { get; }
    /// <summary>Copies of every neuron, each with currents and a state of its own.</summary>
    public int Members { get; }
    /// <summary>The parameters that every neuron has a value of.</summary>
    public IEnumerable<string> ParameterNames => described.Select(parameter => parameter.Name);
    private protected int ParameterCount { get; }

    /// <summary>Sets a parameter of all neurons, in physical units: tau in steps.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="values">Its values [neurons].</param>
    /// <exception cref="ArgumentException">There is no such parameter, the number of values is not that of the neurons, or one is not finite.</exception>
    public void Set(string name, ReadOnlySpan<double> values)
    {
        NeuronParameter parameter = NeuronParameter.Find(described, name);
        if (values.Length != Neurons) throw new ArgumentException($"{name} has {values.Length} values for {Neurons} neurons.");
        for (int n = 0; n < Neurons; n++)
            if (!float.IsFinite((float)values[n])) throw new ArgumentException($"{name} of neuron {n} is {values[n]}; allowed is what float32 holds.");
        Span<Scalar> row = new Scalar[Neurons];
        for (int n = 0; n < Neurons; n++) row[n] = (float)values[n];
        fixed (Scalar* start = row) parameter.Coefficient.Apply(start, Neurons);
        int index = Array.IndexOf(described, parameter);
        for (int n = 0; n < Neurons; n++) shared.Span[n * ParameterCount + index] = row[n].Value;
    }

    /// <summary>Puts all neurons in their state of rest.</summary>
    public abstract void Reset();

    /// <summary>Advances all neurons through a sequence, from the state in which the last one left them.</summary>
    /// <param name="currents">Input currents [steps, neurons, members].</param>
    /// <param name="spikes">The spikes 0, 1 or -1 [steps, neurons, members], or empty if they are not wanted.</param>
    /// <param name="potentials">Membrane potentials after each step and its reset [steps, neurons, members], or empty if they are not wanted.</param>
    /// <param name="threads">Threads.</param>
    /// <exception cref="ArgumentException">The currents are not whole steps, or a result has another length.</exception>
    public void Run(ReadOnlySpan<float> currents, Span<float> spikes, Span<float> potentials = default, int threads = 1)
    {
        int step = Neurons * Members;
        if (currents.Length % step != 0) throw new ArgumentException($"currents has {currents.Length} numbers, which is not a multiple of {Neurons} neurons times {Members} members.");
        if (!spikes.IsEmpty && spikes.Length != currents.Length) throw new ArgumentException($"spikes has {spikes.Length} numbers, currents {currents.Length}.");
        if (!potentials.IsEmpty && potentials.Length != currents.Length) throw new ArgumentException($"potentials has {potentials.Length} numbers, currents {currents.Length}.");
        fixed (float* i = currents, s = spikes, v = potentials) Run(currents.Length / step, i, s, v, threads);
    }

    /// <summary>Advances all neurons under currents that stay the same, from the state in which they were left, and adds up their spikes.</summary>
    /// <param name="currents">Input currents [neurons, members].</param>
    /// <param name="steps">Steps.</param>
    /// <param name="counts">To these the spikes 0, 1 or -1 of all steps are added [neurons, members].</param>
    /// <param name="threads">Threads.</param>
    /// <exception cref="ArgumentException">The currents or counts are not one for every neuron and member, or steps is negative.</exception>
    public void Count(ReadOnlySpan<float> currents, int steps, Span<float> counts, int threads = 1)
    {
        if (steps < 0) throw new ArgumentException($"steps is {steps}; allowed is 0 or more.");
        if (currents.Length != Neurons * Members) throw new ArgumentException($"currents has {currents.Length} numbers; {Neurons} neurons times {Members} members need {Neurons * Members}.");
        if (counts.Length != currents.Length) throw new ArgumentException($"counts has {counts.Length} numbers, currents {currents.Length}.");
        fixed (float* i = currents, c = counts) Count(steps, i, c, threads);
    }

    private protected abstract void Run(int steps, float* currents, float* spikes, float* potentials, int threads);
    private protected abstract void Count(int steps, float* currents, float* counts, int threads);
}
