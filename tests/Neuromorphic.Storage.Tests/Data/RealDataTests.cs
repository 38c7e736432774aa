using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Storage.Tests.Data;

/// <summary>The real data sets, where they are here.</summary>
[Collection("environment variables")]
public class RealDataTests
{
    [Theory]
    [InlineData("mnist", .1307, new byte[] { 5, 0, 4 })]
    [InlineData("fashion-mnist", .28604, new byte[] { 9, 0, 0 })]
    public void A_data_set_is_what_its_makers_published(string name, double mean, byte[] firstLabels)
    {
        DatasetEntry entry = Here(name);
        ImageDataset data = ImageDataset.Load(name);
        Assert.Equal((name, 28, 28, 10), (data.Name, data.Height, data.Width, data.Classes.Count));
        Assert.Equal((60000, 10000), (data.Train.Count, data.Test.Count));
        Assert.Equal((60000 * 784, 10000 * 784), (data.Train.Pixels.Length, data.Test.Pixels.Length));
        Assert.Equal(firstLabels, data.Train.Labels[..3]);
        Assert.Equal(mean, data.Train.Pixels.Average(pixel => pixel / 255.0), mean == .1307 ? 5e-5 : 5e-6);
        if (name == "fashion-mnist") Assert.All(Enumerable.Range(0, 10), label => Assert.Equal(6000, data.Train.Labels.Count(found => found == label)));
        Assert.Equal(name, entry.Name);
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("fashion-mnist")]
    public void The_checksums_of_the_catalog_are_those_of_the_files(string name)
    {
        DatasetEntry entry = Here(name);
        string folder = DataFolder.Usual.Find(entry)!;
        Assert.SkipUnless(entry.Files.All(file => File.Exists(Path.Combine(folder, file.Name))), "The files here are not compressed as they are published.");
        Assert.All(entry.Files, file => Assert.True(file.Matches(Path.Combine(folder, file.Name)), file.Name));
    }

    static DatasetEntry Here(string name)
    {
        DatasetEntry entry = DataCatalog.Get(name);
        Assert.SkipUnless(DataFolder.Usual.Find(entry) != null, $"{name} is not here; get it with `neuromorphic data get {name}`.");
        return entry;
    }
}
