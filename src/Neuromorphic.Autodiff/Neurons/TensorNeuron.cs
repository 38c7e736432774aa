using Neuromorphic.Gradients;
using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>A neuron model of the core in torch's operations, one step at a time: what the fused form is checked against, and what runs on a CUDA device.</summary>
/// <remarks>Coefficients are what kernels read, in the order of the core's parameters: gains, not time constants. Each is [neurons].</remarks>
abstract class TensorNeuron
{
    /// <summary>The state of rest, each variable [batch, neurons].</summary>
    public abstract Tensor[] Reset(IReadOnlyList<Tensor> coefficients, long batch);

    /// <summary>Advances by one step and gives the spikes [batch, neurons]. The entries of the state are replaced, the old ones not disposed.</summary>
    public abstract Tensor Step(IReadOnlyList<Tensor> coefficients, Tensor[] state, Tensor current, StepDerivative derivative);

    /// <summary>The potentials before the reset: u = v + k (R I - v + v_rest).</summary>
    private protected static Tensor Charge(IReadOnlyList<Tensor> coefficients, Tensor potential, Tensor current)
    {
        Tensor gain = coefficients[0], rest = coefficients[2], resistance = coefficients[3];
        return potential + gain * (resistance * current + (rest - potential));
    }

    /// <summary>The potentials after the reset.</summary>
    private protected static Tensor Discharge(Tensor potential, Tensor reset, TensorSpikes spikes, ResetGradient gradient) => gradient == ResetGradient.Detached
        ? where(spikes.Fires, reset, potential)
        : potential * (1 - spikes.Magnitude) + reset * spikes.Magnitude;
}
