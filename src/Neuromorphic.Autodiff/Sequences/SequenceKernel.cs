using Neuromorphic.Gradients;

namespace Neuromorphic.Autodiff;

/// <summary>
/// A neuron model over whole sequences, on contiguous arrays of one number type: currents and spikes [steps, batch, neurons],
/// coefficients [parameters, neurons].
/// </summary>
abstract unsafe class SequenceKernel
{
    /// <summary>Writes the spikes.</summary>
    public abstract void Forward(SequenceShape shape, void* coefficients, void* currents, void* spikes, int threads);

    /// <summary>From the gradients of the spikes to those of currents (unless the pointer is null) and coefficients.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="coefficients">Coefficients.</param>
    /// <param name="currents">Currents.</param>
    /// <param name="spikes">Gradients of the spikes.</param>
    /// <param name="slope">Slope of the surrogate.</param>
    /// <param name="reset">Whether gradients pass through the decision to reset.</param>
    /// <param name="currentGradient">Receives the gradients of the currents.</param>
    /// <param name="coefficientGradient">Receives those of the coefficients, summed in double precision.</param>
    /// <param name="threads">Threads; the result does not depend on their number.</param>
    public abstract void Adjoint(SequenceShape shape, void* coefficients, void* currents, SpikeGradient spikes, double slope, ResetGradient reset,
        void* currentGradient, void* coefficientGradient, int threads);
}

/// <summary>Gradients of spikes in memory: a step, and a batch entry, may be the same as the next (stride 0), as a mean leaves them.</summary>
/// <param name="Start">The first number.</param>
/// <param name="StepStride">Numbers from one step to the next.</param>
/// <param name="EntryStride">Numbers from one batch entry to the next.</param>
readonly unsafe record struct SpikeGradient(nint Start, long StepStride, long EntryStride);
