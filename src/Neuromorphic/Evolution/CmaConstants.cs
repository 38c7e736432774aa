using Neuromorphic.Numerics;

namespace Neuromorphic.Evolution;

/// <summary>The weights and learning rates of CMA-ES for a dimension n and a population P.</summary>
/// <remarks>Hansen (2016), arXiv:1604.00772, equations 49 to 58, alpha_cov = 2; cmu as in the tutorial's first version and in cmaes 0.9.1, without the 1/4 of later ones.</remarks>
sealed class CmaConstants
{
    /// <summary>The constants.</summary>
    public CmaConstants(int dimension, int population)
    {
        double n = dimension;
        Weights = new double[population];
        int mu = population / 2;
        for (int k = 0; k < population; k++) Weights[k] = Portable.Log((population + 1) / 2.0) - Portable.Log(k + 1);
        Parents = EffectiveParents(Weights.AsSpan(0, mu));
        double losers = EffectiveParents(Weights.AsSpan(mu));
        RankOneRate = 2 / ((n + 1.3) * (n + 1.3) + Parents);
        RankMuRate = Math.Min(1 - RankOneRate - 1e-8, 2 * (Parents - 2 + 1 / Parents) / ((n + 2) * (n + 2) + Parents));
        PathRate = (4 + Parents / n) / (n + 4 + 2 * Parents / n);
        SigmaRate = (Parents + 2) / (n + Parents + 5);
        double negative = Math.Min(1 + 2 * losers / (Parents + 2), RankMuRate == 0 ? double.PositiveInfinity
            : Math.Min(1 + RankOneRate / RankMuRate, (1 - RankOneRate - RankMuRate) / (n * RankMuRate)));
        double winnersSum = 0, losersSum = 0;
        foreach (double weight in Weights)
            if (weight >= 0) winnersSum += weight;
            else losersSum -= weight;
        for (int k = 0; k < population; k++) Weights[k] *= Weights[k] >= 0 ? 1 / winnersSum : negative / losersSum;
    }

    /// <summary>Weights by rank, the best first [P]: the positive sum to 1.</summary>
    public double[] Weights { get; }
    /// <summary>mu_eff, the effective number of parents.</summary>
    public double Parents { get; }
    /// <summary>c1.</summary>
    public double RankOneRate { get; }
    /// <summary>c_mu.</summary>
    public double RankMuRate { get; }
    /// <summary>c_c.</summary>
    public double PathRate { get; }
    /// <summary>c_sigma.</summary>
    public double SigmaRate { get; }

    /// <summary>How many equally weighted parents would vary as much.</summary>
    internal static double EffectiveParents(ReadOnlySpan<double> weights)
    {
        double sum = 0, squares = 0;
        foreach (double weight in weights)
        {
            sum += weight;
            squares += weight * weight;
        }
        return sum * sum / squares;
    }
}
