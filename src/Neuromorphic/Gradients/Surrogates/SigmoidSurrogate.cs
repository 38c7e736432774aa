using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>a s (1 - s) with s = 1 / (1 + e^(-a x)): the derivative of the logistic function.</summary>
/// <remarks>Computed as a e / (1 + e)^2 with e = e^(-a |x|), which cannot overflow.</remarks>
public readonly struct SigmoidSurrogate : ISurrogate
{
    /// <inheritdoc/>
    public static string Name => "sigmoid";
    /// <inheritdoc/>
    public static string Summary => "Derivative of a logistic function: peak slope / 4 (Zenke, Ganguli 2018).";
    /// <inheritdoc/>
    public static double DefaultSlope => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Derivative<R>(R x, R slope) where R : unmanaged, IReal<R>
    {
        R e = R.Exp(-(slope * R.Abs(x))), sum = 1.0 + e;
        return slope * e / (sum * sum);
    }
}
