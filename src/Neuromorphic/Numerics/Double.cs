using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>
/// One float64 value: the reference that tests compare with, and the arithmetic of the Gymnasium-like single environments.
/// A word or mask keeps its 32 bits in the lower half of the number's 64.
/// </summary>
public readonly struct Double(double value) : IReal<Double>
{
    /// <summary>The value.</summary>
    public readonly double Value = value;

    /// <inheritdoc/>
    public static int Width => 1;

    ulong Bits => BitConverter.DoubleToUInt64Bits(Value);
    uint Word => (uint)Bits;
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Double FromBits(ulong bits) => new(BitConverter.UInt64BitsToDouble(bits));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Double Mask(bool holds) => FromBits(holds ? uint.MaxValue : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double operator +(Double a, Double b) => new(a.Value + b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double operator -(Double a, Double b) => new(a.Value - b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double operator *(Double a, Double b) => new(a.Value * b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double operator /(Double a, Double b) => new(a.Value / b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double operator -(Double a) => new(-a.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double operator >=(Double a, Double b) => Mask(a.Value >= b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double operator <=(Double a, Double b) => Mask(a.Value <= b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double operator >(Double a, Double b) => Mask(a.Value > b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double operator <(Double a, Double b) => Mask(a.Value < b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Double(float value) => new(value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Double(double constant) => new(constant);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double Fma(Double a, Double b, Double c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double Sqrt(Double a) => new(Math.Sqrt(a.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double Abs(Double a) => new(Math.Abs(a.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double Select(Double mask, Double a, Double b) => mask.Bits != 0 ? a : b;
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double Fires(Double potential, Double threshold) => potential >= threshold;
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double And(Double a, Double b) => FromBits(a.Bits & b.Bits);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double Or(Double a, Double b) => FromBits(a.Bits | b.Bits);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double Xor(Double a, Double b) => FromBits(a.Bits ^ b.Bits);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Double mask) => mask.Bits != 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double Exp(Double x) => new(Portable.Exp(x.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double Log(Double x) => new(Portable.Log(x.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double Tanh(Double x) => new(Portable.Tanh(x.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos(Double x, out Double sin, out Double cos)
    {
        sin = new(Portable.Sin(x.Value));
        cos = new(Portable.Cos(x.Value));
    }
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosOfTurn(Double part, out Double sin, out Double cos) => SinCos(part * 6.283185307179586, out sin, out cos);

    /// <inheritdoc/>
    public static Double Expm1(Double x) => new(Portable.Expm1(x.Value));
    /// <inheritdoc/>
    public static Double Log1p(Double x) => new(Portable.Log1p(x.Value));
    /// <inheritdoc/>
    public static Double Softplus(Double x) => new(Portable.Softplus(x.Value));
    /// <inheritdoc/>
    public static Double Logistic(Double x) => new(Portable.Logistic(x.Value));
    /// <inheritdoc/>
    public static Double Sinh(Double x) => new(Portable.Sinh(x.Value));
    /// <inheritdoc/>
    public static Double Cosh(Double x) => new(Portable.Cosh(x.Value));
    /// <inheritdoc/>
    public static Double Asinh(Double x) => new(Portable.Asinh(x.Value));
    /// <inheritdoc/>
    public static Double Atan(Double x) => new(Portable.Atan(x.Value));
    /// <inheritdoc/>
    public static Double Erf(Double x) => new(Portable.Erf(x.Value));
    /// <inheritdoc/>
    public static Double Erfc(Double x) => new(Portable.Erfc(x.Value));
    /// <inheritdoc/>
    public static Double I0e(Double x) => new(Portable.I0e(x.Value));
    /// <inheritdoc/>
    public static Double I1e(Double x) => new(Portable.I1e(x.Value));
    /// <inheritdoc/>
    public static Double Pow(Double x, Double y) => new(Portable.Pow(x.Value, y.Value));

    /// <inheritdoc/>
    public static Double BitIncrement(Double x) => new(Math.BitIncrement(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double WordFrom(uint value) => FromBits(value);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double WordAdd(Double a, Double b) => FromBits(a.Word + b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double WordMultiply(Double a, Double b) => FromBits(a.Word * b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double WordMultiplyHigh(Double a, Double b) => FromBits(((ulong)a.Word * b.Word) >> 32);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double WordShiftLeft(Double a, int count) => FromBits(a.Word << count);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double WordShiftRight(Double a, int count) => FromBits(a.Word >> count);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double WordLaneIndex() => FromBits(0);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double WordToReal(Double word) => new((int)word.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double WordTruncate(Double value) => FromBits((uint)(int)value.Value);

    /// <inheritdoc/>
    public static double Lane(Double value, int lane) => value.Value;
    /// <inheritdoc/>
    public static Double FromLanes(ReadOnlySpan<double> values) => new(values[0]);
}
