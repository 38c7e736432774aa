using System.Globalization;

namespace Neuromorphic.Storage.Data;

/// <summary>The cells of a data set.</summary>
public sealed class CellTable
{
    CellTable(CellDatasetEntry entry, Cell[] cells) => (Entry, Cells) = (entry, cells);

    /// <summary>What the catalog says about it.</summary>
    public CellDatasetEntry Entry { get; }
    /// <summary>All cells, by their numbers where they have them.</summary>
    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>The cells that a filter lets pass.</summary>
    public IReadOnlyList<Cell> Where(CellFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return [.. Cells.Where(filter.Allows)];
    }

    /// <summary>Reads a data set from where data lie (<see cref="DataFolder.Usual"/>).</summary>
    /// <exception cref="ArgumentException">There is no data set of cells of this name.</exception>
    /// <exception cref="DatasetException">It is not here, or its file is refused.</exception>
    public static CellTable Load(string name) => Load(DataCatalog.Get<CellDatasetEntry>(name), DataFolder.Usual);

    /// <summary>Reads a data set: the derived table if it lies in the folder, else the original one.</summary>
    /// <param name="entry">Which.</param>
    /// <param name="data">Where data lie.</param>
    /// <exception cref="DatasetException">It is not here, or cannot be read, lacks a column, or a line of it is damaged; the message names file, line and reason.</exception>
    public static CellTable Load(CellDatasetEntry entry, DataFolder data)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(data);
        string folder = data.Require(entry);
        string? derived = entry.Derived is { } file ? DataFolder.PathOf(file, folder) : null;
        string path = derived ?? DataFolder.PathOf(entry.Original, folder) ?? Path.Combine(folder, entry.Original.Name);
        try
        {
            return new(entry, Read(path, derived != null ? entry.DerivedColumns : entry.OriginalColumns));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, $"cannot be read: {e.Message}", e);
        }
    }

    static Cell[] Read(string path, CellColumns columns)
    {
        List<Cell> cells = [];
        string[]? header = null;
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string[] values = CsvLine.Split(text);
            if (header == null)
            {
                header = values;
                string[] missing = [.. columns.All.Except(header)];
                if (missing.Length > 0) throw new DatasetException(path, $"line 1: it has no column {string.Join(", ", missing)}; a table with commas between its columns is expected.");
            }
            else if (values.Length != header.Length) throw new DatasetException(path, $"line {line}: it has {values.Length} values, the header {header.Length}.");
            else cells.Add(new Row(path, line, header, values).Cell(columns));
        }
        if (cells.Count == 0) throw new DatasetException(path, "it has no cells.");
        return [.. cells.OrderBy(cell => cell.Id.Length).ThenBy(cell => cell.Id, StringComparer.Ordinal)]; // stable: without numbers, as they lie
    }

    /// <summary>A line of a table.</summary>
    readonly record struct Row(string Path, int Line, string[] Header, string[] Values)
    {
        public Cell Cell(CellColumns columns)
        {
            double timeConstant = Number(columns.TimeConstant, positive: true), resistance = Number(columns.Resistance, positive: true), capacitance = Number(columns.Capacitance, positive: true);
            return new()
            {
                Id = Word(columns.Id),
                Species = SpeciesOf(Word(columns.Species)),
                Area = Word(columns.Area),
                Layer = Word(columns.Layer),
                Dendrite = Word(columns.Dendrite),
                Kind = Word(columns.Kind),
                TimeConstantMilliseconds = timeConstant,
                ResistanceMegaohms = resistance,
                RestMillivolts = Number(columns.Rest),
                ThresholdMillivolts = Number(columns.Threshold),
                RheobasePicoamperes = Number(columns.Rheobase),
                CapacitancePicofarads = double.IsNaN(capacitance) ? timeConstant / resistance * 1000 : capacitance,
            };
        }

        string Word(string? column) => column == null ? "" : Values[Array.IndexOf(Header, column)].Trim();

        double Number(string? column, bool positive = false)
        {
            string text = Word(column);
            if (text.Length == 0 || text.Equals("nan", StringComparison.OrdinalIgnoreCase)) return double.NaN;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && (value > 0 || !positive)) return value;
            throw new DatasetException(Path, $"line {Line}: {column} is '{text}'; allowed: a {(positive ? "positive number" : "number")}, or nothing.");
        }

        /// <summary>One word for a species, whichever the table has.</summary>
        static string SpeciesOf(string word) => word switch
        {
            "Mus musculus" or "Mice" => "mouse",
            "Homo Sapiens" => "human",
            "Rats" => "rat",
            "Guinea Pigs" => "guinea pig",
            "Macaca mulatta" => "macaque",
            _ => word.ToLowerInvariant(),
        };
    }
}
