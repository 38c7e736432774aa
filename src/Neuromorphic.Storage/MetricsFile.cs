using System.Globalization;
using System.Text;
using Neuromorphic.Files;
using Neuromorphic.Training;

namespace Neuromorphic.Storage;

/// <summary>
/// metrics.csv: one row for each generation, in the invariant culture, as RFC 4180 has it (comma, CRLF). Every row reaches the file when it is appended.
/// </summary>
/// <remarks>
/// Numbers are written so that reading gives the same bits. What was not measured is an empty field; NaN and Infinity are spelled so. All but the last two columns, which the clock
/// says, are the same bit for bit however often a run is made, stopped and continued.
/// </remarks>
public sealed class MetricsFile : IDisposable
{
    /// <summary>The columns of a generation's report; unconverged is missing in files of older programs.</summary>
    const string Reported = "generation,best,mean,deviation,failed,steps,evaluation", Unconverged = "unconverged";

    /// <summary>
    /// What is measured beside: the tenth and ninetieth percentile of the members' returns, the standard deviation between the episodes of an evaluation, the deviation of members around the mean and the root mean square step of the mean, loss, norm of gradients, entropy of actions, and of one episode
    /// with each evaluation the spikes of a neuron in a step of it and the share of neurons without one.
    /// </summary>
    public static IReadOnlyList<string> Measured { get; } = ["lower-decile", "upper-decile", "evaluation-deviation", "sigma", "step-size", "loss", "gradient-norm", "entropy", "firing-rate", "silent"];

    /// <summary>The first line.</summary>
    public static string Header { get; } = $"{Reported},{Unconverged},total-steps,{string.Join(',', Measured)},seconds,steps-per-second";

    const string LineBreak = "\r\n";
    static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    readonly StreamWriter writer;
    long steps;

