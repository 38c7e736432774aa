using TorchSharp;

namespace Neuromorphic.Autodiff;

/// <summary>The steps of a training, each a <see cref="TorchStep"/>.</summary>
/// <remarks>
/// <para>TorchSharp does not keep the tensors alive that it hands to native calls. A garbage collection in the midst of one can free them: exceptions,
/// wrong values, crashes. Inside a step every tensor is held, and what this thread allocates does no harm. Other threads should allocate nothing
/// meanwhile; where they must, <see cref="OtherThreads.Allocate"/> holds collections back.</para>
/// <para>Torch's own threads spin while they wait: for layers of a thousand neurons one is the fastest.</para>
/// </remarks>
public sealed class TorchLoop
{
    // TorchSharp leaves small native objects to the garbage collector, which sees no need; meanwhile they break up the heap that tensors come from.
    const int StepsBetweenCollections = 20;

    readonly OtherThreads others;
    int steps;

    /// <summary>Sets the number of torch's threads, for the process.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are less than one.</exception>
    /// <exception cref="DllNotFoundException">Torch's native part cannot be loaded.</exception>
    public TorchLoop(int threads = 1, OtherThreads others = OtherThreads.Quiet)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        TorchNative.Load();
        torch.set_num_threads(threads);
        this.others = others;
    }

    /// <summary>Begins a step, which ends when it is disposed.</summary>
    public TorchStep Begin()
    {
        if (++steps % StepsBetweenCollections == 0) GC.Collect(0);
        return new(others);
    }
}
