using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using TorchSharp;
using static TorchSharp.torch;
using Scalar = Neuromorphic.Numerics.Scalar;

namespace Neuromorphic.Autodiff;

/// <summary>
/// The core's maps from search space to physical values to coefficients, as torch's operations. On the processor values have the core's bits,
/// so that neurons fire where the core's do; elsewhere they may differ in the last place.
/// </summary>
static unsafe class TensorTransform
{
    /// <summary>Values of numbers in search space, or what kernels read in place of physical values.</summary>
    /// <exception cref="NotSupportedException">The transform has no form in torch's operations.</exception>
    public static Tensor Values(Transform transform, Tensor search)
    {
        if (transform == Transform.Identity) return search;
        return Exact(search, Differentiable(transform, search), transform.Apply, transform.Apply);
    }

    static Tensor Differentiable(Transform transform, Tensor x) =>
        transform == Transform.Softplus ? -nn.functional.logsigmoid(-x)
        : transform == Transform.Exponential ? x.exp()
        : transform == Transform.LogisticLeak ? (-x).exp() + 1
        : transform == Transform.AboveOneStep ? x.clamp(min: 1.001)
        : transform == Transform.EulerGain ? 1 / x
        : transform == Transform.ExponentialGain ? -(-1 / x).expm1()
        : transform == Transform.JustAbove ? x
        : throw new NotSupportedException($"The transform {transform.Name} has no form in torch's operations yet.");

    delegate void Map<R>(R* values, int count) where R : unmanaged, IReal<R>;

    static Tensor Exact(Tensor x, Tensor differentiable, Map<Scalar> single, Map<Scalar64> doubled)
    {
        if (!SequenceModel.CanFuse(x)) return differentiable;
        Tensor values = x.detach().contiguous().clone();
        int count = checked((int)values.numel());
        if (values.dtype == ScalarType.Float32) single((Scalar*)Memory.Of(values), count);
        else doubled((Scalar64*)Memory.Of(values), count);
        GC.KeepAlive(values);
        return ValueAndDerivative.Join(values, differentiable);
    }
}
