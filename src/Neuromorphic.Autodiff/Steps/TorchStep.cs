using System.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>
/// One step of a training, forward and backward: all tensors that are made during it are freed at its end, except those that are kept,
/// and none before.
/// </summary>
public sealed class TorchStep : IDisposable
{
    const long ManagedBytes = 64 << 20; // that a step may allocate before a collection is held back no longer

    readonly DisposeScope scope = NewDisposeScope();
    readonly bool heldBack;

    internal TorchStep(OtherThreads others) => heldBack = others == OtherThreads.Allocate && GCSettings.LatencyMode != GCLatencyMode.NoGCRegion && GC.TryStartNoGCRegion(ManagedBytes);

    /// <summary>Keeps a tensor beyond the end of the step.</summary>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return scope.MoveToOuter(tensor);
    }

    /// <summary>Ends the step.</summary>
    public void Dispose()
    {
        scope.Dispose();
        if (heldBack && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
    }
}
