using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>1 / (1 + a |x|)^2: the derivative of x / (1 + a |x|).</summary>
/// <remarks>Zenke, Ganguli (2018), SuperSpike, arXiv:1705.11146; a = 25 as in snnTorch (Norse takes 100).</remarks>
public readonly struct FastSigmoidSurrogate : ISurrogate
{
    /// <inheritdoc/>
    public static string Name => "fast-sigmoid";
    /// <inheritdoc/>
    public static string Summary => "1 / (1 + slope |x|)^2: peak 1 whatever the slope (SuperSpike, Zenke, Ganguli 2018).";
    /// <inheritdoc/>
    public static double DefaultSlope => 25;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Derivative<R>(R x, R slope) where R : unmanaged, IReal<R>
    {
        R width = R.Fma(slope, R.Abs(x), 1.0);
        return 1.0 / (width * width);
    }
}
