using Neuromorphic.Files;

namespace Neuromorphic.Storage.Data;

/// <summary>
/// Downloads the files of a data set that are not in a folder yet, or are there with another checksum. Sources are tried in order; one that gave
/// a file is asked first for the next. A file appears whole and checked or not at all, whatever happens; what has come of one that is not complete is
/// kept beside it, and the next download asks for the rest.
/// </summary>
/// <param name="entry">The data set.</param>
/// <param name="folder">The folder of its files; made if it is not there.</param>
public sealed class DataDownload(DatasetEntry entry, string folder)
{
    /// <summary>Addresses of folders that hold the files, http or https, in the order in which they are tried; those of the catalog if not given.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = entry.Mirrors;
    /// <summary>When a source is given up.</summary>
    public DownloadLimits Limits { get; init; } = new();

    /// <summary>Downloads what is missing.</summary>
    /// <param name="progress">Is told what happens, from whatever thread it happens on, one event after the other.</param>
    /// <param name="cancellation">Ends it early. Files that were complete stay.</param>
    /// <exception cref="DatasetException">
    /// There is no source (the message says why, and what to do), or none gives a file (each is named with its reason), or a file cannot be read or written. Files that were complete stay.
    /// </exception>
    /// <exception cref="FolderInUseException">Another process downloads into the folder.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public async Task RunAsync(IProgress<DownloadEvent> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (entry.Derived is { } derived && IsHere(derived))
        {
            progress.Report(new DownloadEvent.Kept(derived));
            return;
        }
        List<DataFile> missing = [];
        foreach (DataFile file in entry.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (IsHere(file)) progress.Report(new DownloadEvent.Kept(file));
            else missing.Add(file);
        }
        if (missing.Count == 0) return;
        if (Mirrors.Count == 0) throw new DatasetException($"{entry.Name} cannot be downloaded: {entry.Obstacle} in {folder}.");
        MakeFolder();
        using FolderLock taken = FolderLock.Take(folder);
        using SocketsHttpHandler handler = new();
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan }; // a file may take as long as bytes keep coming
        client.DefaultRequestHeaders.UserAgent.Add(new("neuromorphic", SourceRevision.Version));
        List<Uri> mirrors = [.. Mirrors];
        long done = 0, total = missing.Sum(file => file.Bytes);
        foreach (DataFile file in missing)
        {
            long before = done;
            FileDownload download = new(client, file, PathOf(file), Limits);
            await DownloadAsync(download, file, mirrors, progress, bytes => progress.Report(new DownloadEvent.Received(before + bytes, total)), cancellation).ConfigureAwait(false);
            done += file.Bytes;
        }
    }

    async Task DownloadAsync(FileDownload download, DataFile file, List<Uri> mirrors, IProgress<DownloadEvent> progress, Action<long> received, CancellationToken cancellation)
    {
        List<string> reasons = [];
        for (int i = 0; i < mirrors.Count; i++)
        {
            Uri address = Address(mirrors[i], file);
            try
            {
                await download.RunAsync(address, bytes => progress.Report(new DownloadEvent.Continued(file, bytes)), received, cancellation).ConfigureAwait(false);
                progress.Report(new DownloadEvent.Completed(file, address));
                (mirrors[0], mirrors[i]) = (mirrors[i], mirrors[0]);
                return;
            }
            catch (SourceException e)
            {
                if (i + 1 < mirrors.Count) progress.Report(new DownloadEvent.Refused(address, e.Message));
                reasons.Add($"{address}: {e.Message}");
            }
        }
        throw new DatasetException($"{file.Name} of {entry.Name} could not be downloaded: {string.Join("; ", reasons)}. The files can also be copied into {folder} by hand.");
    }

    string PathOf(DataFile file) => Path.Combine(folder, file.Name);

    bool IsHere(DataFile file)
    {
        try
        {
            return file.Matches(PathOf(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(PathOf(file), $"cannot be read: {e.Message}", e);
        }
    }

    void MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(folder, $"cannot be made: {e.Message}", e);
        }
    }

    /// <summary>A file below a folder's address, whether or not that ends in a slash.</summary>
    static Uri Address(Uri mirror, DataFile file) => new(mirror.AbsoluteUri.TrimEnd('/') + "/" + file.Name);
}
