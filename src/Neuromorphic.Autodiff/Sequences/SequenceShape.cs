namespace Neuromorphic.Autodiff;

/// <summary>The shape [steps, batch, neurons] of currents and spikes.</summary>
readonly record struct SequenceShape(int Steps, int Batch, int Neurons)
{
    /// <summary>Index of the first neuron of a step and batch entry.</summary>
    public long Row(int step, int entry) => ((long)step * Batch + entry) * Neurons;
}
