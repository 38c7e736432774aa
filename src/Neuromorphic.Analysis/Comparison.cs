using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>One condition against another, by a result for each seed.</summary>
/// <param name="Difference">Difference of the means, the second condition less the first.</param>
/// <param name="Low">Lower end of its 95 % interval by bootstrap over seeds; NaN with fewer than two seeds of either.</param>
/// <param name="High">Upper end.</param>
/// <param name="ProbabilityOfImprovement">How probable it is that a seed of the second is better than one of the first, ties counted half (Agarwal et al. 2021, arXiv:2108.13264).</param>
/// <param name="P">Two-sided p of the Mann-Whitney test, exact with ties (<see cref="RankTest.MannWhitney"/>).</param>
public sealed record Comparison(double Difference, double Low, double High, double ProbabilityOfImprovement, double P)
{
    /// <summary>The comparison of results that are finite; the others are left out. Without any, all is NaN.</summary>
    public static Comparison Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] a = [.. first.Where(double.IsFinite)], b = [.. second.Where(double.IsFinite)];
        if (a.Length == 0 || b.Length == 0) return new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        (double low, double high) = (double.NaN, double.NaN);
        if (a.Length > 1 && b.Length > 1)
        {
            double[] of = Bootstrap.Of(new Pcg64(1), a, Location.Mean), with = Bootstrap.Of(new Pcg64(2), b, Location.Mean);
            double[] differences = [.. with.Zip(of, (y, x) => y - x)];
            (low, high) = (Summary.Quantile(differences, .025), Summary.Quantile(differences, .975));
        }
        return new(b.Average() - a.Average(), low, high, EffectSize.ProbabilityOfImprovement(a, b), RankTest.MannWhitney(a, b).P);
    }
}
