using Neuromorphic.Gradients;
using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>How the steps of a layer are differentiated.</summary>
/// <param name="Surrogate">What stands in for the derivative of a spike.</param>
/// <param name="Slope">Its slope.</param>
/// <param name="Reset">Whether gradients pass through the decision to reset.</param>
sealed record StepDerivative(TensorSurrogate Surrogate, double Slope, ResetGradient Reset)
{
    /// <summary>The smooth function whose derivative the surrogate is.</summary>
    public Tensor Primitive(Tensor x) => Surrogate.Primitive(x, Slope);
}
