using Neuromorphic.Numerics;

namespace Neuromorphic.Gpu;

/// <summary>One float32 value in a thread of a device. A mask is 1 or 0 in its bits: all set, or none.</summary>
public readonly struct DeviceReal(float value) : IReal<DeviceReal>
{
    /// <summary>The value.</summary>
    public readonly float Value = value;

    /// <inheritdoc/>
    public static int Width => 1;

    uint Word => ILGPU.Interop.FloatAsInt(Value);
    static DeviceReal FromWord(uint word) => new(ILGPU.Interop.IntAsFloat(word));
    static DeviceReal Mask(bool holds) => FromWord(holds ? uint.MaxValue : 0);

    public static DeviceReal operator +(DeviceReal a, DeviceReal b) => new(Rounded.Add(a.Value, b.Value));
    public static DeviceReal operator -(DeviceReal a, DeviceReal b) => new(Rounded.Subtract(a.Value, b.Value));
    public static DeviceReal operator *(DeviceReal a, DeviceReal b) => new(Rounded.Multiply(a.Value, b.Value));
    public static DeviceReal operator /(DeviceReal a, DeviceReal b) => new(Rounded.Divide(a.Value, b.Value));
    public static DeviceReal operator -(DeviceReal a) => FromWord(a.Word ^ 0x80000000u);
    public static DeviceReal operator >=(DeviceReal a, DeviceReal b) => Mask(a.Value >= b.Value);
    public static DeviceReal operator <=(DeviceReal a, DeviceReal b) => Mask(a.Value <= b.Value);
    public static DeviceReal operator >(DeviceReal a, DeviceReal b) => Mask(a.Value > b.Value);
    public static DeviceReal operator <(DeviceReal a, DeviceReal b) => Mask(a.Value < b.Value);
    public static implicit operator DeviceReal(float value) => new(value);
    public static implicit operator DeviceReal(double constant) => new((float)constant);

    /// <inheritdoc/>
    public static DeviceReal Fma(DeviceReal a, DeviceReal b, DeviceReal c) => new(Rounded.Fma(a.Value, b.Value, c.Value));
    /// <inheritdoc/>
    public static DeviceReal Sqrt(DeviceReal a) => new(Rounded.Sqrt(a.Value));
    /// <inheritdoc/>
    public static DeviceReal Abs(DeviceReal a) => FromWord(a.Word & 0x7FFFFFFFu);
    /// <inheritdoc/>
    public static DeviceReal Select(DeviceReal mask, DeviceReal a, DeviceReal b) => new(mask.Word != 0 ? a.Value : b.Value);
    /// <inheritdoc/>
    public static DeviceReal Fires(DeviceReal potential, DeviceReal threshold) => potential >= threshold;
    /// <inheritdoc/>
    public static DeviceReal And(DeviceReal a, DeviceReal b) => FromWord(a.Word & b.Word);
    /// <inheritdoc/>
    public static DeviceReal Or(DeviceReal a, DeviceReal b) => FromWord(a.Word | b.Word);
    /// <inheritdoc/>
    public static DeviceReal Xor(DeviceReal a, DeviceReal b) => FromWord(a.Word ^ b.Word);
    /// <inheritdoc/>
    public static bool Any(DeviceReal mask) => mask.Word != 0;

    /// <inheritdoc/>
    public static DeviceReal Exp(DeviceReal x) => Elementary.Exp(x);
    /// <inheritdoc/>
    public static DeviceReal Log(DeviceReal x) => Elementary.Log(x);
    /// <inheritdoc/>
    public static DeviceReal Tanh(DeviceReal x) => Elementary.Tanh(x);
    /// <inheritdoc/>
    public static void SinCos(DeviceReal x, out DeviceReal sin, out DeviceReal cos) => Elementary.SinCos(x, out sin, out cos);
    /// <inheritdoc/>
    public static void SinCosOfTurn(DeviceReal part, out DeviceReal sin, out DeviceReal cos) => Elementary.SinCosOfTurn(part, out sin, out cos);

    // Compiled apart on a processor, inlined here.
    /// <inheritdoc/>
    public static DeviceReal Softplus(DeviceReal x) => Special.Softplus(x);
    /// <inheritdoc/>
    public static DeviceReal Sinh(DeviceReal x) => Special.Sinh(x);
    /// <inheritdoc/>
    public static DeviceReal Asinh(DeviceReal x) => Special.Asinh(x);
    /// <inheritdoc/>
    public static DeviceReal Atan(DeviceReal x) => Special.Atan(x);
    /// <inheritdoc/>
    public static DeviceReal Erf(DeviceReal x) => Special.Erf(x);
    /// <inheritdoc/>
    public static DeviceReal Erfc(DeviceReal x) => Special.Erfc(x);
    /// <inheritdoc/>
    public static DeviceReal I0e(DeviceReal x) => Special.I0e(x);
    /// <inheritdoc/>
    public static DeviceReal I1e(DeviceReal x) => Special.I1e(x);
    /// <inheritdoc/>
    public static DeviceReal Pow(DeviceReal x, DeviceReal y) => Special.Pow(x, y);

    /// <inheritdoc/>
    public static DeviceReal BitIncrement(DeviceReal x) => Elementary.BitIncrement(x);
    /// <inheritdoc/>
    public static DeviceReal WordFrom(uint value) => FromWord(value);
    /// <inheritdoc/>
    public static DeviceReal WordAdd(DeviceReal a, DeviceReal b) => FromWord(a.Word + b.Word);
    /// <inheritdoc/>
    public static DeviceReal WordMultiply(DeviceReal a, DeviceReal b) => FromWord(a.Word * b.Word);
    /// <inheritdoc/>
    public static DeviceReal WordMultiplyHigh(DeviceReal a, DeviceReal b) => FromWord((uint)(((ulong)a.Word * b.Word) >> 32));
    /// <inheritdoc/>
    public static DeviceReal WordShiftLeft(DeviceReal a, int count) => FromWord(a.Word << count);
    /// <inheritdoc/>
    public static DeviceReal WordShiftRight(DeviceReal a, int count) => FromWord(a.Word >> count);
    /// <inheritdoc/>
    public static DeviceReal WordLaneIndex() => FromWord(0);
    /// <inheritdoc/>
    public static DeviceReal WordToReal(DeviceReal word) => new((int)word.Word);
    /// <inheritdoc/>
    public static DeviceReal WordTruncate(DeviceReal value) => FromWord((uint)(int)value.Value);

    /// <inheritdoc/>
    public static double Lane(DeviceReal value, int lane) => value.Value;
    /// <inheritdoc/>
    public static DeviceReal FromLanes(ReadOnlySpan<double> values) => new((float)values[0]);
}
