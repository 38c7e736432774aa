using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Neuromorphic.Numerics;

/// <summary>16 float32 values in one 512-bit register.</summary>
public readonly struct Lanes16(Vector512<float> value) : IReal<Lanes16>
{
    /// <summary>The register.</summary>
    public readonly Vector512<float> Value = value;

    /// <inheritdoc/>
    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes16 FromWord(Vector512<uint> word) => new(word.AsSingle());
    Vector512<uint> Word => Value.AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 a, Lanes16 b) => new(a.Value + b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 a, Lanes16 b) => new(a.Value - b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 a, Lanes16 b) => new(a.Value * b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator /(Lanes16 a, Lanes16 b) => new(a.Value / b.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 a) => new(-a.Value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator >=(Lanes16 a, Lanes16 b) => new(Vector512.GreaterThanOrEqual(a.Value, b.Value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator <=(Lanes16 a, Lanes16 b) => new(Vector512.LessThanOrEqual(a.Value, b.Value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator >(Lanes16 a, Lanes16 b) => new(Vector512.GreaterThan(a.Value, b.Value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator <(Lanes16 a, Lanes16 b) => new(Vector512.LessThan(a.Value, b.Value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes16(float value) => new(Vector512.Create(value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes16(double constant) => new(Vector512.Create((float)constant));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Fma(Lanes16 a, Lanes16 b, Lanes16 c) => new(Vector512.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Sqrt(Lanes16 a) => new(Vector512.Sqrt(a.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Abs(Lanes16 a) => new(Vector512.Abs(a.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Select(Lanes16 mask, Lanes16 a, Lanes16 b) => new(Vector512.ConditionalSelect(mask.Value, a.Value, b.Value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Fires(Lanes16 potential, Lanes16 threshold) => potential >= threshold;
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 And(Lanes16 a, Lanes16 b) => FromWord(a.Word & b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Or(Lanes16 a, Lanes16 b) => FromWord(a.Word | b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Xor(Lanes16 a, Lanes16 b) => FromWord(a.Word ^ b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes16 mask) => mask.Word != Vector512<uint>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Exp(Lanes16 x) => Elementary.Exp(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Log(Lanes16 x) => Elementary.Log(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Tanh(Lanes16 x) => Elementary.Tanh(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos(Lanes16 x, out Lanes16 sin, out Lanes16 cos) => Elementary.SinCos(x, out sin, out cos);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosOfTurn(Lanes16 part, out Lanes16 sin, out Lanes16 cos) => Elementary.SinCosOfTurn(part, out sin, out cos);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 BitIncrement(Lanes16 x) => Elementary.BitIncrement(x);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WordFrom(uint value) => FromWord(Vector512.Create(value));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WordAdd(Lanes16 a, Lanes16 b) => FromWord(a.Word + b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WordMultiply(Lanes16 a, Lanes16 b) => FromWord(a.Word * b.Word);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WordShiftLeft(Lanes16 a, int count) => FromWord(a.Word << count);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WordShiftRight(Lanes16 a, int count) => FromWord(a.Word >>> count);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WordLaneIndex() => FromWord(Vector512<uint>.Indices);
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WordToReal(Lanes16 word) => new(Vector512.ConvertToSingle(word.Value.AsInt32()));
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WordTruncate(Lanes16 value) => FromWord(Vector512.ConvertToInt32Native(value.Value).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WordMultiplyHigh(Lanes16 a, Lanes16 b)
    {
        Vector512<ulong> even = Multiply32(a.Word, b.Word);
        Vector512<ulong> odd = Multiply32((a.Word.AsUInt64() >>> 32).AsUInt32(), (b.Word.AsUInt64() >>> 32).AsUInt32());
        return FromWord(Vector512.ConditionalSelect(Vector512.Create(0xFFFFFFFF00000000ul).AsUInt32(), odd.AsUInt32(), (even >>> 32).AsUInt32()));
    }

    /// <summary>64-bit products of the even words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<ulong> Multiply32(Vector512<uint> a, Vector512<uint> b) => Avx512F.IsSupported
        ? Avx512F.Multiply(a, b)
        : (a.AsUInt64() & Vector512.Create(0xFFFFFFFFul)) * (b.AsUInt64() & Vector512.Create(0xFFFFFFFFul));

    /// <inheritdoc/>
    public static double Lane(Lanes16 value, int lane) => value.Value.GetElement(lane);

    /// <inheritdoc/>
    public static Lanes16 FromLanes(ReadOnlySpan<double> values)
    {
        Span<float> lanes = stackalloc float[16];
        lanes.Clear();
        for (int i = 0; i < Math.Min(16, values.Length); i++) lanes[i] = (float)values[i];
        return new(Vector512.Create<float>(lanes));
    }
}
