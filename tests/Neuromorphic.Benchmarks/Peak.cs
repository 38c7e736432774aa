using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Neuromorphic.Benchmarks;

/// <summary>Independent fused multiply-adds on registers, one thread: the most that arithmetic can do.</summary>
static class Peak
{
    const int Together = 10;

    /// <summary>GFLOP/s, the best of five rounds.</summary>
    public static double Measure()
    {
        const long Count = 640_000_000;
        double best = 0;
        for (int round = 0; round < 5; round++)
        {
            long start = Stopwatch.GetTimestamp();
            MultiplyAdd(Count);
            best = Math.Max(best, 2 * Count / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }
        return best;
    }

    /// <summary>A number of float32 multiply-adds, a multiple of 160.</summary>
    public static void MultiplyAdd(long count)
    {
        if (!float.IsFinite(Multiply(count / (Together * Vector512<float>.Count), 1.0001f))) throw new InvalidOperationException("The sum is not finite.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static float Multiply(long count, float factor)
    {
        Vector512<float> f = Vector512.Create(factor), g = Vector512.Create(-.0001f);
        Vector512<float> a = Vector512<float>.One, b = a, c = a, d = a, e = a, h = a, i = a, j = a, k = a, l = a;
        for (long n = 0; n < count; n++)
        {
            a = Vector512.FusedMultiplyAdd(a, f, g);
            b = Vector512.FusedMultiplyAdd(b, f, g);
            c = Vector512.FusedMultiplyAdd(c, f, g);
            d = Vector512.FusedMultiplyAdd(d, f, g);
            e = Vector512.FusedMultiplyAdd(e, f, g);
            h = Vector512.FusedMultiplyAdd(h, f, g);
            i = Vector512.FusedMultiplyAdd(i, f, g);
            j = Vector512.FusedMultiplyAdd(j, f, g);
            k = Vector512.FusedMultiplyAdd(k, f, g);
            l = Vector512.FusedMultiplyAdd(l, f, g);
        }
        return Vector512.Sum(a + b + c + d + e + h + i + j + k + l);
    }
}
