using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>The same quantile of two distributions: a point of a quantile-quantile plot. On the diagonal they agree.</summary>
/// <param name="Part">Which quantile, above 0 and below 1.</param>
/// <param name="First">That of the first.</param>
/// <param name="Second">That of the second.</param>
/// <remarks>Wilk, Gnanadesikan (1968), doi:10.1093/biomet/55.1.1. Value i of n stands at (i - 1/2) / n (Hazen).</remarks>
public readonly record struct QuantilePair(double Part, double First, double Second)
{
    /// <summary>A distribution against every value of a sample, rising.</summary>
    /// <param name="distribution">The first.</param>
    /// <param name="values">The second: at least one finite value.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static QuantilePair[] Of(ContinuousDistribution distribution, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        double[] sample = FiniteSample.Sorted(values, nameof(values));
        return [.. sample.Select((value, i) => new QuantilePair(Part: (i + .5) / sample.Length, distribution.Quantile((i + .5) / sample.Length), value))];
    }

    /// <summary>Two samples, rising: as many points as the smaller one has values; the quantiles of the greater one lie between its values, linearly.</summary>
    /// <param name="first">At least one finite value.</param>
    /// <param name="second">The same.</param>
    /// <exception cref="ArgumentException">A sample is empty, or a value not finite.</exception>
    public static QuantilePair[] Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] a = FiniteSample.Sorted(first, nameof(first)), b = FiniteSample.Sorted(second, nameof(second));
        int count = Math.Min(a.Length, b.Length);
        return [.. Enumerable.Range(0, count).Select(i => (i + .5) / count).Select(part => new QuantilePair(part, Hazen(a, part), Hazen(b, part)))];
    }

    /// <summary>Definition 5 of Hyndman, Fan (1996): for a part (i - 1/2) / n it is value i itself.</summary>
    static double Hazen(double[] sorted, double part) =>
        sorted.Length == 1 ? sorted[0] : Quantiles.Of(sorted, Math.Clamp((part * sorted.Length - .5) / (sorted.Length - 1), 0, 1));
}
