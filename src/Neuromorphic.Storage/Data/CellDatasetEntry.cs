using System.Globalization;

namespace Neuromorphic.Storage.Data;

/// <summary>A data set of measured cells, one a row of a table.</summary>
public sealed record CellDatasetEntry : DatasetEntry
{
    /// <summary>Rows of the table.</summary>
    public required int Count { get; init; }
    /// <summary>What a row stands for, in the plural.</summary>
    public required string Rows { get; init; }
    /// <summary>The table as its makers have it: CSV, a header first.</summary>
    public required DataFile Original { get; init; }
    /// <summary>Columns of <see cref="Original"/>.</summary>
    internal CellColumns OriginalColumns { get; init; } = new();
    /// <summary>Columns of <see cref="DatasetEntry.Derived"/>.</summary>
    internal CellColumns DerivedColumns { get; init; } = new();

    /// <inheritdoc/>
    public override string Contents => string.Create(CultureInfo.InvariantCulture, $"{Count:N0} {Rows}");
    /// <inheritdoc/>
    public override IEnumerable<DataFile> Files => [Original];
}

/// <summary>What the columns of a table of cells are called; null for what it does not have.</summary>
sealed record CellColumns
{
    public string? Id { get; init; }
    public string? Species { get; init; }
    public string? Area { get; init; }
    public string? Layer { get; init; }
    public string? Dendrite { get; init; }
    public string? Kind { get; init; }
    public string? TimeConstant { get; init; }
    public string? Resistance { get; init; }
    public string? Rest { get; init; }
    public string? Threshold { get; init; }
    public string? Rheobase { get; init; }
    public string? Capacitance { get; init; }

    /// <summary>All that the table has.</summary>
    public IEnumerable<string> All => new[] { Id, Species, Area, Layer, Dendrite, Kind, TimeConstant, Resistance, Rest, Threshold, Rheobase, Capacitance }.OfType<string>();
}
