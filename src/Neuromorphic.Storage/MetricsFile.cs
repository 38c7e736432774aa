using System.Globalization;
using System.Text;
using Neuromorphic.Files;
using Neuromorphic.Training;

namespace Neuromorphic.Storage;

/// <summary>
/// metrics.csv: one row for each generation, in the invariant culture, as RFC 4180 has it (comma, CRLF). Every row reaches the file when it is appended.
/// </summary>
/// <remarks>Numbers are written so that reading gives the same bits. An evaluation that was not made is an empty field; NaN and Infinity are spelled so.</remarks>
public sealed class MetricsFile : IDisposable
{
    /// <summary>The first line.</summary>
    public const string Header = "generation,best,mean,deviation,failed,steps,evaluation,unconverged";

    const string EarlierHeader = "generation,best,mean,deviation,failed,steps,evaluation"; // of programs that did not count what does not converge
    const string LineBreak = "\r\n";
    static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    readonly StreamWriter writer;

    MetricsFile(string path) =>
        writer = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0), Encoding) { NewLine = LineBreak, AutoFlush = true };

    /// <summary>Begins a file; one that exists is replaced.</summary>
    public static MetricsFile Create(string path) => Continue(path, []);

    /// <summary>Opens a file to continue after the generations of a checkpoint: later rows are cut off, missing ones are written again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="history">The checkpoint's generations, which the file holds afterwards and nothing else.</param>
    /// <exception cref="ArgumentException">The generations do not count from 1.</exception>
    public static MetricsFile Continue(string path, IReadOnlyList<GenerationReport> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var text = new StringBuilder(Header).Append(LineBreak);
        for (int i = 0; i < history.Count; i++)
        {
            if (history[i].Generation != i + 1) throw new ArgumentException($"Row {i + 1} of a history is generation {i + 1}, not {history[i].Generation}.", nameof(history));
            text.Append(Row(history[i])).Append(LineBreak);
        }
        WholeFile.Write(path, text.ToString());
        return new(path);
    }

    /// <summary>Writes a row.</summary>
    public void Append(GenerationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        writer.WriteLine(Row(report));
    }

    /// <summary>The rows of a file. A last row without a line break is still being written and is left out.</summary>
    /// <exception cref="FormatException">The file is no such table; the message names the line.</exception>
    public static IReadOnlyList<GenerationReport> Read(string path)
    {
        // A run may be writing at the same time.
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding);
        string[] lines = reader.ReadToEnd().Split('\n');
        string header = lines[0].TrimEnd('\r');
        if (header is not (Header or EarlierHeader)) throw new FormatException($"{path} begins with '{header}', not with '{Header}'.");
        var rows = new List<GenerationReport>(lines.Length);
        for (int i = 1; i < lines.Length - 1; i++) rows.Add(Parse(lines[i].TrimEnd('\r') + (header == Header ? "" : ",0"), path, i + 1));
        return rows;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => writer.Dispose();

    static string Row(GenerationReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{report.Generation},{report.Best:R},{report.Mean:R},{report.Deviation:R},{report.Failed},{report.Steps},{report.Evaluation:R},{report.Unconverged}");

    static GenerationReport Parse(string line, string path, int number)
    {
        string[] fields = line.Split(',');
        if (fields.Length != 8) throw new FormatException($"{path}, line {number}: {fields.Length} fields instead of 8.");
        return new(Integer(0), Number(1), Number(2), Number(3), Integer(4), Whole(5), fields[6].Length == 0 ? null : Number(6)) { Unconverged = Whole(7) };

        int Integer(int field) => int.TryParse(fields[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw Wrong(field, "a whole number");
        long Whole(int field) => long.TryParse(fields[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Wrong(field, "a whole number");
        double Number(int field) => double.TryParse(fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Wrong(field, "a number");
        FormatException Wrong(int field, string kind) => new($"{path}, line {number}: {Header.Split(',')[field]} is '{fields[field]}', which is not {kind}.");
    }
}
