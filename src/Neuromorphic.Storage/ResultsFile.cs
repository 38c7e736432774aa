using System.Globalization;
using System.Text;
using Neuromorphic.Files;

namespace Neuromorphic.Storage;

/// <summary>
/// The results of an experiment as a CSV file, one row for each run, whose first columns say which run it was.
/// A row is on the disk as soon as it is appended, so an experiment that is started again goes on where it was stopped.
/// </summary>
public sealed class ResultsFile : IDisposable
{
    readonly string[] columns;
    readonly int keys;
    readonly List<string[]> rows = [];
    readonly string path;
    StreamWriter writer;

    /// <summary>Opens or begins a file.</summary>
    /// <param name="path">The file; its folder is made if needed.</param>
    /// <param name="keys">How many of the columns say which run a row is.</param>
    /// <param name="columns">The names of all columns.</param>
    /// <exception cref="InvalidDataException">The file has other columns, or a damaged row.</exception>
    public ResultsFile(string path, int keys, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        this.path = path;
        this.columns = columns;
        this.keys = keys;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string[][] lines = File.Exists(path) ? Lines(path) : [];
        if (lines.Length > 0 && !lines[0].SequenceEqual(columns)) throw new InvalidDataException($"{path} has the columns {CsvLine.Join(lines[0])}, not {CsvLine.Join(columns)}; move it away to begin anew.");
        rows.AddRange(RowsOf(path, lines));
        writer = Begin();
    }

    StreamWriter Begin()
    {
        // Hours of results stay whole until the new beginning is.
        WholeFile.Write(path, string.Concat(rows.Prepend(columns).Select(row => CsvLine.Join(row) + "\n")));
        return new(path, append: true, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
    }

    /// <summary>Puts the rows into the order of their runs, as they do not end; others come after them.</summary>
    /// <param name="order">The values of the first columns of each run.</param>
    public void Arrange(IReadOnlyList<object[]> order)
    {
        string[][] keysInOrder = [.. order.Select(key => Array.ConvertAll(key, Text))];
        string[][] arranged = [.. rows.OrderBy(row => Array.FindIndex(keysInOrder, key => key.SequenceEqual(row.Take(keys))) is >= 0 and var index ? index : int.MaxValue)];
        writer.Dispose();
        rows.Clear();
        rows.AddRange(arranged);
        writer = Begin();
    }

    /// <summary>Whether a run is in the file.</summary>
    /// <param name="key">The values of its first columns.</param>
    public bool Has(params object[] key) => Find(key) != null;

    /// <summary>The row of a run; null where it is not in the file.</summary>
    /// <param name="key">The values of its first columns.</param>
    public IReadOnlyList<string>? Find(params object[] key) => rows.Find(row => row.Take(keys).SequenceEqual(key.Select(Text)));

    /// <summary>Adds a run.</summary>
    /// <param name="values">The values of all columns: numbers, or text without line breaks.</param>
    public void Append(params object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != columns.Length) throw new ArgumentException($"A row has {columns.Length} values, not {values.Length}.", nameof(values));
        string[] row = Array.ConvertAll(values, Text);
        foreach (string text in row)
            if (text.AsSpan().ContainsAny("\r\n")) throw new ArgumentException($"'{text}' cannot stand in a results file.", nameof(values));
        writer.WriteLine(CsvLine.Join(row));
        writer.Flush();
        rows.Add(row);
    }

    /// <summary>The numbers of a column, over the rows whose first columns have the given values; a null matches any.</summary>
    public double[] Numbers(string column, params object?[] key)
    {
        int index = Array.IndexOf(columns, column);
        if (index < 0) throw new ArgumentException($"There is no column '{column}'; there are {string.Join(", ", columns)}.", nameof(column));
        return [.. rows.Where(row => key.Zip(row, (wanted, value) => wanted is null || Text(wanted) == value).All(same => same))
            .Select(row => double.Parse(row[index], NumberStyles.Float, CultureInfo.InvariantCulture))];
    }

    /// <summary>The columns and the rows of a file that is only read; a row that was cut off is left out.</summary>
    /// <exception cref="InvalidDataException">A row has not as many values as there are columns; the message names the line.</exception>
    public static (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) Read(string path)
    {
        string[][] lines = Lines(path);
        return lines.Length == 0 ? throw new InvalidDataException($"{path} holds no columns.") : (lines[0], RowsOf(path, lines));
    }

    /// <summary>The values of each line that is whole: one that was cut off has no line break.</summary>
    static string[][] Lines(string path)
    {
        string text = File.ReadAllText(path);
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => CsvLine.Split(line.TrimEnd('\r')))];
    }

    /// <summary>The lines behind the first, each with as many values.</summary>
    static string[][] RowsOf(string path, string[][] lines)
    {
        int wrong = Array.FindIndex(lines, line => line.Length != lines[0].Length);
        return wrong < 0 ? [.. lines.Skip(1)] : throw new InvalidDataException($"{path}, line {wrong + 1}: {lines[wrong].Length} values for {lines[0].Length} columns.");
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    static string Text(object value) => value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value.ToString() ?? "";
}
