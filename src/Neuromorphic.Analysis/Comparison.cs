using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>One condition against another, by a result for each seed.</summary>
/// <param name="Difference">Difference of the means, the second condition less the first.</param>
/// <param name="Low">Lower end of its 95 % interval by bootstrap over seeds; NaN with fewer than two seeds of either.</param>
/// <param name="High">Upper end.</param>
/// <param name="ProbabilityOfImprovement">How probable it is that a seed of the second is better than one of the first, ties counted half (Agarwal et al. 2021, arXiv:2108.13264).</param>
/// <param name="P">Two-sided p of the Mann-Whitney test, exact with ties (all divisions of the midranks are counted).</param>
public sealed record Comparison(double Difference, double Low, double High, double ProbabilityOfImprovement, double P)
{
    /// <summary>Most seeds of both together for which all divisions are counted; beyond, the normal approximation with correction for ties.</summary>
    const int MostExact = 120;

    /// <summary>The comparison of results that are finite; the others are left out. Without any, all is NaN.</summary>
    public static Comparison Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] a = [.. first.Where(double.IsFinite)], b = [.. second.Where(double.IsFinite)];
        if (a.Length == 0 || b.Length == 0) return new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        double wins = b.Sum(y => a.Sum(x => y > x ? 1 : y == x ? .5 : 0));
        (double low, double high) = (double.NaN, double.NaN);
        if (a.Length > 1 && b.Length > 1)
        {
            double[] of = Estimate.Bootstrap(new Pcg64(1), a), with = Estimate.Bootstrap(new Pcg64(2), b);
            double[] differences = [.. with.Zip(of, (y, x) => y - x)];
            (low, high) = (Summary.Quantile(differences, .025), Summary.Quantile(differences, .975));
        }
        return new(b.Average() - a.Average(), low, high, wins / ((double)a.Length * b.Length), MannWhitney(a, b));
    }

    /// <summary>Mann, Whitney (1947), doi:10.1214/aoms/1177730491.</summary>
    static double MannWhitney(double[] a, double[] b)
    {
        double[] all = [.. a.Concat(b).Order()];
        // Twice the midrank of a value: a whole number.
        Dictionary<double, int> rank = all.Distinct().ToDictionary(value => value, value => Array.IndexOf(all, value) + 1 + Array.LastIndexOf(all, value) + 1);
        int observed = a.Sum(value => rank[value]), total = all.Sum(value => rank[value]);
        double expected = (double)a.Length * total / all.Length, distance = Math.Abs(observed - expected);
        if (all.Length > MostExact)
        {
            double variance = 4.0 * a.Length * b.Length / 12 * (all.Length + 1 - all.GroupBy(value => value).Sum(tied => Math.Pow(tied.Count(), 3) - tied.Count()) / (all.Length * (all.Length - 1.0)));
            return variance == 0 ? 1 : 2 * NormalTail(distance / Math.Sqrt(variance));
        }
        // How many choices of a.Length values have each sum of ranks.
        double[,] ways = new double[a.Length + 1, total + 1];
        ways[0, 0] = 1;
        int seen = 0;
        foreach (double value in all)
        {
            seen++;
            for (int chosen = Math.Min(seen, a.Length); chosen > 0; chosen--)
                for (int sum = total; sum >= rank[value]; sum--) ways[chosen, sum] += ways[chosen - 1, sum - rank[value]];
        }
        double extreme = 0, every = 0;
        for (int sum = 0; sum <= total; sum++)
        {
            every += ways[a.Length, sum];
            if (Math.Abs(sum - expected) >= distance - 1e-9) extreme += ways[a.Length, sum];
        }
        return extreme / every;
    }

    /// <summary>P(Z > z) for z not negative: Abramowitz, Stegun 26.2.17, to 7.5e-8.</summary>
    static double NormalTail(double z)
    {
        double t = 1 / (1 + .2316419 * z);
        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * t * (.319381530 + t * (-.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    }
}
