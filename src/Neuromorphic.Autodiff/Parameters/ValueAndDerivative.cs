using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>Tensors whose derivatives are not those of their values.</summary>
static class ValueAndDerivative
{
    /// <summary>A tensor with exactly the values of one and the derivatives of another: values + (other - other), the last term a constant.</summary>
    public static Tensor Join(Tensor values, Tensor derivatives) => values.to_type(derivatives.dtype) + (derivatives - derivatives.detach());
}
