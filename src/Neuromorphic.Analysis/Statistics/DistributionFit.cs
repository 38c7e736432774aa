using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>A parameter of a fitted distribution.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The most likely value.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
public sealed record FittedParameter(string Name, double Value, double Low, double High);

/// <summary>A distribution fitted to a sample by maximum likelihood, location 0, and how well it fits.</summary>
/// <param name="Distribution">The most likely distribution of its family.</param>
/// <param name="Count">Values of the sample.</param>
/// <param name="Parameters">Its parameters with 95 % intervals, from the information observed in the sample (Wald); those that are positive, on a logarithmic scale.</param>
/// <param name="LogLikelihood">Natural logarithm of the sample's likelihood.</param>
/// <param name="Distance">The Kolmogorov-Smirnov distance of sample and distribution.</param>
/// <param name="P">
/// How often a sample of the fitted distribution, fitted anew, lies as far from its fit as this one, (1 + count) / (1 + resamples): the parametric bootstrap. NaN without resamples.
/// </param>
/// <remarks>
/// The usual p of the distance is too great for a distribution that was fitted to the same sample: Lilliefors (1967), doi:10.1080/01621459.1967.10482916; the bootstrap:
/// Stute, González Manteiga, Presedo Quindimil (1993), "Bootstrap based goodness-of-fit-tests", doi:10.1007/BF02613687.
/// </remarks>
public sealed record DistributionFit(ContinuousDistribution Distribution, int Count, IReadOnlyList<FittedParameter> Parameters, double LogLikelihood, double Distance, double P)
{
    /// <summary>The family that was fitted.</summary>
    public DistributionFamily Family => Distribution.Family;

    /// <summary>Akaike's information criterion, 2 parameters - 2 log-likelihood: less is better. Akaike (1974), doi:10.1109/TAC.1974.1100705.</summary>
    public double Aic => 2 * Parameters.Count - 2 * LogLikelihood;

    /// <summary>Fits a family to a sample.</summary>
    /// <param name="family">Which.</param>
    /// <param name="values">At least three finite values, not all equal, and above 0 where the family asks for it.</param>
    /// <param name="resamples">Samples drawn for <see cref="P"/>; none by default.</param>
    /// <param name="seed">Of their generator: the same seed gives the same p.</param>
    /// <exception cref="ArgumentException">The values are not so; the message says which is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of resamples is negative.</exception>
    public static DistributionFit Of(DistributionFamily family, IReadOnlyList<double> values, int resamples = 0, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentOutOfRangeException.ThrowIfNegative(resamples);
        double[] sample = family.Check(values);
        Array.Sort(sample);
        ContinuousDistribution distribution = family.Fit(sample);
        double likelihood = 0;
        foreach (double value in sample) likelihood += distribution.LogDensity(value);
        double distance = KolmogorovSmirnov.OfSorted(sample, distribution);
        return new(distribution, sample.Length, distribution.Intervals(sample), likelihood, distance, resamples == 0 ? double.NaN : Bootstrapped(distribution, sample.Length, distance, resamples, new Pcg64(seed)));
    }

    static double Bootstrapped(ContinuousDistribution distribution, int count, double distance, int resamples, Pcg64 random)
    {
        double[] resample = new double[count];
        int asFar = 0;
        for (int i = 0; i < resamples; i++)
        {
            for (int k = 0; k < count; k++) resample[k] = distribution.Sample(ref random);
            Array.Sort(resample);
            if (KolmogorovSmirnov.OfSorted(resample, distribution.Family.Fit(resample)) >= distance) asFar++;
        }
        return (1.0 + asFar) / (1 + resamples);
    }
}
