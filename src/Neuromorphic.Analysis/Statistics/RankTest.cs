namespace Neuromorphic.Analysis;

/// <summary>A comparison by ranks, which supposes no distribution. Values that are not finite are left out; without any all is NaN.</summary>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="P">Two-sided p.</param>
public sealed record RankTest(double Statistic, double P)
{
    /// <summary>Most values for which all divisions or signs are counted; beyond, the normal approximation with correction for ties, without one for continuity.</summary>
    const int MostExact = 120;

    /// <summary>Two samples. The statistic is U of the second: pairs in which its value is the greater one, ties counted half.</summary>
    /// <remarks>
    /// Mann, Whitney (1947), "On a test of whether one of two random variables is stochastically larger than the other", doi:10.1214/aoms/1177730491. Exact for up to 120 values
    /// of both, also with ties: all divisions of the midranks are counted.
    /// </remarks>
    public static RankTest MannWhitney(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] a = [.. first.Where(double.IsFinite)], b = [.. second.Where(double.IsFinite)];
        if (a.Length == 0 || b.Length == 0) return new(double.NaN, double.NaN);
        double wins = EffectSize.Wins(a, b);
        int[] ranks = TwiceMidranks([.. a, .. b]);
        int observed = ranks[..a.Length].Sum(), total = ranks.Sum();
        double expected = (double)a.Length * total / ranks.Length, distance = Math.Abs(observed - expected);
        if (ranks.Length > MostExact)
        {
            double n = ranks.Length, variance = 4.0 * a.Length * b.Length / 12 * (n + 1 - Ties(ranks) / (n * (n - 1)));
            return new(wins, Approximate(distance, variance));
        }
        // How many choices of a.Length values have each sum of ranks.
        double[,] ways = new double[a.Length + 1, total + 1];
        ways[0, 0] = 1;
        for (int seen = 1; seen <= ranks.Length; seen++)
            for (int chosen = Math.Min(seen, a.Length); chosen > 0; chosen--)
                for (int sum = total, rank = ranks[seen - 1]; sum >= rank; sum--) ways[chosen, sum] += ways[chosen - 1, sum - rank];
        return new(wins, Extreme(sum => ways[a.Length, sum], total, expected, distance));
    }

    /// <summary>
    /// Pairs, such as two conditions with the same seeds. The statistic is the sum of the ranks of the pairs in which the second is greater. Pairs without a difference, or with a
    /// value that is not finite, are left out; p is 1 if no other is left.
    /// </summary>
    /// <exception cref="ArgumentException">The samples differ in length.</exception>
    /// <remarks>Wilcoxon (1945), "Individual comparisons by ranking methods", doi:10.2307/3001968. Exact for up to 120 pairs, also with ties: all choices of signs are counted.</remarks>
    public static RankTest WilcoxonSignedRank(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] pairs = Pairs.Differences(first, second), differences = [.. pairs.Where(difference => difference != 0)];
        if (differences.Length == 0) return pairs.Length == 0 ? new(double.NaN, double.NaN) : new(0, 1);
        int[] ranks = TwiceMidranks(Array.ConvertAll(differences, Math.Abs));
        int observed = ranks.Where((_, i) => differences[i] > 0).Sum(), total = ranks.Sum();
        double expected = total / 2.0, distance = Math.Abs(observed - expected), n = ranks.Length;
        if (ranks.Length > MostExact) return new(observed / 2.0, Approximate(distance, 4 * (n * (n + 1) * (2 * n + 1) - Ties(ranks) / 2) / 24));
        double[] ways = new double[total + 1];
        ways[0] = 1;
        foreach (int rank in ranks)
            for (int sum = total; sum >= rank; sum--) ways[sum] += ways[sum - rank];
        return new(observed / 2.0, Extreme(sum => ways[sum], total, expected, distance));
    }

    /// <summary>The ranks of values from 1 on, equal ones sharing theirs; twice, so that they are whole.</summary>
    static int[] TwiceMidranks(double[] values)
    {
        double[] sorted = [.. values.Order()];
        Dictionary<double, int> rank = sorted.Distinct().ToDictionary(value => value, value => Array.IndexOf(sorted, value) + 1 + Array.LastIndexOf(sorted, value) + 1);
        return Array.ConvertAll(values, value => rank[value]);
    }

    /// <summary>The sum of t^3 - t over groups of t equal values.</summary>
    static double Ties(int[] ranks) => ranks.GroupBy(rank => rank).Sum(tied => Math.Pow(tied.Count(), 3) - tied.Count());

    static double Approximate(double distance, double variance) => variance == 0 ? 1 : 2 * NormalDistribution.Below(-distance / Math.Sqrt(variance));

    /// <summary>The part of all ways that are as far from what is expected.</summary>
    static double Extreme(Func<int, double> ways, int total, double expected, double distance)
    {
        double extreme = 0, every = 0;
        for (int sum = 0; sum <= total; sum++)
        {
            every += ways(sum);
            if (Math.Abs(sum - expected) >= distance - 1e-9) extreme += ways(sum);
        }
        return extreme / every;
    }
}
