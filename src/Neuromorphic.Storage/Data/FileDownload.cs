using System.Globalization;
using System.Security.Cryptography;

namespace Neuromorphic.Storage.Data;

/// <summary>
/// One file from one address. The bytes go to a neighbour with .part at the end of its name, which takes the place of the file in one step when
/// length and checksum are right, and is deleted otherwise.
/// </summary>
/// <param name="client">The client; without a time limit of its own.</param>
/// <param name="file">What is expected.</param>
/// <param name="path">Where to.</param>
/// <param name="patience">How long a source may be silent.</param>
sealed class FileDownload(HttpClient client, DataFile file, string path, TimeSpan patience)
{
    const int BufferSize = 1 << 16;

    string Unfinished => path + ".part";

    /// <summary>Downloads.</summary>
    /// <param name="address">From where.</param>
    /// <param name="received">Is told how many bytes have come.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="SourceException">The source does not give the file.</exception>
    /// <exception cref="DatasetException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public async Task RunAsync(Uri address, Action<long> received, CancellationToken cancellation)
    {
        // Outside the try: what could not be opened is not ours to delete.
        FileStream stream = Writing(() => new FileStream(Unfinished, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            PreallocationSize = file.Bytes, // a disk that is too small is known before anything comes
        }));
        try
        {
            using (stream)
            {
                await CopyAsync(address, stream, received, cancellation).ConfigureAwait(false);
                Writing(() => stream.Flush(flushToDisk: true));
            }
            Writing(() => File.Move(Unfinished, path, overwrite: true));
        }
        catch
        {
            File.Delete(Unfinished);
            throw;
        }
    }

    async Task CopyAsync(Uri address, FileStream stream, Action<long> received, CancellationToken cancellation)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        long count = 0;
        try
        {
            watch.CancelAfter(patience);
            using HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, watch.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) throw new SourceException($"the server answers {(int)response.StatusCode} {response.ReasonPhrase}");
            if (response.Content.Headers.ContentLength is { } length && length != file.Bytes) throw new SourceException($"the file there has {length} bytes, not {file.Bytes}");
            using Stream content = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            while (true)
            {
                watch.CancelAfter(patience);
                int read = await content.ReadAsync(buffer, watch.Token).ConfigureAwait(false);
                if (read == 0) break;
                count += read;
                if (count > file.Bytes) throw new SourceException($"the file there is longer than {file.Bytes} bytes");
                hash.AppendData(buffer, 0, read);
                Writing(() => stream.Write(buffer, 0, read));
                received(count);
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new SourceException(string.Create(CultureInfo.InvariantCulture, $"no answer for {patience.TotalSeconds:0.#} s, after {count} of {file.Bytes} bytes"), e);
        }
        catch (HttpRequestException e)
        {
            throw new SourceException(Reason(e), e);
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new SourceException("it leads on to an address that is not allowed; allowed: http and https", e);
        }
        catch (IOException e)
        {
            throw new SourceException($"the connection broke after {count} of {file.Bytes} bytes: {e.Message}", e);
        }
        if (count < file.Bytes) throw new SourceException($"the connection ended after {count} of {file.Bytes} bytes");
        byte[] found = hash.GetHashAndReset();
        if (!file.Matches(found)) throw new SourceException($"the file there is not the published one: its SHA-256 is {Convert.ToHexStringLower(found)}, not {file.Sha256}");
    }

    static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => $"no connection: {e.Message}",
        HttpRequestError.SecureConnectionError => $"no secure connection: {e.InnerException?.Message ?? e.Message}", // the outer message only points to the inner one
        _ => $"no answer that can be read: {e.Message}",
    };

    void Writing(Action write) => Writing(() =>
    {
        write();
        return true;
    });

    T Writing<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, $"cannot be written: {e.Message}", e);
        }
    }
}
