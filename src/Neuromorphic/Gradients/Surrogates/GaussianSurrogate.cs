using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>a / sqrt(pi) e^(-(a x)^2): a normal density of standard deviation 1 / (a sqrt(2)).</summary>
/// <remarks>SpikingJelly's Erf, a = 2; Yin, Corradi, Bohté (2021), doi:10.1038/s42256-021-00397-w, use Gaussians.</remarks>
public readonly struct GaussianSurrogate : ISurrogate
{
    /// <inheritdoc/>
    public static string Name => "gaussian";
    /// <inheritdoc/>
    public static string Summary => "A bell of area 1: slope / sqrt(pi) e^(-(slope x)^2) (Yin, Corradi, Bohté 2021).";
    /// <inheritdoc/>
    public static double DefaultSlope => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Derivative<R>(R x, R slope) where R : unmanaged, IReal<R>
    {
        R scaled = slope * x;
        return (1 / 1.7724538509055161) * slope * R.Exp(-(scaled * scaled));
    }
}
