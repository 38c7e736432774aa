using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Neuromorphic.Storage.Tests.Data;

/// <summary>A server of this machine for a few files; what it has no reply for is not found.</summary>
sealed class FileServer : IDisposable
{
    static readonly Reply NotFound = new("404 Not Found", "Content-Length: 0\r\n", []);

    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource end = new();
    readonly List<(string Path, int Sent)> requests = [];
    readonly Task serving;

    static FileServer()
    {
        // A proxy that the machine may have does not lead here, neither from this process nor from those it starts.
        HttpClient.DefaultProxy = new WebProxy();
        Environment.SetEnvironmentVariable("no_proxy", "127.0.0.1");
    }

    public FileServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>Replies by path, such as /a/file.gz.</summary>
    public Dictionary<string, Reply> Replies { get; } = [];

    /// <summary>The paths that were asked for.</summary>
    public string[] Requests
    {
        get
        {
            lock (requests) return [.. requests.Select(request => request.Path)];
        }
    }

    /// <summary>Bytes of content in the last reply at a path.</summary>
    public int Sent(string path)
    {
        lock (requests) return requests.Last(request => request.Path == path).Sent;
    }

    public Uri At(string folder) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{folder}");

    /// <summary>An address at which nobody listens.</summary>
    public static Uri Nowhere()
    {
        using FileServer server = new();
        return server.At("");
    }

    public void Dispose()
    {
        // The listener goes last: between two clients the server asks it once more.
        end.Cancel();
        serving.Wait();
        listener.Dispose();
        end.Dispose();
    }

    async Task ServeAsync()
    {
        List<Task> conversations = [];
        try
        {
            while (true) conversations.Add(AnswerAsync(await listener.AcceptSocketAsync(end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(conversations);
        }
    }

    async Task AnswerAsync(Socket socket)
    {
        using NetworkStream stream = new(socket, ownsSocket: true);
        try
        {
            using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
            string path = (await reader.ReadLineAsync(end.Token) ?? " ").Split(' ')[1];
            int? from = null;
            while (await reader.ReadLineAsync(end.Token) is { Length: > 0 } header)
                if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase)) from = int.Parse(header["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            Reply reply = Replies.GetValueOrDefault(path, NotFound);
            if (from is { } first && reply.Rest is { } rest) reply = rest(first);
            lock (requests) requests.Add((path, reply.Body.Length));
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {reply.Status}\r\n{reply.Headers}Connection: close\r\n\r\n"), end.Token);
            await stream.WriteAsync(reply.Body, end.Token);
            if (reply.Silent) await Task.Delay(Timeout.Infinite, end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is over, or the client has had enough.
        }
    }
}
