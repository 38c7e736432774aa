using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tests.Gradients;

/// <summary>
/// The decisions that smooth spikes took on this thread since <see cref="Begin"/>: two runs with the same ones lie on the same smooth piece
/// of the network's function, so that their difference has a derivative as its limit.
/// </summary>
static class Decisions
{
    [ThreadStatic] static ulong taken;
    [ThreadStatic] static int steps, fired;

    /// <summary>All decisions in order, hashed.</summary>
    public static ulong Taken => taken;
    /// <summary>The part of all neurons' sub-steps that ended in a reset.</summary>
    public static double Rate => fired / (double)steps;

    public static void Begin() => (taken, steps, fired) = (14695981039346656037, 0, 0);

    public static void Note<R>(R fires) where R : unmanaged, IReal<R>
    {
        bool any = R.Any(fires);
        steps++;
        if (any) fired++;
        NoteSide(any);
    }

    public static void NoteSide(bool side) => taken = (taken ^ (side ? 2UL : 1UL)) * 1099511628211;
}

/// <summary>A spike that is a logistic function of the distance from the threshold; the reset stays a step. Its exact derivative is <see cref="SigmoidSurrogate"/>.</summary>
public readonly struct SmoothSpike : ISpike
{
    public const double Slope = 4;
    public const string Surrogate = "sigmoid";

    public static string Suffix => "-smooth";

    public static R Fire<R>(R potential, R threshold, out R fires) where R : unmanaged, IReal<R>
    {
        fires = potential >= threshold;
        Decisions.Note(fires);
        return R.Logistic(Slope * (potential - threshold));
    }

    public static R FireAdjoint<R, TSurrogate>(R potential, R threshold, R slope, R spikeGradient, R firesGradient, out R thresholdGradient)
        where R : unmanaged, IReal<R> where TSurrogate : struct, ISurrogate =>
        BinarySpike.FireAdjoint<R, TSurrogate>(potential, threshold, slope, spikeGradient, firesGradient, out thresholdGradient);
}

/// <summary>
/// The difference of two ramps, one at the threshold, one at its negative; the reset stays a step. A ramp is the integral of <see cref="TriangleSurrogate"/>.
/// Thresholds above half a ramp keep the two apart, and |spike| is their sum.
/// </summary>
public readonly struct SmoothTernarySpike : ISpike
{
    public const double Slope = 2;
    public const string Surrogate = "triangle";

    public static string Suffix => "-ternary-smooth";

    public static R Fire<R>(R potential, R threshold, out R fires) where R : unmanaged, IReal<R>
    {
        fires = R.Or(potential >= threshold, potential <= -threshold);
        Decisions.Note(fires);
        Decisions.NoteSide(R.Any(potential >= 0.0));
        return Ramp(potential - threshold) - Ramp(-potential - threshold);
    }

    /// <summary>From 0 to 1 in two parabolas.</summary>
    static R Ramp<R>(R x) where R : unmanaged, IReal<R>
    {
        R scaled = Real.Clamp(Slope * x, (R)(-1.0), (R)1.0), rest = 1.0 - R.Abs(scaled);
        foreach (double edge in (ReadOnlySpan<double>)[-1, 0, 1]) Decisions.NoteSide(R.Any(Slope * x >= edge));
        return R.Select(scaled < 0.0, .5 * rest * rest, 1.0 - .5 * rest * rest);
    }

    public static R FireAdjoint<R, TSurrogate>(R potential, R threshold, R slope, R spikeGradient, R firesGradient, out R thresholdGradient)
        where R : unmanaged, IReal<R> where TSurrogate : struct, ISurrogate =>
        TernarySpike.FireAdjoint<R, TSurrogate>(potential, threshold, slope, spikeGradient, firesGradient, out thresholdGradient);
}
