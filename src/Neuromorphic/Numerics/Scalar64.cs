using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>
/// One float64 value: the reference that tests compare with, and the arithmetic of the Gymnasium-like single environments.
/// A word or mask keeps its 32 bits in the lower half of the number's 64.
/// </summary>
public readonly struct Scalar64(double value) : IReal<Scalar64>
{
    /// <summary>The value.</summary>
    public readonly double Value = value;

    /// <inheritdoc/>
    public static int Width => 1;

    ulong Bits => BitConverter.DoubleToUInt64Bits(Value);
    uint Word => (uint)Bits;
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Scalar64 FromBits(ulong bits) => new(BitConverter.UInt64BitsToDouble(bits));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Scalar64 Mask(bool holds) => FromBits(holds ? uint.MaxValue : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 operator +(Scalar64 a, Scalar64 b) => new(a.Value + b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 operator -(Scalar64 a, Scalar64 b) => new(a.Value - b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 operator *(Scalar64 a, Scalar64 b) => new(a.Value * b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 operator /(Scalar64 a, Scalar64 b) => new(a.Value / b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 operator -(Scalar64 a) => new(-a.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 operator >=(Scalar64 a, Scalar64 b) => Mask(a.Value >= b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 operator <=(Scalar64 a, Scalar64 b) => Mask(a.Value <= b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 operator >(Scalar64 a, Scalar64 b) => Mask(a.Value > b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 operator <(Scalar64 a, Scalar64 b) => Mask(a.Value < b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Scalar64(float value) => new(value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Scalar64(double constant) => new(constant);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 Fma(Scalar64 a, Scalar64 b, Scalar64 c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 Sqrt(Scalar64 a) => new(Math.Sqrt(a.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 Abs(Scalar64 a) => new(Math.Abs(a.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 Select(Scalar64 mask, Scalar64 a, Scalar64 b) => mask.Bits != 0 ? a : b;
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 Fires(Scalar64 potential, Scalar64 threshold) => potential >= threshold;
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 And(Scalar64 a, Scalar64 b) => FromBits(a.Bits & b.Bits);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 Or(Scalar64 a, Scalar64 b) => FromBits(a.Bits | b.Bits);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 Xor(Scalar64 a, Scalar64 b) => FromBits(a.Bits ^ b.Bits);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Scalar64 mask) => mask.Bits != 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 Exp(Scalar64 x) => new(Portable.Exp(x.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 Log(Scalar64 x) => new(Portable.Log(x.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 Tanh(Scalar64 x) => new(Portable.Tanh(x.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos(Scalar64 x, out Scalar64 sin, out Scalar64 cos)
    {
        sin = new(Portable.Sin(x.Value));
        cos = new(Portable.Cos(x.Value));
    }
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosOfTurn(Scalar64 part, out Scalar64 sin, out Scalar64 cos) => SinCos(part * 6.283185307179586, out sin, out cos);

    /// <inheritdoc/>
    public static Scalar64 Expm1(Scalar64 x) => new(Portable.Expm1(x.Value));
    /// <inheritdoc/>
    public static Scalar64 Log1p(Scalar64 x) => new(Portable.Log1p(x.Value));
    /// <inheritdoc/>
    public static Scalar64 Softplus(Scalar64 x) => new(Portable.Softplus(x.Value));
    /// <inheritdoc/>
    public static Scalar64 Logistic(Scalar64 x) => new(Portable.Logistic(x.Value));
    /// <inheritdoc/>
    public static Scalar64 Sinh(Scalar64 x) => new(Portable.Sinh(x.Value));
    /// <inheritdoc/>
    public static Scalar64 Cosh(Scalar64 x) => new(Portable.Cosh(x.Value));
    /// <inheritdoc/>
    public static Scalar64 Asinh(Scalar64 x) => new(Portable.Asinh(x.Value));
    /// <inheritdoc/>
    public static Scalar64 Atan(Scalar64 x) => new(Portable.Atan(x.Value));
    /// <inheritdoc/>
    public static Scalar64 Erf(Scalar64 x) => new(Portable.Erf(x.Value));
    /// <inheritdoc/>
    public static Scalar64 Erfc(Scalar64 x) => new(Portable.Erfc(x.Value));
    /// <inheritdoc/>
    public static Scalar64 I0e(Scalar64 x) => new(Portable.I0e(x.Value));
    /// <inheritdoc/>
    public static Scalar64 I1e(Scalar64 x) => new(Portable.I1e(x.Value));
    /// <inheritdoc/>
    public static Scalar64 Pow(Scalar64 x, Scalar64 y) => new(Portable.Pow(x.Value, y.Value));

    /// <inheritdoc/>
    public static Scalar64 BitIncrement(Scalar64 x) => new(Math.BitIncrement(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 WordFrom(uint value) => FromBits(value);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 WordAdd(Scalar64 a, Scalar64 b) => FromBits(a.Word + b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 WordMultiply(Scalar64 a, Scalar64 b) => FromBits(a.Word * b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 WordMultiplyHigh(Scalar64 a, Scalar64 b) => FromBits(((ulong)a.Word * b.Word) >> 32);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 WordShiftLeft(Scalar64 a, int count) => FromBits(a.Word << count);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 WordShiftRight(Scalar64 a, int count) => FromBits(a.Word >> count);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 WordLaneIndex() => FromBits(0);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 WordToReal(Scalar64 word) => new((int)word.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar64 WordTruncate(Scalar64 value) => FromBits((uint)(int)value.Value);

    /// <inheritdoc/>
    public static double Lane(Scalar64 value, int lane) => value.Value;
    /// <inheritdoc/>
    public static Scalar64 FromLanes(ReadOnlySpan<double> values) => new(values[0]);
}
