namespace Neuromorphic.Numerics;

/// <summary>A buffer over a managed array, with bounds checks: for single environments, checks and tests, not for rollouts.</summary>
/// <exception cref="IndexOutOfRangeException">An item beyond the array is touched.</exception>
public readonly struct ArrayBuffer<R>(R[] items) : IBuffer<R> where R : unmanaged, IReal<R>
{
    readonly R[] items = items;

    /// <summary>A buffer of zeros.</summary>
    public ArrayBuffer(int count) : this(new R[count]) { }

    /// <summary>The items, shared with the buffer.</summary>
    public Span<R> Items => items;

    /// <inheritdoc/>
    public R this[int index]
    {
        get => items[index];
        set => items[index] = value;
    }
}
