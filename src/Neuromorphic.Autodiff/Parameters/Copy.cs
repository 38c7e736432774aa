using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>Numbers from and to parameters of a module, outside of any graph.</summary>
static class Copy
{
    /// <summary>Replaces the numbers of a tensor, row by row.</summary>
    public static void Into<T>(Tensor target, T[] numbers) where T : unmanaged
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable constant = no_grad();
        target.copy_(from_array(numbers).view(target.shape));
    }

    /// <summary>The numbers of a tensor in float32, row by row.</summary>
    public static float[] Of(Tensor source)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. source.detach().cpu().to_type(ScalarType.Float32).contiguous().data<float>()];
    }
}
