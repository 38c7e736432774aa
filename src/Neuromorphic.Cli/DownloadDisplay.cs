using Neuromorphic.Storage.Data;

namespace Neuromorphic.Cli;

/// <summary>
/// What happens in a download: a line for every file and every source that failed, and after two seconds how far it is, with rate and time left:
/// on a terminal one line that is written anew, elsewhere plain lines, at most one every two seconds.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="columns">Columns of the terminal at this moment; null if there is none for a line that is written anew.</param>
/// <param name="time">The clock.</param>
sealed class DownloadDisplay(TextWriter writer, Func<int?> columns, TimeProvider time) : IProgress<DownloadEvent>, IDisposable
{
    static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    readonly long started = time.GetTimestamp();
    readonly List<DataFile> completed = [];
    TimeSpan next = Short;
    long earlier;
    bool open;

    /// <summary>Files that were downloaded.</summary>
    public IReadOnlyList<DataFile> Completed => completed;

    /// <inheritdoc/>
    public void Report(DownloadEvent value)
    {
        switch (value)
        {
            case DownloadEvent.Kept(DataFile file):
                WriteLine($"{file.Name} is here already");
                break;
            case DownloadEvent.Continued(DataFile file, long bytes):
                WriteLine($"{file.Name} goes on after {Output.Scaled(bytes)}B that are here");
                earlier += bytes;
                break;
            case DownloadEvent.Completed(DataFile file, Uri address):
                completed.Add(file);
                WriteLine($"{file.Name}: {Output.Scaled(file.Bytes)}B from {address.Host}");
                break;
            case DownloadEvent.Refused(Uri address, string reason):
                WriteLine($"{address}: {reason}; the next source is tried");
                break;
            case DownloadEvent.Received(long bytes, long total):
                Show(bytes, total);
                break;
        }
    }

    /// <summary>Clears the line that was written anew.</summary>
    public void Dispose()
    {
        if (open) writer.Write("\r\e[K");
        open = false;
        writer.Flush();
    }

    void Show(long bytes, long total)
    {
        TimeSpan elapsed = time.GetElapsedTime(started);
        if (elapsed < next) return;
        int? width = columns();
        next = elapsed + (width == null ? Short : TimeSpan.FromSeconds(.1));
        double rate = Math.Max(1, bytes - earlier) / elapsed.TotalSeconds; // where a file is begun anew, fewer bytes than that
        string left = Output.Duration(TimeSpan.FromSeconds((total - bytes) / rate));
        string line = $"{Output.Scaled(bytes)}B of {Output.Scaled(total)}B  {Output.Scaled(rate)}B/s  {left} left";
        if (width == null)
        {
            WriteLine(line);
            return;
        }
        writer.Write($"\r{line[..Math.Min(line.Length, width.Value - 1)]}\e[K"); // the cursor needs a column
        open = true;
        writer.Flush();
    }

    void WriteLine(string line)
    {
        Dispose();
        writer.WriteLine(line);
    }
}
