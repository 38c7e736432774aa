namespace Neuromorphic.Runs;

/// <summary>A folder for a new run holds something that the run would replace. It stays.</summary>
public sealed class OccupiedFolderException : IOException
{
    internal OccupiedFolderException(string folder, string name) : base(name == RunFolder.CheckpointName
        ? $"{folder} holds a run already; continue it, or choose another folder."
        : $"{folder} holds {name}, and a run writes a file of that name; move it away, or choose another folder.") => Run = name == RunFolder.CheckpointName ? folder : null;

    /// <summary>The folder, where it holds a run that can be continued; null where it holds something else.</summary>
    public string? Run { get; }
}
