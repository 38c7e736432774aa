using System.Globalization;

namespace Neuromorphic.Storage.Data;

/// <summary>A data set of measurements in the order of time, one a line of a text file.</summary>
public sealed record SeriesDatasetEntry : DatasetEntry
{
    /// <summary>Lines of measurements.</summary>
    public required int Count { get; init; }
    /// <summary>What the numbers of a line are, in their order.</summary>
    public required IReadOnlyList<string> Columns { get; init; }
    /// <summary>The file as its makers have it: numbers with blanks between them; a line that begins with % is a comment.</summary>
    public required DataFile Original { get; init; }

    /// <inheritdoc/>
    public override string Contents => string.Create(CultureInfo.InvariantCulture, $"{Count:N0} samples of {string.Join(", ", Columns)}");
    /// <inheritdoc/>
    public override IEnumerable<DataFile> Files => [Original];
}
