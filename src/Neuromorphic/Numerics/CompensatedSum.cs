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

    /// <summary>The sum of one lane.</summary>
    public readonly double Lane(int lane) => R.Lane(sum, lane) - R.Lane(error, lane);
}
