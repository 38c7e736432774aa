using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>
/// The progress of a training: on a terminal one line that is written anew (generation, curve, returns, rate, time left);
/// elsewhere plain lines, at most one every two seconds and one at the end.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="columns">Columns of the terminal at this moment; null if there is none for a line that is written anew.</param>
/// <param name="time">The clock.</param>
/// <param name="first">Generations that were complete before.</param>
/// <param name="generations">Generations in all.</param>
sealed class TrainingProgress(TextWriter writer, Func<int?> columns, TimeProvider time, int first, int generations) : IDisposable
{
    const string Bars = "▁▂▃▄▅▆▇█";
    const int WidestCurve = 24, NarrowestCurve = 8;
    static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(5); // the rate is that of the last seconds
    const int Always = 0, Rate = 1, Curve = 2, Evaluated = 3, Best = 4;

    /// <summary>A part of the line; where the line is too narrow, the highest rank goes first.</summary>
    readonly record struct Field(int Rank, string Text);

    readonly Lock writing = new(); // a signal is told of on another thread
    readonly List<double> means = [];
    readonly long started = time.GetTimestamp();
    TimeSpan? shown;
    bool open;
    long steps;
    (int Generation, double Value)? evaluation;
    readonly Queue<(TimeSpan Elapsed, long Steps)> lately = new([(TimeSpan.Zero, 0L)]);

    /// <summary>Takes note of a generation and shows it when it is time.</summary>
    public void Report(GenerationReport report, IReadOnlyDictionary<string, double>? measures = null)
    {
        means.Add(report.Mean);
        steps += report.Steps;
        evaluation = report.Evaluation is { } measured ? (report.Generation, measured) : evaluation;
        int? width = columns();
        TimeSpan elapsed = time.GetElapsedTime(started), interval = TimeSpan.FromSeconds(width == null ? 2 : .1);
        lately.Enqueue((elapsed, steps));
        while (lately.Count > 2 && elapsed - lately.ElementAt(1).Elapsed >= RateWindow) lately.Dequeue();
        if (report.Generation < generations && elapsed - shown < interval) return;
        shown = elapsed;
        Field[] fields = [.. Fields(report, measures, elapsed)];
        if (width == null)
        {
            Tell(string.Join("  ", fields.Where(field => field.Rank != Curve).Select(field => field.Text)));
            return;
        }
        lock (writing)
        {
            writer.Write($"\r{Fit(fields, width.Value)}\e[K");
            open = true;
            writer.Flush();
        }
    }

    /// <summary>Says what went wrong in a generation, on a line of its own.</summary>
    public void Warn(string warning) => Tell($"warning: {warning}");

    /// <summary>Says something on a line of its own. May be called at any time, from any thread.</summary>
    public void Tell(string line)
    {
        lock (writing)
        {
            Dispose();
            writer.WriteLine(line);
            writer.Flush();
        }
    }

    /// <summary>Ends the line that was written anew.</summary>
    public void Dispose()
    {
        lock (writing)
        {
            if (open) writer.WriteLine();
            open = false;
        }
    }

    IEnumerable<Field> Fields(GenerationReport report, IReadOnlyDictionary<string, double>? measures, TimeSpan elapsed)
    {
        yield return new(Always, $"generation {report.Generation}/{generations}");
        yield return new(Curve, "");
        yield return new(Always, $"mean {Output.Short(report.Mean)}");
        yield return new(Best, $"best {Output.Short(report.Best)}");
        if (measures?.TryGetValue("loss", out double loss) == true) yield return new(Best, $"loss {Output.Short(loss)}");
        if (evaluation is var (when, value)) yield return new(Evaluated, $"evaluated {Output.Short(value)}{(when == report.Generation ? "" : $" at {when}")}");
        if (report.Failed > 0) yield return new(Always, $"FAILED members {report.Failed}");
        if (report.Unconverged > 0) yield return new(Always, $"UNCONVERGED solves {report.Unconverged}");
        (TimeSpan since, long before) = lately.Peek();
        yield return new(Rate, $"{Output.Scaled((steps - before) / Math.Max(1e-9, (elapsed - since).TotalSeconds))} steps/s");
        TimeSpan left = elapsed * ((double)(generations - report.Generation) / Math.Max(1, report.Generation - first));
        yield return new(Always, report.Generation >= generations ? $"took {Output.Duration(elapsed)}" : $"{Output.Duration(left)} left");
    }

    /// <summary>As many of the fields as a terminal shows without breaking the line: "\r" goes back only to the start of its last row.</summary>
    string Fit(Field[] fields, int columns)
    {
        int width = columns - 1; // the cursor needs a column
        for (int rank = Best; rank >= Always; rank--)
        {
            int room = width - fields.Where(field => field.Rank <= rank).Sum(field => field.Text.Length + 2) + 2;
            if (room < (rank >= Curve ? Math.Min(NarrowestCurve, means.Count) : 0)) continue;
            return string.Join("  ", fields.Where(field => field.Rank <= rank).Select(field => field.Rank == Curve ? DrawCurve(room) : field.Text));
        }
        string least = string.Join("  ", fields.Where(field => field.Rank == Always).Select(field => field.Text));
        return least[..Math.Min(width, least.Length)];
    }

    /// <summary>Mean fitness over all generations so far, a bar for each of up to 24 equal stretches.</summary>
    string DrawCurve(int room)
    {
        double low = means.Where(double.IsFinite).DefaultIfEmpty(0).Min(), high = means.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        int width = Math.Min(Math.Min(WidestCurve, room), means.Count);
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
