using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Storage.Tests.Data;

[Collection("environment variables")]
public sealed class DataFolderTests : IDisposable
{
    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    string First => Path.Combine(directory, "first");
    string Second => Path.Combine(directory, "second");
    DataFolder Data => new(First, Second);

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void The_first_place_that_has_the_data_set_whole_is_taken()
    {
        Assert.Null(Data.Find(SmallData.Entry));
        string last = Path.Combine(Second, "small_images"), before = Path.Combine(Second, "small-images"), first = Path.Combine(First, "small_images");
        foreach (string folder in new[] { last, before, first })
        {
            SmallData.Write(folder);
            Assert.Equal(folder, Data.Find(SmallData.Entry));
            Assert.Equal(folder, Data.Require(SmallData.Entry));
        }
        File.Delete(Path.Combine(first, "test-images.gz"));
        Assert.Equal(before, Data.Find(SmallData.Entry));
    }

    [Fact]
    public void A_data_set_that_is_not_here_is_answered_with_every_place_what_is_missing_and_the_command()
    {
        string broken = Path.Combine(Second, "small-images");
        SmallData.Write(broken);
        File.Delete(Path.Combine(broken, "test-images.gz"));
        File.Delete(Path.Combine(broken, "train-labels.gz"));
        Assert.Equal(
            $"The data set small-images is not here; looked for {Path.Combine(First, "small-images")}, {Path.Combine(First, "small_images")}, {broken} (lacks train-labels.gz, test-images.gz), " +
            $"{Path.Combine(Second, "small_images")}. Get it with `neuromorphic data get small-images`, or let NEUROMORPHIC_DATA name the folder that holds small-images.",
            Assert.Throws<DatasetException>(() => Data.Require(SmallData.Entry)).Message);
    }

    [Fact]
    public void The_usual_places_are_the_variable_the_current_folder_and_the_cache()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The cache is elsewhere here.");
        string here = Path.GetFullPath("data"), home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal([First, here, Path.Combine(Second, "neuromorphic")], Usual(First, Second));
        Assert.Equal([here, Path.Combine(Second, "neuromorphic")], Usual(null, Second));
        Assert.Equal([here, Path.Combine(Second, "neuromorphic")], Usual("", Second));
        string[] cache = home.Length > 0 ? [Path.Combine(home, ".cache", "neuromorphic")] : [];
        Assert.Equal([here, .. cache], Usual(null, null));
        Assert.Equal([here, .. cache], Usual(null, "relative"));
    }

    [Fact]
    public void A_download_goes_to_the_folder_that_is_loaded_else_the_first_place_that_can_be_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The cache is elsewhere here.");
        string file = Path.Combine(directory, "file"), cache = Path.Combine(Second, "neuromorphic");
        File.WriteAllText(file, "");
        With(First, Second, () => Assert.Equal(Path.Combine(First, "small-images"), DownloadPlace.Usual(SmallData.Entry)));
        Assert.Empty(Directory.GetFiles(First, "*", SearchOption.AllDirectories));
        With(file, Second, () => Assert.Equal(Path.Combine(cache, "small-images"), DownloadPlace.Usual(SmallData.Entry)));
        With(null, Second, () => Assert.Equal(Path.Combine(cache, "small-images"), DownloadPlace.Usual(SmallData.Entry)));
        With(file, file, () => Assert.Matches(
            $@"^There is no place to download small-images to; tried {file}/small-images \([^)]+\), {file}/neuromorphic/small-images \([^)]+\)\. Name a folder with --to\.$",
            Assert.Throws<DatasetException>(() => DownloadPlace.Usual(SmallData.Entry)).Message));
        SmallData.Write(Path.Combine(cache, "small_images"));
        With(First, Second, () => Assert.Equal(Path.Combine(cache, "small_images"), DownloadPlace.Usual(SmallData.Entry)));
        Assert.Equal(Path.Combine(First, "small-images"), DownloadPlace.Below(SmallData.Entry, First));
    }

    [Theory]
    [InlineData("mnist", "mnist", "-", ".gz"), InlineData("mnist", "mnist", "-", ""), InlineData("mnist", "mnist", ".", ".gz"), InlineData("mnist", "mnist", ".", "")]
    [InlineData("mnist", "MNIST/raw", "-", ""), InlineData("mnist", "MNIST/raw", "-", ".gz"), InlineData("fashion-mnist", "FashionMNIST/raw", "-", ""), InlineData("fashion-mnist", "fashion_mnist", ".", "")]
    public void Names_that_people_have_are_found(string name, string folder, string joint, string end)
    {
        DatasetEntry entry = DataCatalog.Get(name);
        string place = Path.Combine(First, folder);
        Directory.CreateDirectory(place);
        foreach (DataFile file in entry.Files) File.WriteAllText(Path.Combine(place, file.Name.Replace("-idx", joint + "idx", StringComparison.Ordinal).Replace(".gz", end, StringComparison.Ordinal)), "");
        Assert.Equal(place, Data.Find(entry));
        Assert.Equal(place, Data.Require(entry));
        // What other programs keep is not written to.
        With(First, Second, () => Assert.Equal(folder.EndsWith("raw", StringComparison.Ordinal) ? Path.Combine(First, name) : place, DownloadPlace.Usual(entry)));
    }

    [Fact]
    public void A_name_that_is_not_in_the_catalog_is_answered_with_those_that_are()
    {
        Assert.Equal(["allen-cell-types", "fashion-mnist", "mnist", "neuroelectro", "real-pendulum"], DataCatalog.All.Select(entry => entry.Name));
        Assert.Equal("There is no data set of images 'cifar'; valid names: fashion-mnist, mnist.", Assert.Throws<ArgumentException>(() => ImageDataset.Load("cifar")).Message);
        Assert.Equal("There is no data set 'alen-cell-types'; valid names: allen-cell-types, fashion-mnist, mnist, neuroelectro, real-pendulum. Did you mean 'allen-cell-types'?", Assert.Throws<ArgumentException>(() => DataCatalog.Get("alen-cell-types")).Message);
    }

    static IReadOnlyList<string> Usual(string? variable, string? cache)
    {
        IReadOnlyList<string> places = [];
        With(variable, cache, () => places = DataFolder.Usual.Places);
        return places;
    }

    static void With(string? variable, string? cache, Action test)
    {
        (string Name, string? Value)[] settings = [(DataFolder.Variable, variable), ("XDG_CACHE_HOME", cache)];
        string?[] before = [.. settings.Select(setting => Environment.GetEnvironmentVariable(setting.Name))];
        foreach ((string name, string? value) in settings) Environment.SetEnvironmentVariable(name, value);
        try
        {
            test();
        }
        finally
        {
            foreach (((string name, _), string? value) in settings.Zip(before)) Environment.SetEnvironmentVariable(name, value);
        }
    }
}
