namespace Neuromorphic.Storage.Data;

/// <summary>What is known about a data set of images before it is here: its size, its files, its sources.</summary>
public sealed record DatasetEntry
{
    /// <summary>The name, which is also that of the folder a download makes.</summary>
    public required string Name { get; init; }
    /// <summary>What it shows and who made it.</summary>
    public required string Summary { get; init; }
    /// <summary>What its makers allow.</summary>
    public required string Licence { get; init; }
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
    /// <summary>Addresses of folders that hold the files, in the order in which they are tried.</summary>
    public required IReadOnlyList<Uri> Mirrors { get; init; }
    /// <summary>Other names of its folder that are accepted.</summary>
    public IReadOnlyList<string> OtherFolderNames { get; init; } = [];
    /// <summary>Folders in which other programs keep the same files; they are read, and never written.</summary>
    public IReadOnlyList<string> FoldersOfOthers { get; init; } = [];

    /// <summary>All files, small ones first, so that a source that does not answer is found out early.</summary>
    public IEnumerable<DataFile> Files => [TrainLabels, TestLabels, TestImages, TrainImages];
    /// <summary>The names that its folder may have, the usual one first.</summary>
    public IEnumerable<string> FolderNames => [Name, .. OtherFolderNames];
}
