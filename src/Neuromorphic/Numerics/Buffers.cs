using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Neuromorphic.Numerics;

/// <summary>A row of numbers that a kernel reads and writes by index: host memory on a processor, a view on a device.</summary>
public interface IBuffer<R> where R : unmanaged, IReal<R>
{
    R this[int index] { get; set; }
}

/// <summary>Host memory laid out [item][lane], lane fastest: one individual per lane.</summary>
public readonly unsafe struct LaneBuffer<R>(R* start) : IBuffer<R> where R : unmanaged, IReal<R>
{
    readonly R* start = start;

    public R this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => start[index];
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => start[index] = value;
    }

    /// <summary>The same buffer, beginning at a later item.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneBuffer<R> From(int item) => new(start + item);
}

/// <summary>Host memory with one float32 per item, read into every lane: what all members share.</summary>
public readonly unsafe struct SharedBuffer<R>(float* start) : IBuffer<R> where R : unmanaged, IReal<R>
{
    readonly float* start = start;

    /// <summary>The value of an item in every lane. Setting it is not supported.</summary>
    public R this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => start[index];
        set => throw new NotSupportedException("A shared buffer is read-only inside a kernel.");
    }
}

/// <summary>Aligned native memory, zeroed, owned by whoever holds it.</summary>
public sealed unsafe class AlignedMemory<T> : IDisposable where T : unmanaged
{
    /// <summary>Reserves <paramref name="count"/> items on a 64-byte boundary.</summary>
    public AlignedMemory(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        nuint bytes = Math.Max(64, (nuint)count * (nuint)sizeof(T));
        Pointer = (T*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(Pointer, bytes);
    }

    /// <summary>Number of items.</summary>
    public int Count { get; }
    /// <summary>The first item.</summary>
    public T* Pointer { get; private set; }
    /// <summary>The items.</summary>
    public Span<T> Span => new(Pointer, Count);

    /// <summary>Returns the memory.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        GC.SuppressFinalize(this);
    }

    ~AlignedMemory() => NativeMemory.AlignedFree(Pointer);
}
