using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>The lognormal distribution, from 0 on: the logarithm of a value is normal.</summary>
/// <param name="Mu">Mean of the logarithm; the median is exp(mu).</param>
/// <param name="Sigma">Standard deviation of the logarithm.</param>
/// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the deviation not positive.</exception>
public sealed record LognormalDistribution(double Mu, double Sigma) : ContinuousDistribution
{
    readonly NormalDistribution logarithm = new(Mu, Sigma);

    /// <summary>Mean of the logarithm.</summary>
    public double Mu => logarithm.Mu;
    /// <summary>Standard deviation of the logarithm.</summary>
    public double Sigma => logarithm.Sigma;

    /// <inheritdoc/>
    public override DistributionFamily Family => DistributionFamily.Lognormal;
    /// <inheritdoc/>
    public override IReadOnlyList<double> Parameters => [Mu, Sigma];

    /// <inheritdoc/>
    public override double LogDensity(double value) => value > 0 ? logarithm.LogDensity(Math.Log(value)) - Math.Log(value) : double.NegativeInfinity;

    /// <inheritdoc/>
    public override double Cumulative(double value) => value > 0 ? logarithm.Cumulative(Math.Log(value)) : 0;

    /// <inheritdoc/>
    public override double Sample(ref Pcg64 random) => Math.Exp(logarithm.Sample(ref random));

    private protected override double Inner(double part) => Math.Exp(logarithm.Quantile(part));

    internal override FittedParameter[] Intervals(double[] sample) => logarithm.Intervals(sample);

    /// <summary>The distribution under which a sample is most likely.</summary>
    internal static LognormalDistribution Fit(double[] sample)
    {
        NormalDistribution fitted = NormalDistribution.Fit(Array.ConvertAll(sample, Math.Log));
        return new(fitted.Mu, fitted.Sigma);
    }
}
