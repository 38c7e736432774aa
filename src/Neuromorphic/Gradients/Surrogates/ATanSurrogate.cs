using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>(a / 2) / (1 + (pi a x / 2)^2): the derivative of atan(pi a x / 2) / pi + 1/2.</summary>
/// <remarks>Fang, Yu, Chen, Masquelier, Huang, Tian (2021), arXiv:2007.05785; SpikingJelly's and snnTorch's default, a = 2.</remarks>
public readonly struct ATanSurrogate : ISurrogate
{
    /// <inheritdoc/>
    public static string Name => "atan";
    /// <inheritdoc/>
    public static string Summary => "Derivative of an arc tangent: heavy tails, peak slope / 2 (Fang et al. 2021).";
    /// <inheritdoc/>
    public static double DefaultSlope => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Derivative<R>(R x, R slope) where R : unmanaged, IReal<R>
    {
        R scaled = Math.PI / 2 * slope * x;
        return 0.5 * slope / R.Fma(scaled, scaled, 1.0);
    }
}
