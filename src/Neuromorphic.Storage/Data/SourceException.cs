namespace Neuromorphic.Storage.Data;

/// <summary>One source does not give a file as it was published; another one might.</summary>
sealed class SourceException(string reason, Exception? cause = null) : Exception(reason, cause);
