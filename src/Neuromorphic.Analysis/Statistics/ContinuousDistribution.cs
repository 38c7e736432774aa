using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>A distribution of a continuous quantity.</summary>
public abstract record ContinuousDistribution
{
    const double Reach = 1.959963984540054; // quantile .975 of the standard normal distribution

    /// <summary>The family it is of.</summary>
    public abstract DistributionFamily Family { get; }
    /// <summary>Its parameters, in the order of <see cref="DistributionFamily.ParameterNames"/>.</summary>
    public abstract IReadOnlyList<double> Parameters { get; }

    /// <summary>Natural logarithm of the density; -infinity where there is none.</summary>
    public abstract double LogDensity(double value);
    /// <summary>The probability of a value of this or less, 0 to 1.</summary>
    public abstract double Cumulative(double value);

    /// <summary>The value below which a part of the probability lies.</summary>
    /// <param name="part">From 0 to 1; the ends of the range, which may be infinite, at 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not between 0 and 1.</exception>
    public double Quantile(double part)
    {
        if (!(part >= 0 && part <= 1)) throw new ArgumentOutOfRangeException(nameof(part), part, "A quantile is between 0 and 1.");
        return part == 0 ? Family.IsPositive ? 0 : double.NegativeInfinity : part == 1 ? double.PositiveInfinity : Inner(part);
    }

    /// <summary>Draws a value. The same state of the generator gives the same one.</summary>
    public abstract double Sample(ref Pcg64 random);

    /// <summary>The quantile of a part above 0 and below 1.</summary>
    private protected abstract double Inner(double part);

    /// <summary>The parameters with 95 % intervals (Wald) if they were fitted to a sample, from the information observed in it.</summary>
    internal abstract FittedParameter[] Intervals(double[] sample);

    /// <summary>A parameter that may be any number.</summary>
    private protected static FittedParameter AnyNumber(string name, double value, double error) => new(name, value, value - Reach * error, value + Reach * error);

    /// <summary>A positive parameter: its interval is symmetric on a logarithmic scale.</summary>
    private protected static FittedParameter PositiveNumber(string name, double value, double error)
    {
        double factor = Math.Exp(Reach * error / value);
        return new(name, value, value / factor, value * factor);
    }

    /// <summary>Uniform above 0 and below 1, so that no quantile of it is infinite.</summary>
    private protected static double Open(ref Pcg64 random) => ((random.NextWord() >> 12) + .5) * (1.0 / (1ul << 52));

    /// <summary>A parameter that has to be positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    private protected static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a positive number.");

    /// <summary>A parameter that has to be finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    private protected static double Finite(double value, string name) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number.");
}
