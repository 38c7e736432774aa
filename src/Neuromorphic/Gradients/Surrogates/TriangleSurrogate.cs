using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>max(0, a - a^2 |x|): a triangle of area 1, half width 1 / a.</summary>
/// <remarks>Bellec, Salaj, Subramoney, Legenstein, Maass (2018), arXiv:1803.09574; SpikingJelly's PiecewiseQuadratic. Bellec's damping factor .3 is a scale, not a width.</remarks>
public readonly struct TriangleSurrogate : ISurrogate
{
    /// <inheritdoc/>
    public static string Name => "triangle";
    /// <inheritdoc/>
    public static string Summary => "A triangle of half width 1 / slope and area 1 (Bellec et al. 2018).";
    /// <inheritdoc/>
    public static double DefaultSlope => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Derivative<R>(R x, R slope) where R : unmanaged, IReal<R>
    {
        return Real.Max(slope - slope * slope * R.Abs(x), (R)0.0);
    }
}
