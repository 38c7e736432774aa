using System.Globalization;
using System.IO.Compression;
using System.Text;
using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Storage.Tests.Data;

/// <summary>Servers that mean no good: whatever they answer, the next source is tried, the file that arrives is the published one, and nothing else is left.</summary>
public sealed class HostileDownloadTests : IDisposable, IProgress<DownloadEvent>
{
    const string Labels = "train-labels.gz"; // what is downloaded first

    static readonly byte[] Good = SmallData.Files[Labels];

    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;
    readonly FileServer server = new();
    readonly List<DownloadEvent> events = [];

    string Folder => Path.Combine(directory, "small-images");

    public void Dispose()
    {
        server.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    void IProgress<DownloadEvent>.Report(DownloadEvent value) => events.Add(value);

    static Reply To(string location, string status = "302 Found") => new(status, $"Location: {location}\r\nContent-Length: 0\r\n", []);

    static byte[] Changed(int at)
    {
        byte[] bytes = [.. Good];
        bytes[at] ^= 1;
        return bytes;
    }

    static byte[] Packed()
    {
        MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal)) stream.Write(Good);
        return packed.ToArray();
    }

    static Reply Chunked(string body) => new("200 OK", "Transfer-Encoding: chunked\r\n", Encoding.Latin1.GetBytes(body));

    static readonly Dictionary<string, Reply> Answers = new()
    {
        ["redirect to a file"] = To("file:///etc/passwd"),
        ["redirect to a file, for ever"] = To("file:///etc/passwd", "301 Moved Permanently"),
        ["redirect to a file with a host"] = To("file://localhost/etc/passwd", "307 Temporary Redirect"),
        ["redirect to ftp"] = To("ftp://127.0.0.1/x"),
        ["redirect to data"] = To("data:text/plain;base64,AAAA"),
        ["redirect to javascript"] = To("javascript:alert(1)"),
        ["redirect to gopher"] = To("gopher://127.0.0.1/x", "308 Permanent Redirect"),
        ["redirect to mail"] = To("mailto:a@b.c", "303 See Other"),
        ["redirect to nothing"] = To(""),
        ["redirect to no address"] = To("http://"),
        ["redirect to a broken address"] = To("http://[::1"),
        ["redirect to a broken port"] = To("http://127.0.0.1:99999/x"),
        ["redirect to itself"] = To($"/a/{Labels}"),
        ["redirect without an address"] = new("302 Found", "Content-Length: 0\r\n", []),
        ["many choices"] = new("300 Multiple Choices", "Content-Length: 0\r\n", []),
        ["a part"] = new("206 Partial Content", $"Content-Length: {Good.Length - 1}\r\nContent-Range: bytes 0-{Good.Length - 2}/{Good.Length}\r\n", Good[..^1]),
        ["no content"] = new("204 No Content", "", []),
        ["an empty file"] = new("200 OK", "Content-Length: 0\r\n", []),
        ["a negative length"] = new("200 OK", "Content-Length: -5\r\n", Changed(9)),
        ["an enormous length"] = new("200 OK", "Content-Length: 99999999999999999999999\r\n", Changed(5)),
        ["a length of words"] = new("200 OK", "Content-Length: many\r\n", Changed(8)),
        ["two lengths"] = new("200 OK", $"Content-Length: 3\r\nContent-Length: {Good.Length}\r\n", Changed(7)),
        ["one changed byte"] = Reply.Whole(Changed(12)),
        ["one more byte"] = Reply.WithoutLength([.. Good, 7]),
        ["gigabytes"] = Reply.WithoutLength(new byte[50_000_000]),
        ["packed twice"] = new("200 OK", $"Content-Encoding: gzip\r\nContent-Length: {Packed().Length}\r\n", Packed()),
        ["a page"] = new("200 OK", "Content-Type: text/html\r\n", Encoding.ASCII.GetBytes("<html>Log in</html>")),
        ["a negative chunk"] = Chunked("-5\r\nabcde\r\n0\r\n\r\n"),
        ["an enormous chunk"] = Chunked("ffffffffffffffff\r\nabcde\r\n0\r\n\r\n"),
        ["a chunk of words"] = Chunked("xyz\r\nabcde\r\n0\r\n\r\n"),
        ["a chunk that is cut"] = Chunked("10\r\nabc"),
        ["a header of a megabyte"] = new("200 OK", $"X: {new string('x', 1 << 20)}\r\n", Changed(3)),
        ["a thousand headers"] = new("200 OK", string.Concat(Enumerable.Range(0, 10_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"X{i}: y\r\n"))), Changed(3)),
        ["a status that is none"] = new("9999 What", "", Changed(3)),
    };

    public static TheoryData<string> Kinds => [.. Answers.Keys];

    [Fact]
    public void There_are_34_kinds() => Assert.Equal(34, Answers.Count);

    [Theory, MemberData(nameof(Kinds))]
    public async Task The_next_source_is_tried(string kind)
    {
        server.Replies[$"/a/{Labels}"] = Answers[kind];
        foreach ((string name, byte[] bytes) in SmallData.Files) server.Replies[$"/b/{name}"] = Reply.Whole(bytes);
        await Download("a", "b");
        DownloadEvent.Refused refused = Assert.Single(events.OfType<DownloadEvent.Refused>());
        Assert.Equal(new Uri($"{server.At("a")}/{Labels}"), refused.Address);
        Assert.DoesNotContain(refused.Reason, char.IsControl);
        Assert.Equal(SmallData.Files.Keys.Order(), Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
        Assert.Equal(Good, File.ReadAllBytes(Path.Combine(Folder, Labels)));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Alone_it_is_named_and_nothing_is_left_but_what_may_go_on(string kind)
    {
        server.Replies[$"/a/{Labels}"] = Answers[kind];
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => Download("a"));
        Assert.StartsWith($"{Labels} of small-images could not be downloaded: {server.At("a")}/{Labels}: ", e.Message, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(Folder), left => Assert.Equal($"{Labels}.part", Path.GetFileName(left)));
    }

    Task Download(params string[] folders) =>
        new DataDownload(SmallData.Entry, Folder) { Mirrors = [.. folders.Select(server.At)], Limits = new() { Silence = TimeSpan.FromSeconds(20) } }.RunAsync(this, TestContext.Current.CancellationToken);
}
