using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>What a neuron sends, and whether it fires, both with the derivatives of the surrogate.</summary>
/// <param name="Spike">0 or 1, or -1.</param>
/// <param name="Magnitude">|spike|.</param>
/// <param name="Fires">The mask of neurons that fire, without derivative.</param>
readonly record struct TensorSpikes(Tensor Spike, Tensor Magnitude, Tensor Fires);

/// <summary>The spike rules of the core in torch's operations.</summary>
abstract class TensorSpike
{
    /// <summary>The spikes of membrane potentials.</summary>
    public abstract TensorSpikes Fire(Tensor potential, Tensor threshold, StepDerivative derivative);
}

/// <summary>1 at or above the threshold, else 0.</summary>
sealed class BinaryTensorSpike : TensorSpike
{
    public override TensorSpikes Fire(Tensor potential, Tensor threshold, StepDerivative derivative)
    {
        Tensor x = potential - threshold, fires = potential.ge(threshold), spike = ValueAndDerivative.Join(fires, derivative.Primitive(x));
        return new(spike, spike, fires);
    }
}

/// <summary>1 at or above the threshold, -1 at or below its negative, else 0.</summary>
sealed class TernaryTensorSpike : TensorSpike
{
    public override TensorSpikes Fire(Tensor potential, Tensor threshold, StepDerivative derivative)
    {
        Tensor above = potential.ge(threshold), below = potential.le(-threshold), fires = above.logical_or(below);
        Tensor up = derivative.Primitive(potential - threshold), down = derivative.Primitive(-potential - threshold);
        Tensor sign = above.to_type(potential.dtype) - below.logical_and(above.logical_not()).to_type(potential.dtype);
        return new(ValueAndDerivative.Join(sign, up - down), ValueAndDerivative.Join(fires, up + down), fires);
    }
}
