using MathNet.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>How much greater the values of a second sample are than those of a first, whatever their unit. What is not finite is left out.</summary>
public static class EffectSize
{
    /// <summary>
    /// Hedges' g: the difference of the means in units of the common standard deviation, corrected for its bias in small samples. NaN with fewer than two values
    /// of either; infinite where only the means differ, 0 where nothing does.
    /// </summary>
    /// <remarks>Hedges (1981), "Distribution theory for Glass's estimator of effect size", doi:10.3102/10769986006002107, with the exact factor (equation 6e).</remarks>
    public static double HedgesG(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        Summary a = Summary.Of(first), b = Summary.Of(second);
        if (a.Count < 2 || b.Count < 2) return double.NaN;
        double freedom = a.Count + b.Count - 2;
        double common = Math.Sqrt(((a.Count - 1) * a.Deviation * a.Deviation + (b.Count - 1) * b.Deviation * b.Deviation) / freedom);
        double factor = Math.Exp(SpecialFunctions.GammaLn(freedom / 2) - SpecialFunctions.GammaLn((freedom - 1) / 2)) / Math.Sqrt(freedom / 2);
        return a.Mean == b.Mean ? 0 : (b.Mean - a.Mean) / common * factor;
    }

    /// <summary>
    /// How probable it is that a value of the second sample is greater than one of the first, ties counted half; 0 to 1, NaN where one is empty.
    /// </summary>
    /// <remarks>Agarwal et al. (2021), arXiv:2108.13264; Vargha, Delaney (2000), doi:10.3102/10769986025002101.</remarks>
    public static double ProbabilityOfImprovement(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] a = [.. first.Where(double.IsFinite)], b = [.. second.Where(double.IsFinite)];
        return Wins(a, b) / ((double)a.Length * b.Length);
    }

    /// <summary>Cliff's delta: how probable a greater value of the second sample is, less how probable a smaller one; -1 to 1, NaN where one is empty.</summary>
    /// <remarks>Cliff (1993), "Dominance statistics", doi:10.1037/0033-2909.114.3.494.</remarks>
    public static double CliffsDelta(IReadOnlyList<double> first, IReadOnlyList<double> second) => 2 * ProbabilityOfImprovement(first, second) - 1;

    /// <summary>Pairs in which the second's value is greater, ties counted half.</summary>
    internal static double Wins(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double wins = 0;
        foreach (double y in b)
            foreach (double x in a) wins += y > x ? 1 : y == x ? .5 : 0;
        return wins;
    }
}
