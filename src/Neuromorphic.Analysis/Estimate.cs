namespace Neuromorphic.Analysis;

/// <summary>A mean over seeds and how sure it is.</summary>
/// <param name="Values">A result for each seed.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean; NaN with fewer than two values.</param>
/// <param name="High">Upper end.</param>
/// <remarks>
/// Percentile bootstrap over seeds with 10,000 resamples, as Agarwal et al. (2021, arXiv:2108.13264) recommend for few runs; it stays within the possible,
/// and is narrower than 95 % with fewer than about ten seeds. The resamples are the same each time. <see cref="Interval"/> is the same for other statistics.
/// </remarks>
public sealed record Estimate(IReadOnlyList<double> Values, double Mean, double Low, double High)
{
    /// <summary>The estimate from results that are finite; the others are left out.</summary>
    public static Estimate Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Interval mean = Interval.Of(values, Location.Mean);
        return new([.. values.Where(double.IsFinite)], mean.Value, mean.Low, mean.High);
    }
}
