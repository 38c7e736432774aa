using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Neuromorphic.Storage.Data;
using Neuromorphic.Storage.Tests.Data;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>`data list` and `data get`, with a server of this machine as the source.</summary>
public sealed class DataTests : IDisposable
{
    static readonly ImageDatasetEntry Mnist = DataCatalog.Get<ImageDatasetEntry>("mnist");
    static readonly string Labels = Mnist.TrainLabels.Name; // what is downloaded first

    readonly Workplace here = new();
    readonly FileServer server = new();

    public void Dispose()
    {
        server.Dispose();
        here.Dispose();
    }

    /// <summary>The places of data, so that those of this machine do not matter.</summary>
    (string, string)[] Places => [(DataFolder.Variable, here.At("named")), ("XDG_CACHE_HOME", here.At("cache"))];

    [Fact]
    public void The_list_says_what_is_here_and_where()
    {
        string[] lines = here.Succeed("data list", Places).Lines;
        Assert.Equal(["name", .. DataCatalog.All.Select(entry => entry.Name)], lines.Select(line => line.Split(' ')[0]));
        Assert.All(lines[2..4], line => Assert.Matches(@"^\S+ +60,000 \+ 10,000 images of 28 x 28  .+  not here$", line));
        Assert.Matches("^allen-cell-types +2,333 cells  .+ noncommercial use.+  not here$", lines[1]);
        string folder = here.At("data", "fashion_mnist");
        Directory.CreateDirectory(folder);
        foreach (DataFile file in Mnist.Files) File.WriteAllText(Path.Combine(folder, file.Name), "");
        Assert.EndsWith($"  {folder}", here.Succeed("data list", Places).Lines[2], StringComparison.Ordinal);
        JsonElement[] values = [.. JsonDocument.Parse(here.Succeed("data list --json", Places).Output).RootElement.EnumerateArray()];
        Assert.Equal([null, folder, null, null, null], values.Select(value => value.GetProperty("folder").GetString()));
        Assert.Equal([60000, 60000], values[1..3].Select(value => value.GetProperty("train_count").GetInt32()));
        Assert.Equal(2333, values[0].GetProperty("cells").GetInt32());
        Assert.Equal(556, values[4].GetProperty("samples").GetInt32());
    }

    [Fact]
    public void A_source_that_lacks_the_file_is_named()
    {
        Outcome outcome = here.Run($"data get mnist --to a --from {server.At("mirror")}", Places);
        Assert.Equal((1, $"error: {Labels} of mnist could not be downloaded: {server.At("mirror")}/{Labels}: the server answers 404 Not Found. The files can also be copied into {here.At("a", "mnist")} by hand.\n"), (outcome.ExitCode, outcome.Errors));
        Assert.Empty(Directory.GetFiles(here.At("a", "mnist")));
    }

