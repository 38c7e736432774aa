using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>How much better an episode went on from each step than expected [episode][step].</summary>
static class Advantages
{
    /// <summary>Discounted returns from each step on.</summary>
    public static double[][] Returns(SampledEpisodes episodes, double discount)
    {
        double[][] returns = new double[episodes.Count][];
        for (int e = 0; e < episodes.Count; e++)
        {
            ReadOnlySpan<float> rewards = episodes.Rewards(e);
            double[] row = returns[e] = new double[rewards.Length];
            double sum = 0;
            for (int t = row.Length - 1; t >= 0; t--) row[t] = sum = rewards[t] + discount * sum;
        }
        return returns;
    }

    /// <summary>Returns less their mean over the episodes that reach the step.</summary>
    /// <remarks>
    /// Williams (1992), doi:10.1007/BF00992696. An episode that has ended goes on earning nothing: it counts with a return of zero at later steps,
    /// else the longest episode would always seem average. Episodes that were cut off by the step limit count as they are.
    /// </remarks>
    public static double[][] WithoutMean(SampledEpisodes episodes, double[][] returns)
    {
        int[] valid = [.. Enumerable.Range(0, episodes.Count).Where(e => !episodes.Failed[e])];
        int longest = valid.Length == 0 ? 0 : valid.Max(e => returns[e].Length);
        double[][] advantages = [.. returns.Select(row => new double[row.Length])];
        for (int t = 0; t < longest; t++)
        {
            double sum = 0;
            foreach (int e in valid)
                if (t < returns[e].Length) sum += returns[e][t];
            double mean = sum / valid.Length;
            foreach (int e in valid)
                if (t < returns[e].Length) advantages[e][t] = returns[e][t] - mean;
        }
        return advantages;
    }

    /// <summary>Generalised advantages by a critic's values.</summary>
    /// <param name="episodes">The episodes.</param>
    /// <param name="values">What the critic expects at each observation [episode][observation].</param>
    /// <param name="discount">Discount of rewards.</param>
    /// <param name="lambda">Discount of temporal differences.</param>
    /// <remarks>Schulman, Moritz, Levine, Jordan, Abbeel (2016), arXiv:1506.02438, equation 16. After the last step of an episode that was cut off, the value of the state that it led to stands for what would have followed.</remarks>
    public static double[][] Generalised(SampledEpisodes episodes, double[][] values, double discount, double lambda)
    {
        double[][] advantages = new double[episodes.Count][];
        for (int e = 0; e < episodes.Count; e++)
        {
            ReadOnlySpan<float> rewards = episodes.Rewards(e);
            double[] row = advantages[e] = new double[rewards.Length], value = values[e];
            if (episodes.Failed[e]) continue;
            double sum = 0, next = episodes.Terminated[e] ? 0 : value[row.Length];
            for (int t = row.Length - 1; t >= 0; t--)
            {
                double difference = rewards[t] + discount * next - value[t];
                row[t] = sum = difference + discount * lambda * sum;
                next = value[t];
            }
        }
        return advantages;
    }

    /// <summary>Brings advantages to mean zero and deviation one, over all steps of all episodes that did not fail.</summary>
    public static void Normalise(SampledEpisodes episodes, double[][] advantages)
    {
        double[][] rows = [.. advantages.Where((_, e) => !episodes.Failed[e])];
        double sum = 0, squares = 0;
        foreach (double[] row in rows)
            foreach (double value in row) sum += value;
        double mean = sum / episodes.SoundSteps;
        foreach (double[] row in rows)
            foreach (double value in row) squares += (value - mean) * (value - mean);
        double deviation = Math.Sqrt(squares / episodes.SoundSteps);
        foreach (double[] row in rows)
            for (int t = 0; t < row.Length; t++) row[t] = (row[t] - mean) / (deviation + 1e-8);
    }
}
