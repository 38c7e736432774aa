using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>One float32 value: the lane implementation for processors without wide registers, and the form that probes and single episodes use.</summary>
public readonly struct Scalar(float value) : IReal<Scalar>
{
    /// <summary>The value.</summary>
    public readonly float Value = value;

    /// <inheritdoc/>
    public static int Width => 1;

    uint Word => BitConverter.SingleToUInt32Bits(Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Scalar FromWord(uint word) => new(BitConverter.UInt32BitsToSingle(word));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Scalar Mask(bool holds) => FromWord(holds ? uint.MaxValue : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator +(Scalar a, Scalar b) => new(a.Value + b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator -(Scalar a, Scalar b) => new(a.Value - b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator *(Scalar a, Scalar b) => new(a.Value * b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator /(Scalar a, Scalar b) => new(a.Value / b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator -(Scalar a) => new(-a.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator >=(Scalar a, Scalar b) => Mask(a.Value >= b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator <=(Scalar a, Scalar b) => Mask(a.Value <= b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator >(Scalar a, Scalar b) => Mask(a.Value > b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator <(Scalar a, Scalar b) => Mask(a.Value < b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Scalar(float value) => new(value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Scalar(double constant) => new((float)constant);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Fma(Scalar a, Scalar b, Scalar c) => new(MathF.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Sqrt(Scalar a) => new(MathF.Sqrt(a.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Abs(Scalar a) => new(MathF.Abs(a.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Select(Scalar mask, Scalar a, Scalar b) => mask.Word != 0 ? a : b;
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Fires(Scalar potential, Scalar threshold) => potential >= threshold;
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar And(Scalar a, Scalar b) => FromWord(a.Word & b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Or(Scalar a, Scalar b) => FromWord(a.Word | b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Xor(Scalar a, Scalar b) => FromWord(a.Word ^ b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Scalar mask) => mask.Word != 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Exp(Scalar x) => Elementary.Exp(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Log(Scalar x) => Elementary.Log(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Tanh(Scalar x) => Elementary.Tanh(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos(Scalar x, out Scalar sin, out Scalar cos) => Elementary.SinCos(x, out sin, out cos);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosOfTurn(Scalar part, out Scalar sin, out Scalar cos) => Elementary.SinCosOfTurn(part, out sin, out cos);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar BitIncrement(Scalar x) => Elementary.BitIncrement(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar WordFrom(uint value) => FromWord(value);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar WordAdd(Scalar a, Scalar b) => FromWord(a.Word + b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar WordMultiply(Scalar a, Scalar b) => FromWord(a.Word * b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar WordMultiplyHigh(Scalar a, Scalar b) => FromWord((uint)(((ulong)a.Word * b.Word) >> 32));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar WordShiftLeft(Scalar a, int count) => FromWord(a.Word << count);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar WordShiftRight(Scalar a, int count) => FromWord(a.Word >> count);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar WordLaneIndex() => FromWord(0);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar WordToReal(Scalar word) => new((int)word.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar WordTruncate(Scalar value) => FromWord((uint)float.ConvertToIntegerNative<int>(value.Value));

    /// <inheritdoc/>
    public static double Lane(Scalar value, int lane) => value.Value;
    /// <inheritdoc/>
    public static Scalar FromLanes(ReadOnlySpan<double> values) => new((float)values[0]);
}
