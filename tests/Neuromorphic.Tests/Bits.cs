using System.Runtime.InteropServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tests;

/// <summary>Numbers of any width as bits.</summary>
static class Bits
{
    /// <summary>The float32 values of a number's lanes, bits untouched.</summary>
    public static float[] Lanes<R>(R value) where R : unmanaged, IReal<R> => MemoryMarshal.Cast<R, float>(new ReadOnlySpan<R>(in value)).ToArray();

    /// <summary>A number from the float32 values of its lanes, bits untouched.</summary>
    public static R Gather<R>(ReadOnlySpan<float> lanes) where R : unmanaged, IReal<R> => MemoryMarshal.Read<R>(MemoryMarshal.AsBytes(lanes[..R.Width]));

    /// <summary>A word of any implementation, Scalar64 included.</summary>
    public static uint Word<R>(Word<R> word, int lane) where R : unmanaged, IReal<R> =>
        (uint)R.Lane((word >>> 16).ToReal(), lane) << 16 | (uint)R.Lane((word & 0xFFFFu).ToReal(), lane);
}
