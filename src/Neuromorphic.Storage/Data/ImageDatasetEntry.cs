using System.Globalization;

namespace Neuromorphic.Storage.Data;

/// <summary>A data set of images with labels, for training and for testing.</summary>
public sealed record ImageDatasetEntry : DatasetEntry
{
    /// <summary>Rows of an image.</summary>
    public required int Height { get; init; }
    /// <summary>Columns of an image.</summary>
    public required int Width { get; init; }
    /// <summary>Images for training.</summary>
    public required int TrainCount { get; init; }
    /// <summary>Images for testing.</summary>
    public required int TestCount { get; init; }
    /// <summary>A word for each label, in the order of labels.</summary>
    public required IReadOnlyList<string> Classes { get; init; }
    /// <summary>IDX file, [<see cref="TrainCount"/>, <see cref="Height"/>, <see cref="Width"/>].</summary>
    public required DataFile TrainImages { get; init; }
    /// <summary>IDX file, [<see cref="TrainCount"/>].</summary>
    public required DataFile TrainLabels { get; init; }
    /// <summary>IDX file, [<see cref="TestCount"/>, <see cref="Height"/>, <see cref="Width"/>].</summary>
    public required DataFile TestImages { get; init; }
    /// <summary>IDX file, [<see cref="TestCount"/>].</summary>
    public required DataFile TestLabels { get; init; }

    /// <inheritdoc/>
    public override string Contents => string.Create(CultureInfo.InvariantCulture, $"{TrainCount:N0} + {TestCount:N0} images of {Height} x {Width}");
    /// <inheritdoc/>
    public override IEnumerable<DataFile> Files => [TrainLabels, TestLabels, TestImages, TrainImages];
}