    [Fact]
    public void A_source_with_another_file_is_named_and_the_cache_stays_empty()
    {
        byte[] zeros = new byte[Mnist.TrainLabels.Bytes];
        server.Replies[$"/mirror/{Labels}"] = Reply.Whole(zeros);
        Outcome outcome = here.Run($"data get mnist --from {server.At("mirror")}", ("XDG_CACHE_HOME", here.At("cache")), (DataFolder.Variable, ""));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"the file there is not the published one: its SHA-256 is {Convert.ToHexStringLower(SHA256.HashData(zeros))}, not {Mnist.TrainLabels.Sha256}.", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(here.At("cache"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Without_a_connection_it_says_so()
    {
        Outcome outcome = here.Run($"data get mnist --to a --from {FileServer.Nowhere()}", Places);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("no connection: Connection refused", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CommandRun.Interrupt)]
    [InlineData(CommandRun.Terminate)]
    [InlineData(CommandRun.HangUp)]
    public void A_signal_ends_a_download_in_order(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such signals here.");
        using CommandRun run = StartStuck();
        Assert.SkipWhen(run.Ignores(signal), "The tests themselves run with this signal ignored.");
        run.Send(signal);
        Outcome outcome = run.Wait();
        Assert.Equal((128 + signal, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Equal("Stopped; what is here stays. The same command gets the rest.", outcome.Lines[^1]);
        Assert.Equal([here.At("a", "mnist", Labels + ".part")], Directory.GetFiles(here.At("a", "mnist")));
    }

    [Fact]
    public void A_kill_leaves_nothing_under_the_name_of_a_file()
    {
        using CommandRun run = StartStuck();
        run.Kill();
        Assert.Equal(["run.lock", Labels + ".part"], Directory.GetFiles(here.At("a", "mnist")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_that_are_here_are_compared_with_their_checksums_when_that_is_asked_for()
    {
        string folder = here.At("a", "mnist");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Labels), "damaged");
        File.WriteAllText(Path.Combine(folder, Path.ChangeExtension(Mnist.TestLabels.Name, null)), "");
        Outcome outcome = here.Run("data get mnist --to a --verify", Places);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Errors));
        string[] states = ["another file than was published", "unpacked; only the packed file has a published checksum", "not here", "not here"];
        Assert.Equal([folder + ":", "file state", .. Mnist.Files.Zip(states, (file, state) => $"{file.Name} {state}")], outcome.Lines.Select(line => Regex.Replace(line, " +", " ")));
        RefusalTests.AssertRefused(here.Run("data get mnist --verify", Places), "The data set mnist is not here;");

        string source = DataFolder.Usual.Find(Mnist) ?? "";
        Assert.SkipUnless(Mnist.Files.All(file => file.Matches(Path.Combine(source, file.Name))), "mnist is not here; get it with `neuromorphic data get mnist`.");
        JsonElement value = JsonDocument.Parse(here.Succeed("data get mnist --verify --json", (DataFolder.Variable, Path.GetDirectoryName(source)!)).Output).RootElement;
        Assert.All(value.GetProperty("files").EnumerateArray(), file => Assert.Equal("right", file.GetProperty("state").GetString()));
    }

    [Fact]
    public void A_disk_that_is_too_small_is_named_before_anything_comes()
    {
        const string Mount = "mkdir disk && mount -t tmpfs -o size=16k tmpfs disk";
        Assert.SkipUnless(CommandRun.Shell(here.Folder, $"unshare --user --map-root-user --mount sh -c '{Mount}' && rmdir disk").ExitCode == 0, "A small disk cannot be made here.");
        File.WriteAllText(here.At("get.sh"), $"{Mount} && '{CommandRun.Executable}' data get mnist --to disk --from {server.At("mirror")}; code=$?; find disk -type f > left; exit $code");
        Outcome outcome = CommandRun.Shell(here.Folder, "unshare --user --map-root-user --mount sh get.sh");
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"error: {here.At("disk", "mnist", Labels)}: cannot be written: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("because the disk was full", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("", File.ReadAllText(here.At("left")));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void The_real_data_set_is_downloaded_found_and_not_downloaded_again()
    {
        string source = DataFolder.Usual.Find(Mnist) ?? "";
        Assert.SkipUnless(Mnist.Files.All(file => file.Matches(Path.Combine(source, file.Name))), "mnist is not here; get it with `neuromorphic data get mnist`.");
        foreach (DataFile file in Mnist.Files) server.Replies[$"/mirror/{file.Name}"] = Reply.Whole(File.ReadAllBytes(Path.Combine(source, file.Name)));
        string get = $"data get mnist --from {server.At("mirror")}/", folder = here.At("named", "mnist");
        string[] lines = [.. here.Succeed(get, Places).Lines.Where(line => !line.EndsWith(" left", StringComparison.Ordinal))]; // on a slow machine also how far it is
        Assert.Equal([.. Mnist.Files.Select(file => file.Name + ":"), folder + ":"], lines[1..].Select(line => line.Split(' ')[0]));
        Assert.Equal(Mnist.Files.Select(file => file.Name).Order(StringComparer.Ordinal), Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.EndsWith($"  {folder}", here.Succeed("data list", Places).Lines[3], StringComparison.Ordinal);
        Assert.Equal(60000, ImageDataset.Load(Mnist, new DataFolder(here.At("named"))).Train.Count);

        Outcome again = here.Succeed(get + " --json", Places);
        Assert.Equal(4, server.Requests.Length);
        Assert.Equal(0, JsonDocument.Parse(again.Output).RootElement.GetProperty("downloaded").GetArrayLength());
        Assert.All(Mnist.Files, file => Assert.Contains($"{file.Name} is here already\n", again.Errors, StringComparison.Ordinal));
    }

    /// <summary>A download of which some bytes of the first file have come, and no more will.</summary>
    CommandRun StartStuck()
    {
        server.Replies[$"/mirror/{Labels}"] = Reply.Stuck(Mnist.TrainLabels.Bytes, new byte[1000]);
        CommandRun run = here.Start($"data get mnist --to a --from {server.At("mirror")}");
        string unfinished = here.At("a", "mnist", Labels + ".part");
        run.WaitFor(() => File.Exists(unfinished) && new FileInfo(unfinished).Length == 1000);
        return run;
    }
}
