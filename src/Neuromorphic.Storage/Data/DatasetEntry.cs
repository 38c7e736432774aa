namespace Neuromorphic.Storage.Data;

/// <summary>What is known about a data set before it is here: what it is, its files, its sources.</summary>
public abstract record DatasetEntry
{
    /// <summary>The name, which is also that of the folder a download makes.</summary>
    public required string Name { get; init; }
    /// <summary>What it shows and who made it.</summary>
    public required string Summary { get; init; }
    /// <summary>What its makers allow.</summary>
    public required string Licence { get; init; }
    /// <summary>Addresses of folders that hold the files, in the order in which they are tried.</summary>
    public required IReadOnlyList<Uri> Mirrors { get; init; }
    /// <summary>Why there is no address from which the files could be downloaded, and what to do instead; null where there is one.</summary>
    public string? Obstacle { get; init; }
    /// <summary>A file that was made of the others, and is read instead of them where it lies in the folder; null if there is none.</summary>
    public DataFile? Derived { get; init; }
    /// <summary>Other names of its folder that are accepted.</summary>
    public IReadOnlyList<string> OtherFolderNames { get; init; } = [];
    /// <summary>Folders in which other programs keep the same files; they are read, and never written.</summary>
    public IReadOnlyList<string> FoldersOfOthers { get; init; } = [];

    /// <summary>How much of what is in it, such as "2,333 cells".</summary>
    public abstract string Contents { get; }
    /// <summary>All files that are downloaded, small ones first, so that a source that does not answer is found out early.</summary>
    public abstract IEnumerable<DataFile> Files { get; }
    /// <summary>The names that its folder may have, the usual one first.</summary>
    public IEnumerable<string> FolderNames => [Name, .. OtherFolderNames];
}
