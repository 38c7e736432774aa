namespace Neuromorphic.Storage;

/// <summary>A checkpoint that cannot be read or written. The message names the file and the reason.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>A checkpoint that cannot be read or written.</summary>
    public CheckpointException(string name, string reason, Exception? cause = null) : base($"{name}: {reason}", cause)
    {
    }
}
