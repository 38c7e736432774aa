using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>Backward passes that end in a managed exception when they fail, never in the end of the process.</summary>
/// <remarks>
/// Errors inside autograd.grad, and managed exceptions inside the backward pass of a custom function, abort the process in TorchSharp 0.107.
/// Our functions keep their exception and hand torch a gradient that it refuses; here the kept one is thrown in place of torch's complaint.
/// </remarks>
public static class Gradients
{
    /// <summary>Adds the gradients of a scalar to those of the leaves below it.</summary>
    /// <param name="loss">The scalar.</param>
    /// <param name="inputs">The leaves, or none for all.</param>
    public static void Backward(Tensor loss, params IList<Tensor> inputs) => Run(loss, keepGraph: false, inputs);

    /// <summary>The same, and the gradients can be differentiated in turn: meta-learning, gradient penalties.</summary>
    /// <remarks>The second derivative of a spike is that of the surrogate's primitive: g'(x).</remarks>
    public static void BackwardDifferentiably(Tensor loss, params IList<Tensor> inputs) => Run(loss, keepGraph: true, inputs);

    static void Run(Tensor loss, bool keepGraph, IList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(inputs);
        BackwardCall.Forget();
        try
        {
            // create_graph alone would free the graph that it needs again.
            autograd.backward(loss, (IList<Tensor>?)null, keepGraph, keepGraph, inputs.Count == 0 ? null : inputs);
        }
        finally
        {
            BackwardCall.Throw();
        }
    }
}
