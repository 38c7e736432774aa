using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Neuromorphic.Storage.Data;

/// <summary>
/// One file from one address. The bytes go to a neighbour with .part at the end of its name, which takes the place of the file in one step when
/// length and checksum are right. What a connection that broke has brought stays there: the next attempt, here or at another address, asks for the
/// rest, and begins anew where a server does not give parts or the whole has another checksum.
/// </summary>
/// <param name="client">The client; without a time limit of its own.</param>
/// <param name="file">What is expected.</param>
/// <param name="path">Where to, in a folder that no other process writes into.</param>
/// <param name="limits">When a source is given up.</param>
sealed class FileDownload(HttpClient client, DataFile file, string path, DownloadLimits limits)
{
    const int BufferSize = 1 << 16;

    string Unfinished => path + ".part";

    /// <summary>Downloads.</summary>
    /// <param name="address">From where.</param>
    /// <param name="kept">Is told how many bytes are here from before, where there are any.</param>
    /// <param name="received">Is told how many bytes are here.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="SourceException">The source does not give the file.</exception>
    /// <exception cref="DatasetException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public async Task RunAsync(Uri address, Action<long> kept, Action<long> received, CancellationToken cancellation)
    {
        // Outside the try: what could not be opened is not ours to delete.
        FileStream stream = Writing(Open);
        bool worthKeeping = false;
        try
        {
            using (stream)
            {
                if (stream.Length > file.Bytes) Writing(() => stream.SetLength(0));
                if (stream.Length > 0) kept(stream.Length);
                try
                {
                    await FetchAsync(address, stream, stream.Length, received, cancellation).ConfigureAwait(false);
                }
                catch (Exception e) when (e is SourceException or OperationCanceledException)
                {
                    worthKeeping = stream.Length > 0;
                    throw;
                }
                Writing(() => stream.Flush(flushToDisk: true));
            }
            Writing(() => File.Move(Unfinished, path, overwrite: true));
        }
        catch when (!worthKeeping)
        {
            File.Delete(Unfinished);
            throw;
        }
    }

    /// <summary>Opens what an earlier attempt left, or a new file. No link is followed.</summary>
    FileStream Open()
    {
        FileInfo part = new(Unfinished);
        if (part.LinkTarget != null) throw new IOException($"{Unfinished} is a link, which is not followed; move it away.");
        return part.Exists ? new(Unfinished, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0) : new(Unfinished, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            PreallocationSize = file.Bytes, // a disk that is too small is known before anything comes
        });
    }

    /// <summary>Completes a stream of which the first bytes are here, and compares the whole with the checksum. A stream with wrong content is emptied.</summary>
    async Task FetchAsync(Uri address, FileStream stream, long from, Action<long> received, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Begin(stream, from, hash);
        long count = from < file.Bytes ? await CopyAsync(address, stream, from, hash, received, cancellation).ConfigureAwait(false) : from;
        if (count == StartAnew)
        {
            await FetchAsync(address, stream, 0, received, cancellation).ConfigureAwait(false);
            return;
        }
        if (count < file.Bytes) throw new SourceException($"the connection ended after {count} of {file.Bytes} bytes");
        byte[] found = hash.GetHashAndReset();
        if (file.Matches(found)) return;
        Writing(() => stream.SetLength(0));
        if (from == 0) throw new SourceException($"the file there is not the published one: its SHA-256 is {Convert.ToHexStringLower(found)}, not {file.Sha256}");
        await FetchAsync(address, stream, 0, received, cancellation).ConfigureAwait(false); // what was here was of something else
    }

    /// <summary>Instead of a count: the server does not give the part that was asked for.</summary>
    const long StartAnew = -1;

    /// <summary>Cuts a stream behind its first bytes, and hashes these.</summary>
    void Begin(FileStream stream, long from, IncrementalHash hash) => Writing(() =>
    {
        stream.SetLength(from);
        stream.Position = 0;
        byte[] buffer = new byte[BufferSize];
        for (int read; (read = stream.Read(buffer)) > 0;) hash.AppendData(buffer, 0, read);
    });

    /// <summary>Appends what the address gives from some byte on. Gives the bytes that are here then, or <see cref="StartAnew"/>.</summary>
    async Task<long> CopyAsync(Uri address, FileStream stream, long from, IncrementalHash hash, Action<long> received, CancellationToken cancellation)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
        RateWatch rate = new(limits);
        byte[] buffer = new byte[BufferSize];
        long count = from;
        try
        {
            watch.CancelAfter(limits.Silence);
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token).ConfigureAwait(false);
            if (from > 0 && response.StatusCode == HttpStatusCode.OK) // the whole, from a server that gives no parts
            {
                hash.GetHashAndReset();
                Begin(stream, 0, hash);
                count = from = 0;
            }
            if (from > 0 && !GivesRest(response, from)) return StartAnew;
            if (!response.IsSuccessStatusCode) throw new SourceException($"the server answers {(int)response.StatusCode} {response.ReasonPhrase}");
            if (response.Content.Headers.ContentLength is { } length && from + length != file.Bytes) throw new SourceException($"the file there has {from + length} bytes, not {file.Bytes}");
            using Stream content = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            while (true)
            {
                watch.CancelAfter(limits.Silence);
                int read = await content.ReadAsync(buffer, watch.Token).ConfigureAwait(false);
                if (read == 0) return count;
                count += read;
                if (count > file.Bytes)
                {
                    Writing(() => stream.SetLength(0));
                    throw new SourceException($"the file there is longer than {file.Bytes} bytes");
                }
                hash.AppendData(buffer, 0, read);
                Writing(() => stream.Write(buffer, 0, read));
                received(count);
                if (count < file.Bytes && rate.IsTooSlow(read, out string came)) throw new SourceException($"it is too slow: {came}, after {count} of {file.Bytes} bytes");
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new SourceException(string.Create(CultureInfo.InvariantCulture, $"no answer for {limits.Silence.TotalSeconds:0.#} s, after {count} of {file.Bytes} bytes"), e);
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
    }

    /// <summary>Whether an answer to a question for the rest of the file is that, or an error that has nothing to do with parts.</summary>
    bool GivesRest(HttpResponseMessage response, long from) => response.StatusCode switch
    {
        HttpStatusCode.PartialContent => response.Content.Headers.ContentRange is { From: { } first } range && first == from && (range.Length ?? file.Bytes) == file.Bytes,
        HttpStatusCode.RequestedRangeNotSatisfiable => false,
        _ => !response.IsSuccessStatusCode, // said by the caller
    };

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
