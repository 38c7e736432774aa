using System.Runtime.CompilerServices;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>When a neuron fires, and what it sends.</summary>
public interface ISpike
{
    /// <summary>Part of a neuron's name, such as "-ternary"; empty for the default.</summary>
    static abstract string Suffix { get; }

    /// <summary>The spike of a membrane potential, and the mask of neurons that fire and therefore reset.</summary>
    static abstract R Fire<R>(R potential, R threshold, out R fires) where R : unmanaged, IReal<R>;

    /// <summary>The adjoint of <see cref="Fire"/>, with a surrogate for the derivative of each step.</summary>
    /// <param name="potential">The potential.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="slope">Slope of the surrogate.</param>
    /// <param name="spikeGradient">The gradient of the spike.</param>
    /// <param name="firesGradient">The gradient of |spike|.</param>
    /// <param name="thresholdGradient">The gradient of the threshold.</param>
    /// <returns>The gradient of the potential.</returns>
    static abstract R FireAdjoint<R, TSurrogate>(R potential, R threshold, R slope, R spikeGradient, R firesGradient, out R thresholdGradient)
        where R : unmanaged, IReal<R> where TSurrogate : struct, ISurrogate;
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
        fires = potential >= threshold;
        return R.Select(fires, 1.0, 0.0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R FireAdjoint<R, TSurrogate>(R potential, R threshold, R slope, R spikeGradient, R firesGradient, out R thresholdGradient)
        where R : unmanaged, IReal<R> where TSurrogate : struct, ISurrogate
    {
        R gradient = (spikeGradient + firesGradient) * TSurrogate.Derivative(potential - threshold, slope);
        thresholdGradient = -gradient;
        return gradient;
    }
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
        R above = potential >= threshold, below = potential <= -threshold;
        fires = R.Or(above, below);
        return R.Select(above, 1.0, R.Select(below, -1.0, 0.0));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R FireAdjoint<R, TSurrogate>(R potential, R threshold, R slope, R spikeGradient, R firesGradient, out R thresholdGradient)
        where R : unmanaged, IReal<R> where TSurrogate : struct, ISurrogate
    {
        R above = (spikeGradient + firesGradient) * TSurrogate.Derivative(potential - threshold, slope);
        R below = (spikeGradient - firesGradient) * TSurrogate.Derivative(-potential - threshold, slope);
        thresholdGradient = below - above;
        return above + below;
    }
}
