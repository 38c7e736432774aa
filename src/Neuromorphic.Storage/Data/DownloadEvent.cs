namespace Neuromorphic.Storage.Data;

/// <summary>Something that happens in a download.</summary>
public abstract record DownloadEvent
{
    DownloadEvent()
    {
    }

    /// <summary>A file is here already, with the right checksum.</summary>
    /// <param name="File">Which.</param>
    public sealed record Kept(DataFile File) : DownloadEvent;

    /// <summary>Of a file some bytes are here from an earlier attempt; the source is asked for the rest.</summary>
    /// <param name="File">Which.</param>
    /// <param name="Bytes">How many.</param>
    public sealed record Continued(DataFile File, long Bytes) : DownloadEvent;

    /// <summary>Bytes came.</summary>
    /// <param name="Bytes">Bytes of all files so far; fewer than before when a file is begun anew at another source.</param>
    /// <param name="Total">Bytes of all files that are downloaded.</param>
    public sealed record Received(long Bytes, long Total) : DownloadEvent;

    /// <summary>A source did not give a file; the next one is tried.</summary>
    /// <param name="Address">The address of the file there.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(Uri Address, string Reason) : DownloadEvent;

    /// <summary>A file is here now, with the right checksum.</summary>
    /// <param name="File">Which.</param>
    /// <param name="Address">Where it came from.</param>
    public sealed record Completed(DataFile File, Uri Address) : DownloadEvent;
}
