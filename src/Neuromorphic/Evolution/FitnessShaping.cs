using Neuromorphic.Numerics;

namespace Neuromorphic.Evolution;

/// <summary>Turns fitnesses into the weights of members, so that an update depends on ranks or standard scores and not on the scale of a reward.</summary>
public abstract class FitnessShaping
{
    /// <summary>rank / (P - 1) - 1/2, equal fitnesses sharing the mean of their ranks.</summary>
    public static FitnessShaping CentredRanks { get; } = new CentredRanksShaping(TieRule.Average);
    /// <summary>rank / (P - 1) - 1/2, equal fitnesses ranked in the order of members: the dialect of OpenAI's code.</summary>
    public static FitnessShaping OrderedRanks { get; } = new CentredRanksShaping(TieRule.MemberOrder);
    /// <summary>(fitness - mean) / standard deviation (of the population).</summary>
    public static FitnessShaping StandardScore { get; } = new StandardScoreShaping();
    /// <summary>The fitnesses themselves.</summary>
    public static FitnessShaping None { get; } = new NoShaping();
    /// <summary>max(0, ln(P/2 + 1) - ln rank) normalised, minus 1/P; the best has rank 1.</summary>
    /// <remarks>Wierstra et al. (2014), "Natural evolution strategies", JMLR 15, section 3.1.</remarks>
    public static FitnessShaping NaturalUtilities { get; } = new NaturalUtilitiesShaping();

    /// <summary>The weights of members [P] for finite fitnesses [P].</summary>
    public abstract double[] Shape(ReadOnlySpan<double> fitness);

    /// <summary>Members from the worst to the best; equal ones in the order of members.</summary>
    internal static int[] Order(ReadOnlySpan<double> fitness)
    {
        double[] values = fitness.ToArray();
        int[] order = new int[values.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (a, b) => values[a] != values[b] ? values[a].CompareTo(values[b]) : a.CompareTo(b));
        return order;
    }

    /// <summary>Members from the best to the worst; equal ones in the order of members.</summary>
    internal static int[] BestFirst(ReadOnlySpan<double> fitness)
    {
        double[] costs = new double[fitness.Length];
        for (int i = 0; i < costs.Length; i++) costs[i] = -fitness[i];
        return Order(costs);
    }

    enum TieRule
    {
        Average,
        MemberOrder,
    }

    sealed class CentredRanksShaping(TieRule ties) : FitnessShaping
    {
        public override double[] Shape(ReadOnlySpan<double> fitness)
        {
            int[] order = Order(fitness);
            double[] weights = new double[order.Length];
            for (int i = 0; i < order.Length;)
            {
                int last = i;
                while (ties == TieRule.Average && last + 1 < order.Length && fitness[order[last + 1]] == fitness[order[i]]) last++;
                for (int k = i; k <= last; k++) weights[order[k]] = (i + last) / 2.0 / (order.Length - 1) - .5;
                i = last + 1;
            }
            return weights;
        }
    }

    sealed class StandardScoreShaping : FitnessShaping
    {
        public override double[] Shape(ReadOnlySpan<double> fitness)
        {
            double[] weights = fitness.ToArray();
            double mean = 0, variance = 0;
            foreach (double value in weights) mean += value;
            mean /= weights.Length;
            foreach (double value in weights) variance += (value - mean) * (value - mean);
            double deviation = Math.Sqrt(variance / weights.Length);
            for (int i = 0; i < weights.Length; i++) weights[i] = deviation == 0 ? 0 : (weights[i] - mean) / deviation;
            return weights;
        }
    }

    sealed class NoShaping : FitnessShaping
    {
        public override double[] Shape(ReadOnlySpan<double> fitness) => fitness.ToArray();
    }

    sealed class NaturalUtilitiesShaping : FitnessShaping
    {
        public override double[] Shape(ReadOnlySpan<double> fitness)
        {
            int[] order = Order(fitness);
            int count = order.Length;
            double[] utilities = new double[count];
            double sum = 0;
            for (int rank = 1; rank <= count; rank++)
            {
                double utility = Math.Max(0, Portable.Log(count / 2.0 + 1) - Portable.Log(rank));
                utilities[order[count - rank]] = utility;
                sum += utility;
            }
            for (int i = 0; i < count; i++) utilities[i] = utilities[i] / sum - 1.0 / count;
            return utilities;
        }
    }
}
