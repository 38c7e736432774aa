using System.CommandLine;
using Neuromorphic.Storage.Data;

namespace Neuromorphic.Cli;

/// <summary>`data`: the data sets that can be learned from, and how they come here.</summary>
static class DataCommands
{
    public static Command Create() => new ExampledCommand("data", "Show data sets and download them.", """
        neuromorphic data list             what there is, and what is here
        neuromorphic data get mnist
        """) { List(), Get() };

    static ExampledCommand List()
    {
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("list", "List the data sets: what is in them, licence, and where each is.", $"""
            neuromorphic data list
            {DataFolder.Variable}=data neuromorphic data list
            """) { json };
        command.SetAction(result =>
        {
            DataFolder data = DataFolder.Usual;
            if (result.GetValue(json))
                Output.WriteJson(DataCatalog.All.Select(entry => new { Entry = entry, Images = entry as ImageDatasetEntry }).Select(of => new
                {
                    of.Entry.Name,
                    of.Entry.Summary,
                    of.Images?.TrainCount,
                    of.Images?.TestCount,
                    of.Images?.Height,
                    of.Images?.Width,
                    of.Images?.Classes,
                    Cells = (of.Entry as CellDatasetEntry)?.Count,
                    Samples = (of.Entry as SeriesDatasetEntry)?.Count,
                    Bytes = of.Entry.Files.Sum(file => file.Bytes),
                    of.Entry.Licence,
                    Folder = data.Find(of.Entry),
                }).ToArray());
            else
                Output.WriteTable(["name", "contents", "licence", "where"],
                    DataCatalog.All.Select(entry => new[] { entry.Name, entry.Contents, entry.Licence, data.Find(entry) ?? "not here" }));
        });
        return command;
    }

    static ExampledCommand Get()
    {
        Argument<string> name = new("name") { Description = $"The data set: {string.Join(", ", DataCatalog.All.Select(entry => entry.Name))}." };
        Option<string> to = new("--to") { Description = $"The folder of data sets, in which this one gets a folder of its name; if not given, that of {DataFolder.Variable}, or the user's cache.", HelpName = "folder" };
        Option<Uri> from = new("--from")
        {
            Description = "The address of a folder that holds the files, instead of the usual sources.",
            HelpName = "url",
            CustomParser = result =>
            {
                string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
                if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https") return address;
                result.AddError($"--from is '{text}'; allowed: an address that begins with http:// or https://.");
                return null;
            },
        };
        Option<bool> verify = new("--verify") { Description = "Download nothing; only compare the files that are here with their published checksums." };
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("get", "Download a data set. Every file is compared with its published checksum; files that are here already stay, and one of which a part is here goes on.", """
            neuromorphic data get mnist
            neuromorphic data get fashion-mnist --to data
            neuromorphic data get mnist --from https://example.org/mirror/mnist
            neuromorphic data get mnist --verify
            """) { name, to, from, verify, json };
        command.SetAction(async (result, _) =>
        {
            DatasetEntry entry = Given.ByUser(() => DataCatalog.Get(result.GetRequiredValue(name)));
            if (result.GetValue(verify)) return Verify(entry, result.GetValue(to) is { } where ? DownloadPlace.Below(entry, where) : DataFolder.Usual.Require(entry), result.GetValue(json));
            string folder = result.GetValue(to) is { } place ? DownloadPlace.Below(entry, place) : DownloadPlace.Usual(entry);
            DataDownload download = new(entry, folder) { Mirrors = result.GetValue(from) is { } address ? [address] : entry.Mirrors };
            return await Run(entry, download, folder, result.GetValue(json));
        });
        return command;
    }

    static async Task<int> Run(DatasetEntry entry, DataDownload download, string folder, bool json)
    {
        TextWriter text = StandardStream.ProgressBeside(json);
        text.WriteLine($"{entry.Name}: {entry.Summary}. Licence: {entry.Licence}.");
        using Interruption interruption = new(() => { }); // it ends at once
        using DownloadDisplay display = new(text, json ? () => null : Terminal.Columns, TimeProvider.System);
        try
        {
            await download.RunAsync(display, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.ExitCode is not null)
        {
            display.Dispose();
            text.WriteLine("Stopped; what is here stays. The same command gets the rest.");
            return interruption.ExitCode.Value;
        }
        display.Dispose();
        if (json) Output.WriteJson(new { entry.Name, Folder = folder, Downloaded = display.Completed.Select(file => file.Name).ToArray(), Bytes = display.Completed.Sum(file => file.Bytes) });
        else text.WriteLine($"{folder}: {entry.Contents}, whole.");
        if (DataFolder.Usual.Find(entry) != folder) text.WriteLine($"Commands find it there if {DataFolder.Variable} names {Path.GetDirectoryName(folder)}.");
        return 0;
    }

    /// <summary>Says of every file whether it is the published one. Gives the exit code, which is 0 if all are.</summary>
    static int Verify(DatasetEntry entry, string folder, bool json)
    {
        IEnumerable<DataFile> files = entry.Derived is { } derived && File.Exists(Path.Combine(folder, derived.Name)) ? [derived, .. entry.Files.Where(file => File.Exists(Path.Combine(folder, file.Name)))] : entry.Files;
        var states = files.Select(file => (file.Name, State: StateOf(file, Path.Combine(folder, file.Name)))).ToArray();
        if (json) Output.WriteJson(new { entry.Name, Folder = folder, Files = states.Select(file => new { file.Name, file.State }).ToArray() });
        else
        {
            Console.WriteLine($"{folder}:");
            Output.WriteTable(["file", "state"], states.Select(file => new[] { file.Name, file.State }));
        }
        return states.All(file => file.State == Right) ? 0 : 1;
    }

    const string Right = "right";

    static string StateOf(DataFile file, string path) => file.Matches(path) ? Right
        : File.Exists(path) ? "another file than was published"
        : path.EndsWith(".gz", StringComparison.Ordinal) && File.Exists(Path.ChangeExtension(path, null)) ? "unpacked; only the packed file has a published checksum"
        : "not here";
}
