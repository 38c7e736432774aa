using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Neuromorphic.Numerics;

/// <summary>A row of numbers that a kernel reads and writes by index: host memory on a processor, a view on a device.</summary>
public interface IBuffer<R> where R : unmanaged, IReal<R>
{
    R this[int index] { get; set; }
}

/// <summary>Host memory laid out [item][lane], lane fastest: one individual per lane.</summary>
/// <remarks>Indices are not negative; reading them as unsigned saves the sign extension of every access.</remarks>
public readonly unsafe struct LaneBuffer<R>(R* start) : IBuffer<R> where R : unmanaged, IReal<R>
{
    readonly R* start = start;

    public R this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => start[(uint)index];
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => start[(uint)index] = value;
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
        get => start[(uint)index];
        set => throw new NotSupportedException("A shared buffer is read-only inside a kernel.");
    }
}

/// <summary>A buffer that begins at another item of one, earlier or later.</summary>
public readonly struct OffsetBuffer<R, B>(B buffer, int offset) : IBuffer<R> where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
{
    readonly int offset = offset;
    readonly B buffer = buffer;

    /// <summary>The item that lies so far behind the offset.</summary>
    public R this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => buffer[offset + index];
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            B items = buffer;
            items[offset + index] = value;
        }
    }
}

/// <summary>Host memory with one number per item in the precision of <typeparamref name="R"/>, float32 or float64, read into every lane.</summary>
public readonly unsafe struct ValueBuffer<R>(void* start) : IBuffer<R> where R : unmanaged, IReal<R>
{
    readonly void* start = start;

    /// <summary>Bytes of an item.</summary>
    public static int ItemSize => typeof(R) == typeof(Scalar64) ? sizeof(double) : sizeof(float);

    /// <summary>The value of an item in every lane. Setting it is not supported.</summary>
    public R this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (typeof(R) == typeof(Scalar64)) return ((double*)start)[(uint)index];
            return ((float*)start)[(uint)index]; // not the other half of a ?:, which would turn it into a double and back
        }
        set => throw new NotSupportedException("Shared values are read-only inside a kernel.");
    }

    /// <summary>The first item.</summary>
    public void* Start => start;

    /// <summary>The same buffer, beginning at a later item.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueBuffer<R> From(int item) => new((byte*)start + item * ItemSize);
}

/// <summary>Zeroed memory on a 64-byte boundary that never moves. Pointers into it come from <c>fixed</c> alone, which keeps it: <c>fixed (T* items = memory) ...</c></summary>
public sealed unsafe class AlignedMemory<T> where T : unmanaged
{
    const int Boundary = 64;

    readonly byte[] bytes;
    readonly int first;

    /// <summary>Reserves <paramref name="count"/> items.</summary>
    public AlignedMemory(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        bytes = GC.AllocateArray<byte>(checked(count * sizeof(T) + Boundary), pinned: true);
        first = (int)(-(nint)Unsafe.AsPointer(ref bytes[0]) & (Boundary - 1));
    }

    /// <summary>Number of items.</summary>
    public int Count { get; }
    /// <summary>The items.</summary>
    public Span<T> Span => MemoryMarshal.CreateSpan(ref GetPinnableReference(), Count);
    /// <summary>The first item, for <c>fixed</c>.</summary>
    public ref T GetPinnableReference() => ref Unsafe.As<byte, T>(ref bytes[first]);
}
