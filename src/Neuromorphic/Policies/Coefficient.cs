using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>
/// What a kernel reads in place of a physical value. Options of a neuron that need no other kernel live here:
/// the integration scheme only changes how a time constant becomes a gain, the strict threshold only moves it by one unit in the last place.
/// </summary>
public abstract unsafe class Coefficient
{
    /// <summary>The physical value itself.</summary>
    public static Coefficient Value { get; } = new Of<IdentityFunction>(_ => 1);
    /// <summary>1 / tau: the gain of explicit Euler for a time constant in steps.</summary>
    public static Coefficient EulerGain { get; } = new Of<EulerGainFunction>(tau => -1 / (tau * tau));
    /// <summary>1 - e^(-1 / tau): the gain that is exact for an input that is constant within the step (exponential Euler).</summary>
    public static Coefficient ExponentialGain { get; } = new Of<ExponentialGainFunction>(tau => -Portable.Exp(-1 / tau) / (tau * tau));
    /// <summary>The next larger number: u &gt;= it holds exactly where u &gt; the value holds.</summary>
    public static Coefficient JustAbove { get; } = new Of<JustAboveFunction>(_ => 1);

    /// <summary>The kernel: an <see cref="IFunction"/>.</summary>
    public abstract Type Kernel { get; }
    /// <summary>Replaces physical values[0 .. count) by what the kernel reads.</summary>
    public abstract void Apply<R>(R* values, int count) where R : unmanaged, IReal<R>;
    /// <summary>The derivative at a physical value.</summary>
    public abstract double Slope(double value);

    sealed class Of<TFunction>(Func<double, double> slope) : Coefficient where TFunction : struct, IFunction
    {
        public override Type Kernel => typeof(TFunction);
        public override void Apply<R>(R* values, int count) => Functions.Apply<R, TFunction>(values, count);
        public override double Slope(double value) => slope(value);
    }

    readonly struct EulerGainFunction : IFunction
    {
        public static R Of<R>(R x) where R : unmanaged, IReal<R> => 1.0 / x;
    }

    readonly struct ExponentialGainFunction : IFunction
    {
        public static R Of<R>(R x) where R : unmanaged, IReal<R> => Real.OneMinusExp<R>(1.0 / x);
    }

    readonly struct JustAboveFunction : IFunction
    {
        public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.BitIncrement(x);
    }
}
