using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>Backward passes that end in a managed exception when they fail, never in the end of the process.</summary>
/// <remarks>
/// Errors inside autograd.grad, and managed exceptions inside the backward pass of a custom function, abort the process in TorchSharp 0.107.
/// Our functions keep their exception and hand torch a gradient that it refuses; here the kept one is thrown in place of torch's complaint.
/// </remarks>
public static class BackwardPass
{
    /// <summary>Adds the gradients of a scalar to those of the leaves below it.</summary>
    /// <param name="loss">The scalar.</param>
    /// <param name="inputs">The leaves, or none for all.</param>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">Torch refuses: no graph, or one that was freed.</exception>
    public static void Run(Tensor loss, params IList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Run(loss, GraphAfter.Freed, inputs.Count == 0 ? null : inputs);
    }

    /// <summary>The gradients of a scalar, which can be differentiated in turn: for meta-learning, gradient penalties. Gradients of the leaves stay as they are.</summary>
    /// <param name="loss">The scalar.</param>
    /// <param name="inputs">Leaves; one that the loss does not depend on has the gradient zero.</param>
    /// <remarks>The derivative of a surrogate is its slope. Torch warns once of a cycle between tensors and gradients; there is none when this returns.</remarks>
    public static Tensor[] Differentiable(Tensor loss, params IList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor?[] before = [.. inputs.Select(input => input.grad)];
        foreach (Tensor input in inputs) input.grad = null;
        try
        {
            Run(loss, GraphAfter.Kept, inputs);
            return [.. inputs.Select(input => input.grad ?? zeros_like(input))];
        }
        finally
        {
            for (int i = 0; i < before.Length; i++) inputs[i].grad = before[i];
        }
    }

    enum GraphAfter
    {
        Freed,
        Kept,
    }

    static void Run(Tensor loss, GraphAfter graph, IList<Tensor>? inputs)
    {
        ArgumentNullException.ThrowIfNull(loss);
        BackwardCall.Forget();
        try
        {
            // create_graph alone would free the graph that it needs again.
            autograd.backward(loss, (IList<Tensor>?)null, graph == GraphAfter.Kept, graph == GraphAfter.Kept, inputs);
        }
        finally
        {
            BackwardCall.Throw();
        }
    }
}
