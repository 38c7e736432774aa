using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>A running sum that carries its own rounding error (Kahan 1965): about double precision from single precision lanes.</summary>
public struct CompensatedSum<R> where R : unmanaged, IReal<R>
{
    R sum, error;

    /// <summary>Adds a term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(R term)
    {
        R corrected = term - error;
        R next = sum + corrected;
        error = (next - sum) - corrected;
        sum = next;
    }

    /// <summary>Adds a term to the sum whose two numbers are the items at and at + 1 of a buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<B>(B buffer, int at, R term) where B : struct, IBuffer<R>
    {
        CompensatedSum<R> sum = new() { sum = buffer[at], error = buffer[at + 1] };
        sum.Add(term);
        sum.Store(buffer, at);
    }

    /// <summary>Writes the two numbers of this sum as the items at and at + 1 of a buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<B>(B buffer, int at) where B : struct, IBuffer<R>
    {
        buffer[at] = sum;
        buffer[at + 1] = error;
    }

    /// <summary>The sum of one lane.</summary>
    public readonly double Lane(int lane) => R.Lane(sum, lane) - R.Lane(error, lane);
}
