using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tests.Gradients;

/// <summary>When a smooth spike resets its neuron.</summary>
public interface IResets
{
    static abstract bool Ever { get; }
}

/// <summary>At the threshold, as a step.</summary>
public readonly struct AtThreshold : IResets
{
    public static bool Ever => true;
}

/// <summary>Never.</summary>
public readonly struct Never : IResets
{
    public static bool Ever => false;
}

/// <summary>A spike that is a logistic function of the distance from the threshold; the reset stays a step. Its exact derivative is <see cref="SigmoidSurrogate"/>.</summary>
public readonly struct SmoothSpike<TResets> : ISpike where TResets : struct, IResets
{
    public static string Suffix => "-smooth";

    public static R Fire<R>(R potential, R threshold, out R fires) where R : unmanaged, IReal<R>
    {
        fires = R.Fires(potential, TResets.Ever ? threshold : 1e9);
        return R.Logistic(4.0 * (potential - threshold));
    }

    public static R Subtract<R>(R potential, R threshold) where R : unmanaged, IReal<R> => BinarySpike.Subtract(potential, threshold);
}

/// <summary>
/// The difference of two ramps, one at the threshold, one at its negative; the reset stays a step. A ramp is the integral of <see cref="TriangleSurrogate"/>.
/// Thresholds above half a ramp keep the two apart, and |spike| is their sum.
/// </summary>
public readonly struct SmoothTernarySpike<TResets> : ISpike where TResets : struct, IResets
{
    public static string Suffix => "-ternary-smooth";

    public static R Fire<R>(R potential, R threshold, out R fires) where R : unmanaged, IReal<R>
    {
        R reset = TResets.Ever ? threshold : 1e9;
        fires = R.Or(R.Fires(potential, reset), R.Fires(-potential, reset));
        return Ramp(potential - threshold) - Ramp(-potential - threshold);
    }

    public static R Subtract<R>(R potential, R threshold) where R : unmanaged, IReal<R> => TernarySpike.Subtract(potential, threshold);

    /// <summary>From 0 to 1 in two parabolas.</summary>
    static R Ramp<R>(R x) where R : unmanaged, IReal<R>
    {
        R scaled = Real.Clamp(2.0 * x, (R)(-1.0), (R)1.0), rest = 1.0 - R.Abs(scaled);
        return R.Select(scaled < 0.0, .5 * rest * rest, 1.0 - .5 * rest * rest);
    }
}
