using System.Diagnostics;

namespace Neuromorphic.Benchmarks;

/// <summary>Something to time.</summary>
/// <param name="What">Its name.</param>
/// <param name="Items">Items that one call works through.</param>
/// <param name="Body">The call.</param>
sealed record Subject(string What, double Items, Action Body);

/// <summary>Times several subjects in turn, round by round, so that a change in the machine's speed meets all of them.</summary>
static class Timing
{
    const double SecondsPerRound = .03;

    /// <summary>Rows in the order of the subjects; the ratio of each is to the subject of the given index.</summary>
    public static Row[] Compare(string unit, int against, int rounds, params Subject[] subjects)
    {
        int[] calls = Array.ConvertAll(subjects, Calibrate);
        double[][] times = Array.ConvertAll(subjects, _ => new double[rounds]); // ns per item
        for (int round = 0; round < rounds; round++)
            for (int s = 0; s < subjects.Length; s++)
                times[s][round] = Nanoseconds(subjects[s].Body, calls[s]) / calls[s] / subjects[s].Items;
        return [.. subjects.Select((subject, s) => new Row(subject.What, Median(times[s]), times[s].Min(), unit,
            s == against ? null : Median([.. times[s].Zip(times[against], (a, b) => a / b)]), s == against ? "" : subjects[against].What))];
    }

    /// <summary>Warms up, and finds how many calls fill a round.</summary>
    static int Calibrate(Subject subject)
    {
        subject.Body();
        subject.Body();
        double once = Math.Max(1, Nanoseconds(subject.Body, 3) / 3);
        return Math.Max(1, (int)(SecondsPerRound * 1e9 / once));
    }

    static double Nanoseconds(Action body, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) body();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
