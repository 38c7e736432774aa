using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>Scores of runs over several tasks, made comparable beforehand, and what they say together.</summary>
/// <remarks>
/// Agarwal, Schwarzer, Castro, Courville, Bellemare (2021), "Deep reinforcement learning at the edge of the statistical precipice", arXiv:2108.13264. Intervals hold 95 % and come
/// from the stratified bootstrap: the runs of each task are resampled for themselves. The resamples are the same each time.
/// </remarks>
public sealed class TaskScores
{
    readonly double[][] scores;

    /// <summary>Scores [task][run]; tasks may have different numbers of runs.</summary>
    /// <exception cref="ArgumentException">There is no task, one has no run, or a score is not finite.</exception>
    public TaskScores(IReadOnlyList<IReadOnlyList<double>> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0) throw new ArgumentException("There are no tasks; allowed are one or more.", nameof(scores));
        this.scores = new double[scores.Count][];
        for (int task = 0; task < scores.Count; task++)
        {
            double[] runs = [.. scores[task]];
            if (runs.Length == 0) throw new ArgumentException($"Task {task} has no runs; allowed are one or more.", nameof(scores));
            int wrong = Array.FindIndex(runs, score => !double.IsFinite(score));
            if (wrong >= 0) throw new ArgumentException(FormattableString.Invariant($"The score of run {wrong} of task {task} is {runs[wrong]}; allowed are finite numbers."), nameof(scores));
            this.scores[task] = runs;
        }
    }

    /// <summary>The number of tasks.</summary>
    public int Tasks => scores.Length;

    /// <summary>A statistic of the runs of all tasks together.</summary>
    public Interval Aggregate(Statistic statistic)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        double[] all = new double[scores.Sum(runs => runs.Length)];
        double Pooled(double[][] strata)
        {
            int at = 0;
            foreach (double[] runs in strata)
            {
                runs.CopyTo(all, at);
                at += runs.Length;
            }
            return statistic(all);
        }
        return Interval.Of(Pooled(scores), Bootstrap.Of(new Pcg64(0), scores, 1, (strata, results) => results[0] = Pooled(strata))[0]);
    }

    /// <summary>The mean of the middle half of all runs: it is hardly moved by a single outlier, and needs fewer runs than the median.</summary>
    public Interval InterquartileMean() => Aggregate(Location.InterquartileMean);

    /// <summary>The performance profile: the part of runs whose score is greater than a threshold, averaged over tasks, with an interval at each.</summary>
    /// <param name="thresholds">Any finite numbers.</param>
    /// <returns>[thresholds].</returns>
    public Interval[] Profile(IReadOnlyList<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        double[] parts = new double[thresholds.Count];
        void Write(double[][] strata, double[] results)
        {
            for (int i = 0; i < results.Length; i++)
            {
                double sum = 0;
                foreach (double[] runs in strata)
                {
                    int above = 0;
                    foreach (double score in runs) above += score > thresholds[i] ? 1 : 0;
                    sum += above / (double)runs.Length;
                }
                results[i] = sum / strata.Length;
            }
        }
        Write(scores, parts);
        return [.. parts.Zip(Bootstrap.Of(new Pcg64(0), scores, parts.Length, Write), Interval.Of)];
    }

    /// <summary>How probable it is that a run of another set is better than one of this in the same task, ties counted half, averaged over tasks.</summary>
    /// <param name="other">The other set, with the same tasks in the same order.</param>
    /// <exception cref="ArgumentException">The other set has another number of tasks.</exception>
    public Interval ProbabilityOfImprovement(TaskScores other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Tasks != Tasks) throw new ArgumentException($"The sets have {Tasks} and {other.Tasks} tasks; they are compared in the same ones.", nameof(other));
        double Average(double[][] strata)
        {
            double sum = 0;
            for (int task = 0; task < Tasks; task++) sum += EffectSize.Wins(strata[task], strata[Tasks + task]) / ((double)strata[task].Length * strata[Tasks + task].Length);
            return sum / Tasks;
        }
        double[][] both = [.. scores, .. other.scores];
        return Interval.Of(Average(both), Bootstrap.Of(new Pcg64(0), both, 1, (strata, results) => results[0] = Average(strata))[0]);
    }
}
