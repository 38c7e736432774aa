using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Neuromorphic.Numerics;

/// <summary>8 float32 values in one 256-bit register.</summary>
public readonly struct Lanes8(Vector256<float> value) : IReal<Lanes8>
{
    /// <summary>The register.</summary>
    public readonly Vector256<float> Value = value;

    /// <inheritdoc/>
    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes8 FromWord(Vector256<uint> word) => new(word.AsSingle());
    Vector256<uint> Word => Value.AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 a, Lanes8 b) => new(a.Value + b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 a, Lanes8 b) => new(a.Value - b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 a, Lanes8 b) => new(a.Value * b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator /(Lanes8 a, Lanes8 b) => new(a.Value / b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 a) => new(-a.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator >=(Lanes8 a, Lanes8 b) => new(Vector256.GreaterThanOrEqual(a.Value, b.Value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator <=(Lanes8 a, Lanes8 b) => new(Vector256.LessThanOrEqual(a.Value, b.Value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator >(Lanes8 a, Lanes8 b) => new(Vector256.GreaterThan(a.Value, b.Value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator <(Lanes8 a, Lanes8 b) => new(Vector256.LessThan(a.Value, b.Value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes8(float value) => new(Vector256.Create(value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes8(double constant) => new(Vector256.Create((float)constant));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Fma(Lanes8 a, Lanes8 b, Lanes8 c) => new(Vector256.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Sqrt(Lanes8 a) => new(Vector256.Sqrt(a.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Abs(Lanes8 a) => new(Vector256.Abs(a.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Select(Lanes8 mask, Lanes8 a, Lanes8 b) => new(Vector256.ConditionalSelect(mask.Value, a.Value, b.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Fires(Lanes8 potential, Lanes8 threshold) => potential >= threshold;
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 And(Lanes8 a, Lanes8 b) => FromWord(a.Word & b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Or(Lanes8 a, Lanes8 b) => FromWord(a.Word | b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Xor(Lanes8 a, Lanes8 b) => FromWord(a.Word ^ b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes8 mask) => mask.Word != Vector256<uint>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Exp(Lanes8 x) => Elementary.Exp(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Log(Lanes8 x) => Elementary.Log(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Tanh(Lanes8 x) => Elementary.Tanh(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos(Lanes8 x, out Lanes8 sin, out Lanes8 cos) => Elementary.SinCos(x, out sin, out cos);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosOfTurn(Lanes8 part, out Lanes8 sin, out Lanes8 cos) => Elementary.SinCosOfTurn(part, out sin, out cos);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 BitIncrement(Lanes8 x) => Elementary.BitIncrement(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WordFrom(uint value) => FromWord(Vector256.Create(value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WordAdd(Lanes8 a, Lanes8 b) => FromWord(a.Word + b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WordMultiply(Lanes8 a, Lanes8 b) => FromWord(a.Word * b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WordShiftLeft(Lanes8 a, int count) => FromWord(a.Word << count);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WordShiftRight(Lanes8 a, int count) => FromWord(a.Word >>> count);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WordLaneIndex() => FromWord(Vector256<uint>.Indices);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WordToReal(Lanes8 word) => new(Vector256.ConvertToSingle(word.Value.AsInt32()));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WordTruncate(Lanes8 value) => FromWord(Vector256.ConvertToInt32Native(value.Value).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WordMultiplyHigh(Lanes8 a, Lanes8 b)
    {
        Vector256<ulong> even = Multiply32(a.Word, b.Word);
        Vector256<ulong> odd = Multiply32((a.Word.AsUInt64() >>> 32).AsUInt32(), (b.Word.AsUInt64() >>> 32).AsUInt32());
        return FromWord(Vector256.ConditionalSelect(Vector256.Create(0xFFFFFFFF00000000ul).AsUInt32(), odd.AsUInt32(), (even >>> 32).AsUInt32()));
    }

    /// <summary>64-bit products of the even words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<ulong> Multiply32(Vector256<uint> a, Vector256<uint> b) => Avx2.IsSupported
        ? Avx2.Multiply(a, b)
        : (a.AsUInt64() & Vector256.Create(0xFFFFFFFFul)) * (b.AsUInt64() & Vector256.Create(0xFFFFFFFFul));

    /// <inheritdoc/>
    public static double Lane(Lanes8 value, int lane) => value.Value.GetElement(lane);

    /// <inheritdoc/>
    public static Lanes8 FromLanes(ReadOnlySpan<double> values)
    {
        Span<float> lanes = stackalloc float[8];
        lanes.Clear();
        for (int i = 0; i < Math.Min(8, values.Length); i++) lanes[i] = (float)values[i];
        return new(Vector256.Create<float>(lanes));
    }
}
