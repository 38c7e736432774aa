using System.Runtime.InteropServices;

namespace Neuromorphic.Autodiff;

/// <summary>Scratch memory on a 64-byte boundary, not cleared, outside the garbage collector's heap.</summary>
readonly unsafe struct NativeBlock<T>(int count) : IDisposable where T : unmanaged
{
    /// <summary>The first item.</summary>
    public T* Start { get; } = (T*)NativeMemory.AlignedAlloc(checked((nuint)Math.Max(1, count) * (nuint)sizeof(T)), 64);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => NativeMemory.AlignedFree(Start);
}
