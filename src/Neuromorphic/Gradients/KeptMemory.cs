using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>Aligned memory whose pointer is kept beside it: for what belongs to a <see cref="SequenceGroup"/>, which holds itself, and so its memory, through every call.</summary>
sealed unsafe class KeptMemory<T> where T : unmanaged
{
    readonly AlignedMemory<T> memory;

    /// <summary>Reserves <paramref name="count"/> items, all zero.</summary>
    public KeptMemory(int count)
    {
        memory = new(count);
        fixed (T* start = memory) Start = start;
    }

    /// <summary>Number of items.</summary>
    public int Count => memory.Count;
    /// <summary>The first item, while the group is held.</summary>
    public T* Start { get; }
    /// <summary>The items.</summary>
    public Span<T> Span => memory.Span;
}
