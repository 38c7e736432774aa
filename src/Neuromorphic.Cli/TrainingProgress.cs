using System.Diagnostics;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>
/// The progress of a training: on a terminal one line that is written anew (generation, curve, returns, rate, time left);
/// elsewhere plain lines, at most one every two seconds and one at the end.
/// </summary>
sealed class TrainingProgress(TextWriter writer, bool terminal, int first, int generations)
{
    const string Bars = "▁▂▃▄▅▆▇█";
    const int CurveWidth = 24;

    readonly List<double> means = [];
    readonly long started = Stopwatch.GetTimestamp();
    TimeSpan shown = TimeSpan.MinValue;
    long steps;
    double? evaluation;

    /// <summary>Takes note of a generation and shows it when it is time.</summary>
    public void Report(GenerationReport report)
    {
        means.Add(report.Mean);
        steps += report.Steps;
        evaluation = report.Evaluation ?? evaluation;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        bool last = report.Generation >= generations;
        TimeSpan interval = terminal ? TimeSpan.FromSeconds(.1) : TimeSpan.FromSeconds(2);
        if (!last && shown != TimeSpan.MinValue && elapsed - shown < interval) return;
        shown = elapsed;
        double rate = steps / Math.Max(1e-9, elapsed.TotalSeconds);
        TimeSpan left = elapsed * ((double)(generations - report.Generation) / Math.Max(1, report.Generation - first));
        string line = $"generation {report.Generation}/{generations}  {(terminal ? Curve() + "  " : "")}mean {Output.Short(report.Mean)}  best {Output.Short(report.Best)}"
            + (evaluation is { } value ? $"  evaluated {Output.Short(value)}" : "")
            + (report.Failed > 0 ? $"  FAILED members {report.Failed}" : "")
            + $"  {Output.Scaled(rate)} steps/s  {(last ? $"took {Output.Duration(elapsed)}" : $"{Output.Duration(left)} left")}";
        if (terminal) writer.Write($"\r{line}\e[K{(last ? "\n" : "")}");
        else writer.WriteLine(line);
        writer.Flush();
    }

    /// <summary>Mean fitness over all generations so far, a bar for each of up to 24 equal stretches.</summary>
    string Curve()
    {
        double low = means.Where(double.IsFinite).DefaultIfEmpty(0).Min(), high = means.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        int width = Math.Min(CurveWidth, means.Count);
        Span<char> curve = stackalloc char[width];
        for (int i = 0; i < width; i++)
        {
            double value = means[(int)((i + 1L) * means.Count / width) - 1];
            double level = high > low && double.IsFinite(value) ? (value - low) / (high - low) : 0;
            curve[i] = Bars[(int)Math.Round(level * (Bars.Length - 1))];
        }
        return new string(curve);
    }
}
