using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>A distribution in numbers. Values that are not finite are left out; without any value all but the count are NaN.</summary>
/// <param name="Count">Finite values.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation (n - 1); 0 for one value.</param>
/// <param name="Minimum">Least value.</param>
/// <param name="LowerQuartile">Quantile .25.</param>
/// <param name="Median">Median, quantile .5.</param>
/// <param name="UpperQuartile">Quantile .75.</param>
/// <param name="Maximum">Greatest value.</param>
public sealed record Summary(int Count, double Mean, double Deviation, double Minimum, double LowerQuartile, double Median, double UpperQuartile, double Maximum)
{
    /// <summary>The summary of values.</summary>
    public static Summary Of(IEnumerable<double> values)
    {
        double[] sorted = Sorted(values);
        if (sorted.Length == 0) return new(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        double mean = sorted.Average();
        double squares = sorted.Sum(value => (value - mean) * (value - mean));
        return new(sorted.Length, mean, Math.Sqrt(squares / Math.Max(1, sorted.Length - 1)), sorted[0], Quantiles.Of(sorted, 0.25), Quantiles.Of(sorted, 0.5), Quantiles.Of(sorted, 0.75), sorted[^1]);
    }

    /// <summary>The value below which a part of the finite values lies; between two of them linear. NaN without any.</summary>
    /// <remarks>As <see cref="Quantiles"/> has it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The part is not between 0 and 1.</exception>
    public static double Quantile(IEnumerable<double> values, double part)
    {
        if (!(part >= 0 && part <= 1)) throw new ArgumentOutOfRangeException(nameof(part), part, "A quantile is between 0 and 1.");
        return Quantiles.Of(Sorted(values), part);
    }

    static double[] Sorted(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        Array.Sort(finite);
        return finite;
    }
}
