using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>A number that says something of a sample, such as its mean.</summary>
/// <param name="values">At least one value, in any order; not to be changed.</param>
public delegate double Statistic(ReadOnlySpan<double> values);

/// <summary>Where the middle of a sample lies.</summary>
public static class Location
{
    /// <summary>The mean; NaN without a value.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>The median; NaN without a value.</summary>
    public static double Median(ReadOnlySpan<double> values) => Quantiles.Of(Sorted(values), .5);

    /// <summary>The mean of the middle half: a quarter of the values, rounded down, is left out at either end. NaN without a value.</summary>
    /// <remarks>Agarwal et al. (2021), "Deep reinforcement learning at the edge of the statistical precipice", arXiv:2108.13264.</remarks>
    public static double InterquartileMean(ReadOnlySpan<double> values)
    {
        int cut = values.Length / 4;
        return Mean(Sorted(values).AsSpan(cut, values.Length - 2 * cut));
    }

    static double[] Sorted(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
