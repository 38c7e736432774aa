using System.Security.Cryptography;
using Neuromorphic.Files;
using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Storage.Tests.Data;

public sealed class DataDownloadTests : IDisposable, IProgress<DownloadEvent>
{
    const string Labels = "train-labels.gz"; // what is downloaded first

    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;
    readonly FileServer server = new();
    readonly List<DownloadEvent> events = [];
    DownloadLimits limits = new() { Silence = TimeSpan.FromMinutes(1) };

    string Folder => Path.Combine(directory, "deep", "small-images");

    public void Dispose()
    {
        server.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    void IProgress<DownloadEvent>.Report(DownloadEvent value) => events.Add(value);

    [Fact]
    public async Task What_was_downloaded_loads()
    {
        Serve("a");
        await Download("a");
        Assert.Equal(SmallData.Entry.Files.Select(file => $"/a/{file.Name}"), server.Requests);
        AssertWhole();
        Assert.Equal(SmallData.TrainPixels, ImageDataset.Load(SmallData.Entry, new DataFolder(Path.Combine(directory, "deep"))).Train.Pixels);
        long total = SmallData.Files.Values.Sum(bytes => bytes.Length);
        DownloadEvent.Received[] received = [.. events.OfType<DownloadEvent.Received>()];
        Assert.All(received, progress => Assert.Equal(total, progress.Total));
        Assert.Equal(received.Select(progress => progress.Bytes).Order(), received.Select(progress => progress.Bytes));
        Assert.Equal(total, received[^1].Bytes);
        Assert.Equal(SmallData.Entry.Files, events.OfType<DownloadEvent.Completed>().Select(completed => completed.File));
    }

    [Fact]
    public async Task Files_that_are_here_are_not_asked_for_again_and_a_damaged_one_is_replaced()
    {
        SmallData.Write(Folder);
        await Download("a");
        Assert.Empty(server.Requests);
        Assert.Equal(SmallData.Entry.Files.Select(file => new DownloadEvent.Kept(file)), events);

        byte[] damaged = [.. SmallData.Files["test-images.gz"]];
        damaged[12] ^= 1;
        File.WriteAllBytes(Path.Combine(Folder, "test-images.gz"), damaged);
        File.Delete(Path.Combine(Folder, "train-images.gz"));
        Serve("a");
        await Download("a");
        Assert.Equal(["/a/test-images.gz", "/a/train-images.gz"], server.Requests);
        AssertWhole();
    }

    /// <summary>What a source may do wrong, and how that is called.</summary>
    static readonly Dictionary<string, (Reply? Reply, string Reason)> Wrong = Failing(SmallData.Files[Labels]);

    static Dictionary<string, (Reply? Reply, string Reason)> Failing(byte[] good)
    {
        byte[] other = [.. good];
        other[^1] ^= 1;
        string wrong = $"the file there is not the published one: its SHA-256 is {Convert.ToHexStringLower(SHA256.HashData(other))}, not {SmallData.Entry.TrainLabels.Sha256}";
        return new()
        {
            ["not found"] = (null, "the server answers 404 Not Found"),
            ["forbidden"] = (new("403 Forbidden", "Content-Length: 3\r\n", [1, 2, 3]), "the server answers 403 Forbidden"),
            ["another file"] = (Reply.Whole(other), wrong),
            ["another file without length"] = (Reply.WithoutLength(other), wrong),
            ["another length"] = (Reply.Whole([.. good, 0]), $"the file there has {good.Length + 1} bytes, not {good.Length}"),
            ["too long"] = (Reply.WithoutLength([.. good, 0]), $"the file there is longer than {good.Length} bytes"),
            ["too short"] = (Reply.WithoutLength(good[..7]), $"the connection ended after 7 of {good.Length} bytes"),
            ["cut"] = (Reply.Cut(good, 7), $"the connection broke after 7 of {good.Length} bytes: "),
            ["silent"] = (Reply.Stuck(good.Length, good[..7]), $"no answer for 1 s, after 7 of {good.Length} bytes"),
            ["no HTTP"] = (new("what?", "", []), "no answer that can be read: "),
        };
    }

    public static TheoryData<string> Failures => [.. Wrong.Keys];

    [Theory, MemberData(nameof(Failures))]
    public async Task A_source_that_does_not_give_the_file_is_named_and_only_a_good_beginning_is_left(string kind)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, Labels), "older");
        if (Wrong[kind].Reply is { } reply) server.Replies[$"/a/{Labels}"] = reply;
        if (kind == "silent") limits = new() { Silence = TimeSpan.FromSeconds(1) };
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => Download("a"));
        Assert.StartsWith($"{Labels} of small-images could not be downloaded: {server.At("a")}/{Labels}: {Wrong[kind].Reason}", e.Message, StringComparison.Ordinal);
        Assert.EndsWith($". The files can also be copied into {Folder} by hand.", e.Message, StringComparison.Ordinal);
        string[] left = kind is "too short" or "cut" or "silent" ? [Labels, Labels + ".part"] : [Labels];
        Assert.Equal(left, Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("older", File.ReadAllText(Path.Combine(Folder, Labels)));
        if (left.Length > 1) Assert.Equal(SmallData.Files[Labels][..7], File.ReadAllBytes(Path.Combine(Folder, Labels + ".part")));
    }

    [Theory]
    [InlineData("range")]
    [InlineData("no ranges")]
    [InlineData("another range")]
    [InlineData("refused range")]
    public async Task What_came_of_a_file_is_not_asked_for_again_if_the_server_gives_the_rest(string kind)
    {
        Serve("a");
        byte[] good = SmallData.Files[Labels];
        Reply whole = Reply.Whole(good);
        server.Replies[$"/a/{Labels}"] = kind switch
        {
            "range" => whole with { Rest = from => Reply.Part(good, from) },
            "another range" => whole with { Rest = from => Reply.Part(good, from - 1) },
            "refused range" => whole with { Rest = _ => new("416 Range Not Satisfiable", "Content-Length: 0\r\n", []) },
            _ => whole,
        };
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(Path.Combine(Folder, Labels + ".part"), good[..7]);
        await Download("a");
        AssertWhole();
        Assert.Equal(new DownloadEvent.Continued(SmallData.Entry.TrainLabels, 7), events[0]);
        Assert.Equal(kind is "range" or "no ranges" ? 1 : 2, server.Requests.Count(request => request == $"/a/{Labels}"));
        Assert.Equal(kind == "range" ? good.Length - 7 : good.Length, server.Sent($"/a/{Labels}"));
    }

    [Fact]
    public async Task A_beginning_of_something_else_is_found_by_the_checksum()
    {
        Serve("a");
        byte[] good = SmallData.Files[Labels], other = [.. good];
        other[3] ^= 1;
        server.Replies[$"/a/{Labels}"] = Reply.Whole(good) with { Rest = from => Reply.Part(good, from) };
        Directory.CreateDirectory(Folder);
        foreach (byte[] part in (byte[][])[other[..7], other, [.. good, 1]])
        {
            File.WriteAllBytes(Path.Combine(Folder, Labels + ".part"), part);
            File.Delete(Path.Combine(Folder, Labels));
            await Download("a");
            AssertWhole();
        }
        File.Delete(Path.Combine(Folder, Labels));
        File.WriteAllBytes(Path.Combine(Folder, Labels + ".part"), good); // complete, but a kill came before it was in its place
        int before = server.Requests.Length;
        await Download("a");
        AssertWhole();
        Assert.Equal(before, server.Requests.Length);
    }

    [Fact]
    public async Task Another_source_gives_the_rest()
    {
        Serve("a");
        Serve("b");
        byte[] good = SmallData.Files[Labels];
        server.Replies[$"/a/{Labels}"] = Reply.Cut(good, 7);
        server.Replies[$"/b/{Labels}"] = Reply.Whole(good) with { Rest = from => Reply.Part(good, from) };
        await Download("a", "b");
        AssertWhole();
        Assert.Equal(good.Length - 7, server.Sent($"/b/{Labels}"));
    }

    /// <summary>A clock on which a minute passes at every look.</summary>
    sealed class Minutes : TimeProvider
    {
        long looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => 60 * looks++;
    }

    [Fact]
    public async Task A_source_that_is_too_slow_is_given_up()
    {
        Serve("a");
        Serve("b");
        byte[] good = SmallData.Files[Labels];
        server.Replies[$"/a/{Labels}"] = Reply.Stuck(good.Length, good[..7]);
        limits = new() { Silence = TimeSpan.FromMinutes(1), Time = new Minutes() };
        await Download("a", "b");
        AssertWhole();
        Assert.Equal($"it is too slow: 7 bytes in 60 s, after 7 of {good.Length} bytes", Assert.Single(events.OfType<DownloadEvent.Refused>()).Reason);
    }

    [Fact]
    public async Task A_rate_that_is_enough_goes_on()
    {
        Serve("a");
        limits = new() { Silence = TimeSpan.FromMinutes(1), LeastRate = 1e-3, Time = new Minutes() };
        await Download("a");
        AssertWhole();
        Assert.Empty(events.OfType<DownloadEvent.Refused>());
    }

    [Theory, MemberData(nameof(Failures))]
    public async Task The_next_source_is_tried_and_then_asked_first(string kind)
    {
        Serve("a");
        Serve("b");
        server.Replies.Remove($"/a/{Labels}");
        if (Wrong[kind].Reply is { } reply) server.Replies[$"/a/{Labels}"] = reply;
        if (kind == "silent") limits = new() { Silence = TimeSpan.FromSeconds(1) };
        await Download("a", "b/");
        DownloadEvent.Refused refused = Assert.Single(events.OfType<DownloadEvent.Refused>());
        Assert.Equal(new Uri($"{server.At("a")}/{Labels}"), refused.Address);
        Assert.StartsWith(Wrong[kind].Reason, refused.Reason, StringComparison.Ordinal);
        Assert.Equal([$"/a/{Labels}", .. SmallData.Entry.Files.Select(file => $"/b/{file.Name}")], server.Requests);
        AssertWhole();
    }

    [Fact]
    public async Task Without_a_connection_every_source_is_named()
    {
        Uri[] nowhere = [FileServer.Nowhere(), new("http://no-such-host.invalid/")];
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => new DataDownload(SmallData.Entry, Folder) { Mirrors = nowhere }.RunAsync(this, TestContext.Current.CancellationToken));
        foreach (Uri mirror in nowhere) Assert.Contains($"{mirror}{Labels}: no connection: ", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task A_download_that_is_stopped_leaves_what_was_complete_and_goes_on_from_there()
    {
        Serve("a");
        byte[] images = SmallData.Files["test-images.gz"];
        server.Replies["/a/test-images.gz"] = Reply.Stuck(images.Length, images[..9]);
        using CancellationTokenSource stop = new();
        Task download = new DataDownload(SmallData.Entry, Folder) { Mirrors = [server.At("a")] }.RunAsync(new StopAfter(2, stop), stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
        Assert.Equal(["test-images.gz.part", "test-labels.gz", Labels], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());

        Serve("a");
        int before = server.Requests.Length;
        await Download("a");
        Assert.Equal(["/a/test-images.gz", "/a/train-images.gz"], server.Requests[before..]);
        AssertWhole();
    }

    [Fact]
    public async Task A_link_in_the_place_of_the_beginning_is_not_followed_and_no_reason_to_try_another_source()
    {
        Serve("a");
        Serve("b");
        Directory.CreateDirectory(Folder);
        string path = Path.Combine(Folder, Labels), target = Path.Combine(directory, "mine");
        File.WriteAllText(target, "mine");
        File.CreateSymbolicLink(path + ".part", target);
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => Download("a", "b"));
        Assert.Equal($"{path}: cannot be written: {path}.part is a link, which is not followed; move it away.", e.Message);
        Assert.Empty(server.Requests);
        Assert.Equal("mine", File.ReadAllText(target));
        Assert.Equal(target, new FileInfo(path + ".part").LinkTarget);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_or_written_is_named_before_anything_is_asked_for()
    {
        Serve("a");
        File.WriteAllText(Path.Combine(directory, "deep"), "");
        Assert.StartsWith($"{Folder}: cannot be made: ", (await Assert.ThrowsAsync<DatasetException>(() => Download("a"))).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(directory, "deep"));
        Directory.CreateDirectory(Path.Combine(Folder, Labels + ".part"));
        Assert.StartsWith($"{Path.Combine(Folder, Labels)}: cannot be written: ", (await Assert.ThrowsAsync<DatasetException>(() => Download("a"))).Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_folder_into_which_another_process_downloads_is_left_to_it()
    {
        Serve("a");
        Directory.CreateDirectory(Folder);
        using (FolderLock.Take(Folder))
        {
            Assert.StartsWith($"{Folder} is in use: process ", (await Assert.ThrowsAsync<FolderInUseException>(() => Download("a"))).Message, StringComparison.Ordinal);
            Assert.Empty(server.Requests);
        }
        await Download("a");
        AssertWhole();
    }

    Task Download(params string[] folders)
    {
        events.Clear();
        return new DataDownload(SmallData.Entry, Folder) { Mirrors = [.. folders.Select(server.At)], Limits = limits }.RunAsync(this, TestContext.Current.CancellationToken);
    }

    void Serve(string folder)
    {
        foreach ((string name, byte[] bytes) in SmallData.Files) server.Replies[$"/{folder}/{name}"] = Reply.Whole(bytes);
    }

    void AssertWhole()
    {
        Assert.Equal(SmallData.Files.Keys.Order(), Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
        foreach ((string name, byte[] bytes) in SmallData.Files) Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(Folder, name)));
    }

    /// <summary>Stops a download when some files are complete and bytes of the next have come.</summary>
    sealed class StopAfter(int files, CancellationTokenSource source) : IProgress<DownloadEvent>
    {
        int completed;

        public void Report(DownloadEvent value)
        {
            if (value is DownloadEvent.Completed) completed++;
            else if (value is DownloadEvent.Received && completed == files) source.Cancel();
        }
    }
}
