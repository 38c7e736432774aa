using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>The percentile bootstrap, over seeds and, in strata, over seeds of several tasks.</summary>
/// <remarks>
/// Efron (1979), doi:10.1214/aos/1176344552. 10,000 resamples. It stays within the possible, and is narrower than 95 % with fewer than about ten seeds.
/// </remarks>
static class Bootstrap
{
    /// <summary>Resamples for an interval.</summary>
    public const int Resamples = 10_000;

    /// <summary>The statistic of resamples with replacement.</summary>
    public static double[] Of(Pcg64 random, double[] values, Statistic statistic) => Of(random, [values], 1, (strata, results) => results[0] = statistic(strata[0]))[0];

    /// <summary>Statistics of resamples, each stratum resampled for itself.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="strata">Values of each stratum, at least one.</param>
    /// <param name="count">How many statistics there are.</param>
    /// <param name="statistics">Writes the statistics [count] of resampled strata.</param>
    /// <returns>[count][<see cref="Resamples"/>].</returns>
    public static double[][] Of(Pcg64 random, double[][] strata, int count, Action<double[][], double[]> statistics)
    {
        double[][] drawn = Array.ConvertAll(strata, stratum => new double[stratum.Length]);
        double[] results = new double[count];
        double[][] all = [.. Enumerable.Range(0, count).Select(_ => new double[Resamples])];
        for (int i = 0; i < Resamples; i++)
        {
            for (int s = 0; s < strata.Length; s++)
                for (int k = 0; k < drawn[s].Length; k++) drawn[s][k] = strata[s][(int)(random.NextUnit().Value * strata[s].Length)];
            statistics(drawn, results);
            for (int c = 0; c < count; c++) all[c][i] = results[c];
        }
        return all;
    }
}
