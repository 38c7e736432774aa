using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>
/// Elementary functions in float32, written once: the same bits on every implementation of <see cref="IReal{R}"/> that is float32.
/// Largest error 1.6 units in the last place over the stated ranges (held by a test).
/// </summary>
/// <remarks>Polynomials: Moshier, Cephes single precision library (expf, logf, sinf, cosf, tanhf).</remarks>
static class Elementary
{
    /// <summary>The nearest integer, for |x| below 2^22, and a word whose lower 22 bits are those of the integer.</summary>
    /// <remarks>The sum with 3 2^22 holds the integer in its mantissa: no conversion, on whose overflow processors differ.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Round<R>(R x, out Word<R> integer) where R : unmanaged, IReal<R>
    {
        R shift = 12582912f;
        R shifted = x + shift;
        integer = new(shifted);
        return shifted - shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R BitIncrement<R>(R x) where R : unmanaged, IReal<R>
    {
        Word<R> bits = new(x + 0f); // -0 becomes 0
        return R.Select(x >= 0f, (bits + 1u).Bits, (bits + uint.MaxValue).Bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Exp<R>(R x) where R : unmanaged, IReal<R>
    {
        // A clamp that NaN passes, written out: the functions that contain this one are near the JIT's budget of inlining.
        R low = -87f, high = 88f;
        x = R.Select(x < low, low, x);
        x = R.Select(x > high, high, x);
        R power = Round(x * 1.44269504f, out Word<R> exponent);
        R f = R.Fma(power, -.693359375f, x);
        f = R.Fma(power, 2.12194440e-4f, f);
        R p = 1.98756912e-4f;
        p = R.Fma(p, f, 1.39819994e-3f);
        p = R.Fma(p, f, 8.33345205e-3f);
        p = R.Fma(p, f, 4.16657962e-2f);
        p = R.Fma(p, f, .166666657f);
        p = R.Fma(p, f, .5f);
        p = R.Fma(p, f * f, f + 1f);
        return p * ((exponent + 127u) << 23).Bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Log<R>(R x) where R : unmanaged, IReal<R>
    {
        Word<R> exponent = Exponent(x);
        return LogOf(exponent.ToReal() * (1f / 8388608f), (new Word<R>(x) + (~exponent + 1u)).Bits - 1f);
    }

    /// <summary>The bits that hold the exponent, such that the mantissa lies in [sqrt(1/2), sqrt(2)): subtracting the bits of sqrt(1/2) carries into it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> Exponent<R>(R x) where R : unmanaged, IReal<R> => (new Word<R>(x) + 0xC0CAFB0Du) & 0xFF800000u;

    /// <summary>power ln 2 + ln(1 + m), for m from sqrt(1/2) - 1 to sqrt(2) - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R LogOf<R>(R power, R m) where R : unmanaged, IReal<R>
    {
        R z = m * m;
        R p = 7.0376836292e-2f;
        p = R.Fma(p, m, -1.1514610310e-1f);
        p = R.Fma(p, m, 1.1676998740e-1f);
        p = R.Fma(p, m, -1.2420140846e-1f);
        p = R.Fma(p, m, 1.4249322787e-1f);
        p = R.Fma(p, m, -1.6668057665e-1f);
        p = R.Fma(p, m, 2.0000714765e-1f);
        p = R.Fma(p, m, -2.4999993993e-1f);
        p = R.Fma(p, m, 3.3333331174e-1f);
        R y = p * m * z;
        y = R.Fma(power, -2.12194440e-4f, y);
        y = R.Fma(z, -.5f, y);
        return R.Fma(power, .693359375f, m + y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Tanh<R>(R x) where R : unmanaged, IReal<R>
    {
        R z = x * x;
        R p = -5.70498872745e-3f;
        p = R.Fma(p, z, 2.06390887954e-2f);
        p = R.Fma(p, z, -5.37397155531e-2f);
        p = R.Fma(p, z, 1.33314422036e-1f);
        p = R.Fma(p, z, -3.33332819422e-1f);
        R small = R.Fma(p * z, x, x);
        R magnitude = R.Abs(x);
        R large = 1f - (R)2f / (Exp(magnitude + magnitude) + 1f);
        // The sign of x on the large branch.
        large = R.Or(large, R.And(x, R.WordFrom(0x80000000u)));
        return R.Select(magnitude >= .625f, large, small); // small for NaN, which stays NaN
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos<R>(R x, out R sin, out R cos) where R : unmanaged, IReal<R>
    {
        R f = Reduce(x, out Word<R> quadrant);
        // Beyond what Round can round the polynomials would be of any size. NaN and infinity give NaN. Asked of x, not of f: beside the reduction, not after it.
        Quadrant(quadrant, R.Select(R.Abs(x) > 6.5e6f, 0f * x, f), out sin, out cos);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosOfTurn<R>(R part, out R sin, out R cos) where R : unmanaged, IReal<R>
    {
        R f = Reduce(part * 6.283185307179586, out Word<R> quadrant);
        Quadrant(quadrant, f, out sin, out cos);
    }

    /// <summary>What is left of x beside whole quadrants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R Reduce<R>(R x, out Word<R> quadrant) where R : unmanaged, IReal<R>
    {
        R quarter = Round(x * .636619772f, out quadrant);
        R f = R.Fma(quarter, -1.57079601f, x);
        f = R.Fma(quarter, -3.13916473e-7f, f);
        return R.Fma(quarter, -5.39030253e-15f, f);
    }

    /// <summary>Sine and cosine of quadrant pi/2 + f, with |f| up to pi/4; of the quadrant only the lower two bits count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Quadrant<R>(Word<R> quadrant, R f, out R sin, out R cos) where R : unmanaged, IReal<R>
    {
        R z = f * f;
        R s = R.Fma(R.Fma(R.Fma(-1.9515295891e-4f, z, 8.3321608736e-3f), z, -1.6666654611e-1f), z * f, f);
        R c = R.Fma(R.Fma(R.Fma(2.443315711809948e-5f, z, -1.388731625493765e-3f), z, 4.166664568298827e-2f), z * z, R.Fma(z, -.5f, 1f));
        Word<R> swap = ~(quadrant & 1u) + 1u; // all ones in odd quadrants
        Word<R> sineBits = new(s), cosineBits = new(c);
        Word<R> difference = (sineBits ^ cosineBits) & swap;
        sin = (sineBits ^ difference ^ ((quadrant & 2u) << 30)).Bits;
        cos = (cosineBits ^ difference ^ (((quadrant + 1u) & 2u) << 30)).Bits;
    }
}
