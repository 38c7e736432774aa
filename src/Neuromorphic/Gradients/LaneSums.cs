using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>Sums over the members of a group, always in the same order: l and l + 8 first, then four apart, two, one. So the result does not depend on the lane width.</summary>
static unsafe class LaneSums
{
    /// <summary>Members of a group: the lanes of the widest register.</summary>
    public const int Members = 16;

    /// <summary>sums[i] += the sum of the members' numbers of item i, which are lanes[i * Members / R.Width] and on.</summary>
    public static void Add<R>(R* lanes, int items, double* sums) where R : unmanaged, IReal<R>
    {
        if (typeof(R) == typeof(Scalar64)) AddDoubles((double*)lanes, items, sums);
        else AddFloats((float*)lanes, items, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddFloats(float* lanes, int items, double* sums)
    {
        int i = 0;
        for (; i + 4 <= items; i += 4, lanes += 4 * Members)
        {
            Vector128<float> a = Quarter(lanes), b = Quarter(lanes + Members), c = Quarter(lanes + 2 * Members), d = Quarter(lanes + 3 * Members);
            Vector128<float> ab = Squares.Lows(a, b) + Squares.Highs(a, b);
            Vector128<float> cd = Squares.Lows(c, d) + Squares.Highs(c, d);
            sums[i] += ab[0] + ab[1];
            sums[i + 1] += ab[2] + ab[3];
            sums[i + 2] += cd[0] + cd[1];
            sums[i + 3] += cd[2] + cd[3];
        }
        for (; i < items; i++, lanes += Members)
        {
            Vector128<float> quarter = Quarter(lanes);
            float even = quarter[0] + quarter[2], odd = quarter[1] + quarter[3];
            sums[i] += even + odd;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Quarter(float* lanes) =>
        (Vector128.Load(lanes) + Vector128.Load(lanes + 8)) + (Vector128.Load(lanes + 4) + Vector128.Load(lanes + 12));

    static void AddDoubles(double* lanes, int items, double* sums)
    {
        Span<double> rest = stackalloc double[Members];
        for (int i = 0; i < items; i++, lanes += Members)
        {
            new ReadOnlySpan<double>(lanes, Members).CopyTo(rest);
            for (int apart = Members / 2; apart > 0; apart /= 2)
                for (int l = 0; l < apart; l++) rest[l] += rest[l + apart];
            sums[i] += rest[0];
        }
    }
}
