namespace Neuromorphic.Storage.Data;

/// <summary>A data set that cannot be found, read or downloaded. The message names what and where, and the reason.</summary>
public sealed class DatasetException : Exception
{
    /// <summary>A data set, or a file of one, that cannot be used.</summary>
    public DatasetException(string message, Exception? cause = null) : base(message, cause)
    {
    }

    /// <summary>A file or address that cannot be used.</summary>
    internal DatasetException(string name, string reason, Exception? cause = null) : this($"{name}: {reason}", cause)
    {
    }
}
