using System.Globalization;

namespace Neuromorphic.Numerics;

/// <summary>
/// A function applied to every number of a slice: from the unconstrained search space to a physical value (a time constant, a threshold),
/// or from a physical value to the coefficient that a kernel reads in its place. Options of a neuron that need no other kernel live there:
/// the integration scheme only changes how a time constant becomes a gain, the strict threshold only moves it by one unit in the last place.
/// </summary>
public abstract unsafe class Transform
{
    const double LeastTimeConstant = 1.001;

    /// <summary>The number itself.</summary>
    public static Transform Identity { get; } = new Of<IdentityFunction>("identity", "x", "any number", value => value, _ => 1);
    /// <summary>ln(1 + e^x): positive.</summary>
    public static Transform Softplus { get; } = new Of<SoftplusFunction>("softplus", "ln(1 + exp(x))", "above 0", InverseSoftplus, x => 1 / (1 + Portable.Exp(-x)));
    /// <summary>e^x: positive.</summary>
    public static Transform Exponential { get; } = new Of<ExponentialFunction>("exp", "exp(x)", "above 0", Portable.Log, Portable.Exp);
    /// <summary>1 + e^-x: the time constant, in steps, whose leak 1 / tau is the logistic function of x. Never below one step.</summary>
    public static Transform LogisticLeak { get; } = new Of<LogisticLeakFunction>("logistic-leak", "1 + exp(-x)", "above 1", value => -Portable.Log(value - 1), x => -Portable.Exp(-x));
    /// <summary>max(x, 1.001): a time constant in steps, searched directly and clipped to stay above one step.</summary>
    public static Transform AboveOneStep { get; } = new Of<AboveOneStepFunction>("above-one-step", "max(x, 1.001)", "1.001 or more", value => value, x => x >= LeastTimeConstant ? 1 : 0, LeastTimeConstant);

    /// <summary>1 / tau: the gain of explicit Euler for a time constant in steps.</summary>
    public static Transform EulerGain { get; } = new Of<EulerGainFunction>("euler-gain", "1 / x", "any number but 0", value => 1 / value, tau => -1 / (tau * tau));
    /// <summary>1 - e^(-1 / tau): the gain that is exact for an input that is constant within the step (exponential Euler).</summary>
    public static Transform ExponentialGain { get; } = new Of<ExponentialGainFunction>("exponential-gain", "1 - exp(-1 / x)", "below 1", value => -1 / Portable.Log1p(-value), tau => -Portable.Exp(-1 / tau) / (tau * tau));
    /// <summary>The next larger number: u &gt;= it holds exactly where u &gt; the value holds.</summary>
    public static Transform JustAbove { get; } = new Of<JustAboveFunction>("just-above", "the next number above x", "any number", Math.BitDecrement, _ => 1);

    /// <summary>All transforms from search space, which a slice of a checkpoint may name.</summary>
    public static IReadOnlyList<Transform> All { get; } = [Identity, Softplus, Exponential, LogisticLeak, AboveOneStep];

    /// <summary>The name in a checkpoint.</summary>
    public abstract string Name { get; }
    /// <summary>The function as one would write it.</summary>
    public abstract string Formula { get; }
    /// <summary>The values that it gives, in words.</summary>
    public abstract string Range { get; }
    /// <summary>The kernel: an <see cref="IFunction"/>.</summary>
    public abstract Type Kernel { get; }
    /// <summary>Replaces values[0 .. count) by the function of them.</summary>
    public abstract void Apply<R>(R* values, int count) where R : unmanaged, IReal<R>;
    /// <summary>The number whose function is <paramref name="value"/>.</summary>
    public abstract double Inverse(double value);

    /// <summary>The derivative at x.</summary>
    public abstract double Slope(double x);
    /// <summary>The nearest number to x at which the function is not flat: where a search by gradients goes on.</summary>
    public abstract double Project(double x);

    /// <summary>The function of one number, in double precision.</summary>
    public double Value(double x)
    {
        Scalar64 value = x;
        Apply(&value, 1);
        return value.Value;
    }

    /// <summary>Whether some number of the search space gives the value, to a millionth of it, where float32 holds both.</summary>
    internal bool Gives(double value) =>
        float.IsFinite((float)value) && ((float)value != 0 || value == 0) && float.IsFinite((float)Inverse(value)) && Math.Abs(Value(Inverse(value)) - value) <= 1e-6 * Math.Abs(value)
        && float.IsFinite((float)Inverse(Single((float)Inverse(value)))); // in float32 it is no limit that the function does not reach

    double Single(float x)
    {
        Scalar value = x;
        Apply(&value, 1);
        return value.Value;
    }

    /// <summary>What is wrong with a value that the function never gives; nothing where it gives it.</summary>
    internal string? Fault(string name, double value, string unit) => Gives(value) ? null
        : string.Create(CultureInfo.InvariantCulture, $"{name} is {value}{(unit == "" ? "" : " " + unit)}, which {Formula} never gives; allowed: {Range}.");

    sealed class Of<TFunction>(string name, string formula, string range, Func<double, double> inverse, Func<double, double> slope, double least = double.NegativeInfinity) : Transform where TFunction : struct, IFunction
    {
        public override string Name => name;
        public override string Formula => formula;
        public override string Range => range;
        public override Type Kernel => typeof(TFunction);
        public override void Apply<R>(R* values, int count) => Functions.Apply<R, TFunction>(values, count);
        public override double Inverse(double value) => inverse(value);
        public override double Slope(double x) => slope(x);
        public override double Project(double x) => Math.Max(x, least);
    }

    /// <summary>v + ln(1 - e^-v), where 1 - e^-v is accurate for small v too.</summary>
    static double InverseSoftplus(double value) => value + Portable.Log(-Portable.Expm1(-value));

    readonly struct SoftplusFunction : IFunction
    {
        public static R Of<R>(R x) where R : unmanaged, IReal<R> => Real.Softplus(x);
    }

    readonly struct ExponentialFunction : IFunction
    {
        public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Exp(x);
    }

    readonly struct LogisticLeakFunction : IFunction
    {
        public static R Of<R>(R x) where R : unmanaged, IReal<R> => 1.0 + R.Exp(-x);
    }

    readonly struct AboveOneStepFunction : IFunction
    {
        public static R Of<R>(R x) where R : unmanaged, IReal<R> => Real.Max(x, (R)LeastTimeConstant);
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
