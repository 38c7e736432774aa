using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>
/// A number that is one value per GPU thread, or <see cref="Width"/> values per group of CPU lanes.
/// All hot code (neurons, policies, environments, physics, random numbers) is written once against it.
/// </summary>
/// <remarks>
/// <para>A comparison gives a mask of the same type: all bits set where it holds, none where it does not.
/// <see cref="Select"/> takes the place of a branch.</para>
/// <para>Every float32 implementation gives the same bits for the same input: operations are IEEE 754 single precision,
/// rounded to nearest, contracted only where <see cref="Fma"/> is written.</para>
/// <para>The members named <c>Word…</c> treat the same bits as an unsigned 32-bit integer; use them through <see cref="Word{R}"/>.</para>
/// </remarks>
public interface IReal<R> where R : unmanaged, IReal<R>
{
    /// <summary>Values carried by one <typeparamref name="R"/>.</summary>
    static abstract int Width { get; }

    static abstract R operator +(R a, R b);
    static abstract R operator -(R a, R b);
    static abstract R operator *(R a, R b);
    static abstract R operator /(R a, R b);
    static abstract R operator -(R a);
    static abstract R operator >=(R a, R b);
    static abstract R operator <=(R a, R b);
    static abstract R operator >(R a, R b);
    static abstract R operator <(R a, R b);

    /// <summary>The same value in every lane.</summary>
    static abstract implicit operator R(float value);
    /// <summary>The same constant in every lane, rounded once to the precision of <typeparamref name="R"/>:
    /// kernels write their constants as double so that the double precision reference means exactly what the source says.</summary>
    static abstract implicit operator R(double constant);

    /// <summary>a b + c, rounded once.</summary>
    static abstract R Fma(R a, R b, R c);
    static abstract R Sqrt(R a);
    static abstract R Abs(R a);

    /// <summary>potential >= threshold, of a spike: recorded, it is what a surrogate differentiates.</summary>
    static abstract R Fires(R potential, R threshold);

    /// <summary>a where the mask holds, b elsewhere.</summary>
    static abstract R Select(R mask, R a, R b);
    /// <summary>Both masks (or the bits of both words).</summary>
    static abstract R And(R a, R b);
    /// <summary>Either mask (or the bits of either word).</summary>
    static abstract R Or(R a, R b);
    /// <summary>Exactly one of both masks (or words).</summary>
    static abstract R Xor(R a, R b);
    /// <summary>Whether the mask holds in at least one lane.</summary>
    static abstract bool Any(R mask);

    /// <summary>e^x; in float32, x is clamped to [-87, 88].</summary>
    static abstract R Exp(R x);
    /// <summary>Natural logarithm of a positive normal number.</summary>
    static abstract R Log(R x);
    /// <summary>Hyperbolic tangent.</summary>
    static abstract R Tanh(R x);
    /// <summary>
    /// Sine and cosine of an angle in radians; NaN of what is not finite. In float32 to 1.6 units in the last place for |x| up to 10,000
    /// and to 2e-5 up to 6,500,000; beyond, where float32 steps by half a radian and more, some point of the unit circle.
    /// </summary>
    static abstract void SinCos(R x, out R sin, out R cos);
    /// <summary>Sine and cosine of a part of a turn, from 0 to 1.</summary>
    static abstract void SinCosOfTurn(R part, out R sin, out R cos);

    // The functions from here to Pow are written once for float32; another precision has its own.

    /// <summary>e^x - 1, accurate near 0 too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R Expm1(R x) => Special.Expm1(x);
    /// <summary>ln(1 + x), accurate near 0 too; NaN below -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R Log1p(R x) => Special.Log1p(x);
    /// <summary>ln(1 + e^x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R Softplus(R x)
    {
        Apart.Softplus(in x, out R result);
        return result;
    }
    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R Logistic(R x) => Special.Logistic(x);
    /// <summary>Hyperbolic sine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R Sinh(R x)
    {
        Apart.Sinh(in x, out R result);
        return result;
    }
    /// <summary>Hyperbolic cosine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R Cosh(R x) => Special.Cosh(x);
    /// <summary>Inverse of the hyperbolic sine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R Asinh(R x)
    {
        Apart.Asinh(in x, out R result);
        return result;
    }
    /// <summary>Inverse of the tangent, from -pi/2 to pi/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R Atan(R x)
    {
        Apart.Atan(in x, out R result);
        return result;
    }
    /// <summary>The error function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R Erf(R x)
    {
        Apart.Erf(in x, out R result);
        return result;
    }
    /// <summary>1 - erf(x), accurate where it is tiny too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R Erfc(R x)
    {
        Apart.Erfc(in x, out R result);
        return result;
    }
    /// <summary>e^-|x| I0(x): the modified Bessel function of order 0, scaled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R I0e(R x)
    {
        Apart.I0e(in x, out R result);
        return result;
    }
    /// <summary>e^-|x| I1(x): the modified Bessel function of order 1, scaled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R I1e(R x)
    {
        Apart.I1e(in x, out R result);
        return result;
    }
    /// <summary>x^y, with the cases of IEEE 754: NaN of a negative number to a power that is not whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual R Pow(R x, R y)
    {
        Apart.Pow(in x, in y, out R result);
        return result;
    }

    /// <summary>The next larger number, for a finite one.</summary>
    static abstract R BitIncrement(R x);

    static abstract R WordFrom(uint value);
    static abstract R WordAdd(R a, R b);
    static abstract R WordMultiply(R a, R b);
    static abstract R WordMultiplyHigh(R a, R b);
    static abstract R WordShiftLeft(R a, int count);
    static abstract R WordShiftRight(R a, int count);
    /// <summary>The words 0, 1, ..., Width - 1.</summary>
    static abstract R WordLaneIndex();
    /// <summary>The value of a word read as a signed integer.</summary>
    static abstract R WordToReal(R word);
    /// <summary>The signed integer that results from dropping the fraction, for |value| below 2^31; beyond, what the processor makes of it.</summary>
    static abstract R WordTruncate(R value);

    /// <summary>The value of one lane.</summary>
    static abstract double Lane(R value, int lane);
    /// <summary>A number whose lane i is values[i]; missing lanes are zero.</summary>
    static abstract R FromLanes(ReadOnlySpan<double> values);
}