    MetricsFile(string path) =>
        writer = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0), Encoding) { NewLine = LineBreak, AutoFlush = true };

    /// <summary>Begins a file; one that exists is replaced.</summary>
    public static MetricsFile Create(string path) => Continue(path, []);

    /// <summary>Opens a file to continue after the generations of a checkpoint: later rows are cut off, missing ones are written again, without what the checkpoint does not hold.</summary>
    /// <param name="path">The file.</param>
    /// <param name="history">The checkpoint's generations, which the file holds afterwards and nothing else.</param>
    /// <param name="from">The file that holds what was measured in them, if it is another one.</param>
    /// <exception cref="ArgumentException">The generations do not count from 1.</exception>
    public static MetricsFile Continue(string path, IReadOnlyList<GenerationReport> history, string? from = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        string[] there = Lines(from ?? path);
        bool same = there.Length > 0 && there[0].TrimEnd('\r') == Header;
        var text = new StringBuilder(Header).Append(LineBreak);
        long steps = 0;
        double seconds = 0;
        for (int i = 0; i < history.Count; i++)
        {
            if (history[i].Generation != i + 1) throw new ArgumentException($"Row {i + 1} of a history is generation {i + 1}, not {history[i].Generation}.", nameof(history));
            steps += history[i].Steps;
            string begin = Begin(history[i], steps), row = same && i + 1 < there.Length && there[i + 1].StartsWith(begin, StringComparison.Ordinal) ? there[i + 1].TrimEnd('\r') : begin + new string(',', Measured.Count + 1);
            if (double.TryParse(row.Split(',')[^2], NumberStyles.Float, CultureInfo.InvariantCulture, out double until)) seconds = until;
            text.Append(row).Append(LineBreak);
        }
        WholeFile.Write(path, text.ToString());
        return new(path) { steps = steps, Seconds = seconds };
    }

    /// <summary>Seconds of training, those before a resume included.</summary>
    public double Seconds { get; private set; }

    /// <summary>Writes a row.</summary>
    /// <param name="report">The generation.</param>
    /// <param name="measures">What else was measured, by the names of <see cref="Measured"/>; others are left out.</param>
    /// <param name="seconds">How long the generation took; not known, if not given.</param>
    public void Append(GenerationReport report, IReadOnlyDictionary<string, double>? measures = null, double? seconds = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        steps += report.Steps;
        StringBuilder row = new(Begin(report, steps));
        foreach (string name in Measured) row.Append(CultureInfo.InvariantCulture, $"{(measures?.TryGetValue(name, out double value) == true ? value : (double?)null):R},");
        Seconds += seconds ?? 0;
        if (seconds is { } took) row.Append(CultureInfo.InvariantCulture, $"{Seconds:F3},{report.Steps / Math.Max(took, 1e-9):F0}");
        else row.Append(',');
        writer.WriteLine(row);
    }

    static string Begin(GenerationReport report, long steps) => string.Create(CultureInfo.InvariantCulture,
        $"{report.Generation},{report.Best:R},{report.Mean:R},{report.Deviation:R},{report.Failed},{report.Steps},{report.Evaluation:R},{report.Unconverged},{steps},");

    /// <summary>The rows of a file. A last row without a line break is still being written and is left out.</summary>
    /// <exception cref="FormatException">The file is no such table; the message names the line.</exception>
    public static IReadOnlyList<GenerationReport> Read(string path)
    {
        string[] lines = Lines(path);
        string header = lines.Length == 0 ? "" : lines[0].TrimEnd('\r');
        if (header != Reported && !(header + ",").StartsWith($"{Reported},{Unconverged},", StringComparison.Ordinal)) throw new FormatException($"{path} begins with '{header}', not with '{Reported},{Unconverged}'.");
        return [.. lines.Skip(1).Select((line, i) => Parse(line.TrimEnd('\r'), header.Split(','), path, i + 2))];
    }

    /// <summary>What was measured in each generation, by the name of its column; null where it was not.</summary>
    /// <param name="path">The file; where there is none, nothing was measured.</param>
    /// <param name="column">One of <see cref="Measured"/>.</param>
    /// <param name="history">The generations that are asked for. A row counts only if it is that of the same generation, with the same returns.</param>
    public static IReadOnlyList<double?> Measures(string path, string column, IReadOnlyList<GenerationReport> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        string[] lines = Lines(path);
        int index = lines.Length == 0 || lines[0].TrimEnd('\r') != Header ? -1 : Array.IndexOf(Header.Split(','), column);
        return [.. history.Select((report, i) => index >= 0 && i + 1 < lines.Length ? Measure(lines[i + 1].TrimEnd('\r'), report) : null)];

        double? Measure(string line, GenerationReport report) =>
            line.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{report.Generation},{report.Best:R},{report.Mean:R},{report.Deviation:R},"), StringComparison.Ordinal)
            && line.Split(',') is var fields && index < fields.Length
            && double.TryParse(fields[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
    }

    /// <summary>The lines that are whole.</summary>
    static string[] Lines(string path)
    {
        if (!File.Exists(path)) return [];
        // A run may be writing at the same time.
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding);
        return reader.ReadToEnd().Split('\n')[..^1];
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => writer.Dispose();

    static GenerationReport Parse(string line, string[] columns, string path, int number)
    {
        string[] fields = line.Split(',');
        if (fields.Length != columns.Length) throw new FormatException($"{path}, line {number}: {fields.Length} fields instead of {columns.Length}.");
        return new(Integer(0), Number(1), Number(2), Number(3), Integer(4), Whole(5), fields[6].Length == 0 ? null : Number(6)) { Unconverged = columns.Length > 7 ? Whole(7) : 0 };

        int Integer(int field) => int.TryParse(fields[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw Wrong(field, "a whole number");
        long Whole(int field) => long.TryParse(fields[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Wrong(field, "a whole number");
        double Number(int field) => double.TryParse(fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Wrong(field, "a number");
        FormatException Wrong(int field, string kind) => new($"{path}, line {number}: {columns[field]} is '{fields[field]}', which is not {kind}.");
    }
}
