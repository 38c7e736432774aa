using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>Watches neurons while they run. A kernel calls it for every neuron and step; the empty one costs nothing.</summary>
public interface IProbe
{
    /// <summary>Called at the start of a step that consists of one or more sub-steps.</summary>
    void BeginStep(int subSteps);

    /// <summary>Called after a neuron's sub-step; state[neuron] is its membrane potential.</summary>
    void Record<R, B>(int neuron, int subStep, B state, R spike) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;
}

/// <summary>Records nothing.</summary>
public readonly struct NoProbe : IProbe
{
    /// <inheritdoc/>
    public void BeginStep(int subSteps) { }
    /// <inheritdoc/>
    public void Record<R, B>(int neuron, int subStep, B state, R spike) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> { }
}

/// <summary>Records spikes and membrane potentials of chosen neurons, of the first lane.</summary>
public readonly struct RecordingProbe(Recording recording) : IProbe
{
    /// <inheritdoc/>
    public void BeginStep(int subSteps) => recording.BeginStep(subSteps);
    /// <inheritdoc/>
    public void Record<R, B>(int neuron, int subStep, B state, R spike) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> =>
        recording.Add(neuron, subStep, (float)R.Lane(state[neuron], 0), (float)R.Lane(spike, 0));
}

/// <summary>What a probe saw: rows of steps (sub-steps, where a policy makes several), columns of the chosen neurons.</summary>
public sealed class Recording
{
    readonly int[] column;
    readonly List<float[]> potentials = [], spikes = [];
    int first;

    /// <summary>Records the chosen neurons of a population.</summary>
    /// <exception cref="ArgumentException">A neuron is outside the population.</exception>
    public Recording(int count, IReadOnlyList<int> neurons)
    {
        ArgumentNullException.ThrowIfNull(neurons);
        column = new int[count];
        Array.Fill(column, -1);
        for (int i = 0; i < neurons.Count; i++)
        {
            if (neurons[i] < 0 || neurons[i] >= count)
                throw new ArgumentException($"Neuron {neurons[i]} is not in a population of {count}; allowed are 0 to {count - 1}.", nameof(neurons));
            column[neurons[i]] = i;
        }
        Neurons = neurons;
    }

    /// <summary>Records all neurons of a population.</summary>
    public Recording(int count) : this(count, Enumerable.Range(0, count).ToArray()) { }

    /// <summary>The chosen neurons.</summary>
    public IReadOnlyList<int> Neurons { get; }
    /// <summary>Spikes [step][neuron]: 0, 1 or -1.</summary>
    public IReadOnlyList<float[]> Spikes => spikes;
    /// <summary>Membrane potentials after the step and its reset [step][neuron].</summary>
    public IReadOnlyList<float[]> Potentials => potentials;

    /// <summary>Spikes per step of each chosen neuron, whatever their sign.</summary>
    public double[] Rates()
    {
        double[] rates = new double[Neurons.Count];
        foreach (float[] row in spikes)
            for (int i = 0; i < rates.Length; i++) rates[i] += Math.Abs(row[i]);
        for (int i = 0; i < rates.Length; i++) rates[i] /= Math.Max(1, spikes.Count);
        return rates;
    }

    internal void BeginStep(int subSteps)
    {
        first = spikes.Count;
        for (int i = 0; i < subSteps; i++)
        {
            potentials.Add(new float[Neurons.Count]);
            spikes.Add(new float[Neurons.Count]);
        }
    }

    internal void Add(int neuron, int subStep, float potential, float spike)
    {
        if (column[neuron] < 0) return;
        potentials[first + subStep][column[neuron]] = potential;
        spikes[first + subStep][column[neuron]] = spike;
    }
}
