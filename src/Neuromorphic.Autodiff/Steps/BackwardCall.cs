using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>The backward pass of a custom function, as torch's engine calls it on the thread that asked for gradients.</summary>
static class BackwardCall
{
    [ThreadStatic]
    static ExceptionDispatchInfo? failure;
    // Torch takes its own hold of gradients after the call has returned: until the next call we keep them from the garbage collector.
    [ThreadStatic]
    static List<Tensor?>? returned;

    /// <summary>Runs the body.</summary>
    /// <param name="arguments">Arguments of the function, tensors first.</param>
    /// <param name="tensors">How many are tensors.</param>
    /// <param name="incoming">The gradients that torch hands over. They are released after the call: else they would live as long as the step.</param>
    /// <param name="body">Gives a gradient for each tensor, or null.</param>
    /// <returns>An entry for each argument. If the body throws, gradients of an impossible shape, so that torch fails as well.</returns>
    public static List<Tensor> Run(int arguments, int tensors, List<Tensor> incoming, Func<Tensor?[]> body)
    {
        Release();
        List<Tensor?> gradients;
        try
        {
            using DisposeScope scope = NewDisposeScope();
            gradients = [.. body()];
            foreach (Tensor? gradient in gradients)
                if (gradient is not null) scope.Detach(gradient);
        }
        catch (Exception exception)
        {
            failure ??= ExceptionDispatchInfo.Capture(exception);
            gradients = [];
            for (int i = 0; i < tensors; i++) gradients.Add(zeros([]).DetachFromDisposeScope());
        }
        foreach (Tensor gradient in incoming)
            if (!gradient.IsInvalid) gradient.Dispose();
        while (gradients.Count < arguments) gradients.Add(null);
        Release();
        return (returned = gradients)!;
    }

    /// <summary>Forgets the exception of an earlier pass.</summary>
    public static void Forget() => failure = null;

    /// <summary>Throws the exception that a body ended in.</summary>
    public static void Throw()
    {
        Release();
        ExceptionDispatchInfo? kept = failure;
        failure = null;
        kept?.Throw();
    }

    static void Release()
    {
        if (returned is null) return;
        foreach (Tensor? tensor in returned) tensor?.Dispose();
        returned = null;
    }
}
