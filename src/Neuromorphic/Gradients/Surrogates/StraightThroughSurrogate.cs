using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>a, whatever x is: the straight-through estimator.</summary>
/// <remarks>Bengio, Léonard, Courville (2013), arXiv:1308.3432.</remarks>
public readonly struct StraightThroughSurrogate : ISurrogate
{
    /// <inheritdoc/>
    public static string Name => "straight-through";
    /// <inheritdoc/>
    public static string Summary => "The slope everywhere: gradients pass as if the spike were the potential (Bengio et al. 2013).";
    /// <inheritdoc/>
    public static double DefaultSlope => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Derivative<R>(R x, R slope) where R : unmanaged, IReal<R>
    {
        return slope;
    }
}
