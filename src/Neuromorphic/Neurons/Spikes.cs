using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>When a neuron fires, and what it sends.</summary>
public interface ISpike
{
    /// <summary>Part of a neuron's name, such as "-ternary"; empty for the default.</summary>
    static abstract string Suffix { get; }

    /// <summary>The spike of a membrane potential, and the mask of neurons that fire and therefore reset.</summary>
    static abstract R Fire<R>(R potential, R threshold, out R fires) where R : unmanaged, IReal<R>;

    /// <summary>The potential after a reset by subtraction, of a neuron that fires.</summary>
    static abstract R Subtract<R>(R potential, R threshold) where R : unmanaged, IReal<R>;
}

/// <summary>1 at or above the threshold, else 0.</summary>
public readonly struct BinarySpike : ISpike
{
    /// <inheritdoc/>
    public static string Suffix => "";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Fire<R>(R potential, R threshold, out R fires) where R : unmanaged, IReal<R>
    {
        fires = R.Fires(potential, threshold);
        return R.Select(fires, 1.0, 0.0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Subtract<R>(R potential, R threshold) where R : unmanaged, IReal<R> => potential - threshold;
}

/// <summary>1 at or above the threshold, -1 at or below its negative, else 0.</summary>
/// <remarks>Guo et al. (2024), "Ternary Spike: Learning Ternary Spikes for Spiking Neural Networks", arXiv:2312.06372.</remarks>
public readonly struct TernarySpike : ISpike
{
    /// <inheritdoc/>
    public static string Suffix => "-ternary";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Fire<R>(R potential, R threshold, out R fires) where R : unmanaged, IReal<R>
    {
        R above = R.Fires(potential, threshold), below = R.Fires(-potential, threshold);
        fires = R.Or(above, below);
        return R.Select(above, (R)1.0, 0.0) - R.Select(below, (R)1.0, 0.0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Subtract<R>(R potential, R threshold) where R : unmanaged, IReal<R> => potential - R.Select(potential < 0.0, -threshold, threshold);
}
