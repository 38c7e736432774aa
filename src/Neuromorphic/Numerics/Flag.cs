using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>A truth value in a kernel's options: one byte on every device, which bool is not.</summary>
public readonly struct Flag(bool holds)
{
    readonly byte value = (byte)(holds ? 1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator bool(Flag flag) => flag.value != 0;
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Flag(bool holds) => new(holds);
}
