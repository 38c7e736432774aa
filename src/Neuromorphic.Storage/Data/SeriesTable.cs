using System.Globalization;

namespace Neuromorphic.Storage.Data;

/// <summary>The measurements of a data set.</summary>
public sealed class SeriesTable
{
    SeriesTable(SeriesDatasetEntry entry, double[][] rows) => (Entry, Rows) = (entry, rows);

    /// <summary>What the catalog says about it.</summary>
    public SeriesDatasetEntry Entry { get; }
    /// <summary>The numbers of each line [Count][Columns], in the order of the file.</summary>
    public IReadOnlyList<double[]> Rows { get; }

    /// <summary>Reads a data set from where data lie (<see cref="DataFolder.Usual"/>).</summary>
    /// <exception cref="ArgumentException">There is no data set of measurements of this name.</exception>
    /// <exception cref="DatasetException">It is not here, or its file is refused.</exception>
    public static SeriesTable Load(string name) => Load(DataCatalog.Get<SeriesDatasetEntry>(name), DataFolder.Usual);

    /// <summary>Reads a data set.</summary>
    /// <param name="entry">Which.</param>
    /// <param name="data">Where data lie.</param>
    /// <exception cref="DatasetException">It is not here, or cannot be read, or a line of it is damaged, or there are not as many as the catalog says; the message names file, line and reason.</exception>
    public static SeriesTable Load(SeriesDatasetEntry entry, DataFolder data)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(data);
        string folder = data.Require(entry), path = DataFolder.PathOf(entry.Original, folder) ?? Path.Combine(folder, entry.Original.Name);
        try
        {
            return new(entry, Read(path, entry));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, $"cannot be read: {e.Message}", e);
        }
    }

    static double[][] Read(string path, SeriesDatasetEntry entry)
    {
        List<double[]> rows = [];
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string[] values = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (values.Length == 0 || values[0].StartsWith('%')) continue;
            if (values.Length != entry.Columns.Count) throw new DatasetException(path, $"line {line}: it has {values.Length} numbers; allowed: {entry.Columns.Count}, {string.Join(", ", entry.Columns)}.");
            rows.Add([.. values.Select((value, i) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number : throw new DatasetException(path, $"line {line}: {entry.Columns[i]} is '{value}'; allowed: a number."))]);
        }
        if (rows.Count != entry.Count) throw new DatasetException(path, $"it has {rows.Count} samples; this data set has {entry.Count}.");
        return [.. rows];
    }
}
