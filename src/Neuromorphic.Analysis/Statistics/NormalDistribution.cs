using MathNet.Numerics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>The normal distribution: density exp(-(x - mu)^2 / (2 sigma^2)) / (sigma sqrt(2 pi)).</summary>
/// <param name="Mu">Its mean.</param>
/// <param name="Sigma">Its standard deviation.</param>
/// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the deviation not positive.</exception>
public sealed record NormalDistribution(double Mu, double Sigma) : ContinuousDistribution
{
    static readonly double HalfLogTwoPi = .5 * Math.Log(2 * Math.PI);

    /// <summary>Its mean.</summary>
    public double Mu { get; } = Finite(Mu, nameof(Mu));
    /// <summary>Its standard deviation.</summary>
    public double Sigma { get; } = Positive(Sigma, nameof(Sigma));

    /// <inheritdoc/>
    public override DistributionFamily Family => DistributionFamily.Normal;
    /// <inheritdoc/>
    public override IReadOnlyList<double> Parameters => [Mu, Sigma];

    /// <inheritdoc/>
    public override double LogDensity(double value)
    {
        double z = (value - Mu) / Sigma;
        return -.5 * z * z - HalfLogTwoPi - Math.Log(Sigma);
    }

    /// <inheritdoc/>
    public override double Cumulative(double value) => Below((value - Mu) / Sigma);

    /// <inheritdoc/>
    public override double Sample(ref Pcg64 random) => Inner(Open(ref random));

    private protected override double Inner(double part) => Mu + Sigma * Standard(part);

    internal override FittedParameter[] Intervals(double[] sample) =>
        [AnyNumber("mu", Mu, Sigma / Math.Sqrt(sample.Length)), PositiveNumber("sigma", Sigma, Sigma / Math.Sqrt(2.0 * sample.Length))];

    /// <summary>The distribution under which a sample is most likely: its mean and its deviation (over n).</summary>
    internal static NormalDistribution Fit(double[] sample)
    {
        double mean = sample.Average(), squares = 0;
        foreach (double value in sample) squares += (value - mean) * (value - mean);
        return new(mean, Math.Sqrt(squares / sample.Length));
    }

    /// <summary>P(Z &lt; z) of the standard normal distribution.</summary>
    internal static double Below(double z) => .5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>The quantile of the standard normal distribution.</summary>
    internal static double Standard(double part) => -Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * part);
}
