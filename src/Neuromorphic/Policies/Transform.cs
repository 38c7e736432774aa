using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>
/// A function applied to every number of a slice: from the unconstrained search space to a physical value (a time constant, a threshold),
/// or from a physical value to the coefficient that a kernel reads.
/// </summary>
public abstract unsafe class Transform
{
    /// <summary>The number itself.</summary>
    public static Transform Identity { get; } = new IdentityTransform();
    /// <summary>ln(1 + e^x): positive.</summary>
    public static Transform Softplus { get; } = new SoftplusTransform();
    /// <summary>e^x: positive.</summary>
    public static Transform Exponential { get; } = new ExponentialTransform();
    /// <summary>1 + e^-x: the time constant, in steps, whose leak 1 / tau is the logistic function of x. Never below one step.</summary>
    public static Transform LogisticLeak { get; } = new LogisticLeakTransform();
    /// <summary>max(x, 1.001): a time constant in steps, searched directly and clipped to stay above one step.</summary>
    public static Transform AboveOneStep { get; } = new AboveOneStepTransform();

    /// <summary>All transforms that a slice of a checkpoint may name.</summary>
    public static IReadOnlyList<Transform> All { get; } = [Identity, Softplus, Exponential, LogisticLeak, AboveOneStep];

    /// <summary>The name in a checkpoint.</summary>
    public abstract string Name { get; }
    /// <summary>The function as one would write it.</summary>
    public abstract string Formula { get; }
    /// <summary>Replaces values[0 .. count) by the function of them.</summary>
    public abstract void Apply<R>(R* values, int count) where R : unmanaged, IReal<R>;
    /// <summary>The number whose function is <paramref name="value"/>.</summary>
    public abstract double Inverse(double value);

    /// <summary>The function of one number, in double precision.</summary>
    public double Value(double x)
    {
        Numerics.Double value = x;
        Apply(&value, 1);
        return value.Value;
    }

    sealed class IdentityTransform : Transform
    {
        public override string Name => "identity";
        public override string Formula => "x";
        public override void Apply<R>(R* values, int count) { }
        public override double Inverse(double value) => value;
    }

    sealed class SoftplusTransform : Transform
    {
        public override string Name => "softplus";
        public override string Formula => "ln(1 + exp(x))";

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Apply<R>(R* values, int count)
        {
            for (int i = 0; i < count; i++) values[i] = Real.Softplus(values[i]);
        }

        public override double Inverse(double value) => value + Math.Log(1 - Math.Exp(-value));
    }

    sealed class ExponentialTransform : Transform
    {
        public override string Name => "exp";
        public override string Formula => "exp(x)";

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Apply<R>(R* values, int count)
        {
            for (int i = 0; i < count; i++) values[i] = R.Exp(values[i]);
        }

        public override double Inverse(double value) => Math.Log(value);
    }

    sealed class LogisticLeakTransform : Transform
    {
        public override string Name => "logistic-leak";
        public override string Formula => "1 + exp(-x)";

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Apply<R>(R* values, int count)
        {
            for (int i = 0; i < count; i++) values[i] = 1.0 + R.Exp(-values[i]);
        }

        public override double Inverse(double value) => -Math.Log(value - 1);
    }

    sealed class AboveOneStepTransform : Transform
    {
        public override string Name => "above-one-step";
        public override string Formula => "max(x, 1.001)";

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Apply<R>(R* values, int count)
        {
            for (int i = 0; i < count; i++) values[i] = Real.Max(values[i], (R)1.001);
        }

        public override double Inverse(double value) => value;
    }
}
