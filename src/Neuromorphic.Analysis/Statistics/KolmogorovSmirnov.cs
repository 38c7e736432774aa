namespace Neuromorphic.Analysis;

/// <summary>The greatest difference of two distribution functions, and how probable one as great is if the samples come from the same distribution.</summary>
/// <param name="Distance">0 to 1.</param>
/// <param name="P">Two-sided p. With ties it is too great: it holds for continuous distributions.</param>
public sealed record KolmogorovSmirnov(double Distance, double P)
{
    /// <summary>Most points of the lattice whose paths are counted.</summary>
    const long MostExact = 100_000_000;

    /// <summary>Two samples.</summary>
    /// <param name="first">At least one finite value.</param>
    /// <param name="second">The same.</param>
    /// <exception cref="ArgumentException">A sample is empty, or a value not finite.</exception>
    /// <remarks>
    /// p is exact, by all orders in which the values of both may come, where the product of the counts is at most 10^8 (Hodges 1958, "The significance probability of the Smirnov
    /// two-sample test", doi:10.1007/BF02589501); beyond, Kolmogorov's limit.
    /// </remarks>
    public static KolmogorovSmirnov TwoSample(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        (long greatest, int m, int n) = Greatest(first, second);
        double distance = greatest / ((double)m * n);
        return new(distance, (long)m * n <= MostExact ? Exact(m, n, greatest) : Limit(distance * Math.Sqrt((double)m * n / ((double)m + n))));
    }

    /// <summary>The distance of two samples alone, without the time that p takes.</summary>
    /// <param name="first">At least one finite value.</param>
    /// <param name="second">The same.</param>
    /// <exception cref="ArgumentException">A sample is empty, or a value not finite.</exception>
    public static double DistanceBetween(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        (long greatest, int m, int n) = Greatest(first, second);
        return greatest / ((double)m * n);
    }

    /// <summary>The greatest |i n - j m|, where i of the m values of one sample and j of the n of the other are at most some value.</summary>
    static (long Greatest, int M, int N) Greatest(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] a = FiniteSample.Sorted(first, nameof(first)), b = FiniteSample.Sorted(second, nameof(second));
        long greatest = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            double value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value) i++;
            while (j < b.Length && b[j] == value) j++;
            greatest = Math.Max(greatest, Math.Abs((long)i * b.Length - (long)j * a.Length));
        }
        return (greatest, a.Length, b.Length);
    }

    /// <summary>The distance of a sample and a distribution.</summary>
    /// <param name="values">At least one finite value.</param>
    /// <param name="distribution">The distribution. If it was fitted to the same values, <see cref="DistributionFit"/> gives the p that belongs to the distance.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static double DistanceTo(ContinuousDistribution distribution, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        return OfSorted(FiniteSample.Sorted(values, nameof(values)), distribution);
    }

    /// <summary>The distance of a rising sample and a distribution.</summary>
    internal static double OfSorted(double[] sample, ContinuousDistribution distribution)
    {
        double greatest = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            double below = distribution.Cumulative(sample[i]);
            greatest = Math.Max(greatest, Math.Max((i + 1.0) / sample.Length - below, below - (double)i / sample.Length));
        }
        return greatest;
    }

    /// <summary>
    /// The part of all lattice paths from (0, 0) to (m, n) that come to a point with |i n - j m| at least as great as a distance, point by point from the parts before it:
    /// nothing is subtracted, so a small p is exact too.
    /// </summary>
    static double Exact(int m, int n, long distance)
    {
        double[] outside = new double[n + 1];
        for (int i = 0; i <= m; i++)
            for (int j = 0; j <= n; j++)
            {
                if (Math.Abs((long)i * n - (long)j * m) >= distance) outside[j] = 1;
                else if (i + j > 0) outside[j] = (i * (i > 0 ? outside[j] : 0) + j * (j > 0 ? outside[j - 1] : 0)) / (i + j);
            }
        return outside[n];
    }

    /// <summary>P(K > x) of Kolmogorov's distribution.</summary>
    static double Limit(double x)
    {
        if (x < .3) return 1; // the part left out is below 1e-5
        double sum = 0;
        for (int k = 1; k <= 20; k++) sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * x * x);
        return Math.Clamp(sum, 0, 1);
    }
}
