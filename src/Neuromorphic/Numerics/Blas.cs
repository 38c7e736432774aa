using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Neuromorphic.Numerics;

/// <summary>Vector operations in double, named as in level 1 of the BLAS. The order of every sum is fixed, so results do not depend on the processor's registers.</summary>
/// <remarks>The second vector has at least the length of the first.</remarks>
public static class Blas
{
    const int Width = 8;

    /// <summary>sum of x[i] y[i].</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, y);
        ref double a = ref MemoryMarshal.GetReference(x), b = ref MemoryMarshal.GetReference(y);
        Vector512<double> even = default, odd = default; // two chains: one alone waits for its own additions
        int i = 0;
        for (; i <= x.Length - 2 * Width; i += 2 * Width)
        {
            even = Vector512.FusedMultiplyAdd(Load(ref a, i), Load(ref b, i), even);
            odd = Vector512.FusedMultiplyAdd(Load(ref a, i + Width), Load(ref b, i + Width), odd);
        }
        Vector512<double> all = even + odd;
        Vector256<double> half = all.GetLower() + all.GetUpper();
        Vector128<double> quarter = half.GetLower() + half.GetUpper();
        double sum = quarter[0] + quarter[1];
        for (; i < x.Length; i++) sum = Math.FusedMultiplyAdd(x[i], y[i], sum);
        return sum;
    }

    /// <summary>y += a x.</summary>
    public static void Axpy(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        Check(x, y);
        ref double from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        Vector512<double> factor = Vector512.Create(a);
        int i = 0;
        for (; i <= x.Length - Width; i += Width)
            Vector512.FusedMultiplyAdd(factor, Load(ref from, i), Load(ref to, i)).StoreUnsafe(ref to, (nuint)i);
        for (; i < x.Length; i++) y[i] = Math.FusedMultiplyAdd(a, x[i], y[i]);
    }

    /// <summary>(x, y) = (c x + s y, c y - s x).</summary>
    public static void Rotate(Span<double> x, Span<double> y, double c, double s)
    {
        Check(x, y);
        ref double a = ref MemoryMarshal.GetReference(x), b = ref MemoryMarshal.GetReference(y);
        Vector512<double> cosine = Vector512.Create(c), sine = Vector512.Create(s);
        int i = 0;
        for (; i <= x.Length - Width; i += Width)
        {
            Vector512<double> p = Load(ref a, i), q = Load(ref b, i);
            Vector512.FusedMultiplyAdd(cosine, p, sine * q).StoreUnsafe(ref a, (nuint)i);
            Vector512.FusedMultiplyAdd(cosine, q, -(sine * p)).StoreUnsafe(ref b, (nuint)i);
        }
        for (; i < x.Length; i++)
            (x[i], y[i]) = (Math.FusedMultiplyAdd(c, x[i], s * y[i]), Math.FusedMultiplyAdd(c, y[i], -(s * x[i])));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Load(ref double start, int index) => Vector512.LoadUnsafe(ref start, (nuint)index);

    static void Check(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => ArgumentOutOfRangeException.ThrowIfGreaterThan(x.Length, y.Length, nameof(x));
}
