namespace Neuromorphic.Files;

/// <summary>A folder that another process writes into. The message says which, since when, and what can be done.</summary>
public sealed class FolderInUseException : IOException
{
    internal FolderInUseException(string message) : base(message)
    {
    }
}
