using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Storage.Tests.Data;

/// <summary>The real cells, where they are here.</summary>
[Collection("environment variables")]
public sealed class RealCellsTests : IDisposable
{
    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData("allen-cell-types", 2333, 2333)]
    [InlineData("neuroelectro", 384, 127)]
    public void A_table_is_what_its_makers_published(string name, int count, int known)
    {
        Here(name);
        CellTable table = CellTable.Load(name);
        Assert.Equal((count, count), (table.Cells.Count, table.Entry.Count));
        Assert.Equal(known, table.Cells.Count(cell => !double.IsNaN(cell.TimeConstantMilliseconds)));
    }

    [Theory]
    [InlineData("mouse-v1", 737), InlineData("mouse-v1-l2-3", 66), InlineData("mouse-v1-l4", 290), InlineData("mouse-v1-l5", 237), InlineData("mouse-v1-l6", 144)]
    [InlineData("mouse-v1-aspiny", 761), InlineData("mouse-v1-l4-aspiny", 164), InlineData("human-mtg", 236), InlineData("human-mtg-aspiny", 61), InlineData("human-temporal", 260)]
    [InlineData("mouse", 1920), InlineData("human", 413)]
    [InlineData("neocortex-literature", 32), InlineData("neocortex-pyramidal-literature", 13), InlineData("neocortex-interneurons-literature", 13)]
    public void Classes_have_their_cells(string name, int count)
    {
        CellClass cells = CellClass.Get(name);
        Here(cells.Dataset);
        Assert.Equal(count, cells.Load().Count);
    }

    [Theory]
    [InlineData("allen-cell-types")]
    [InlineData("neuroelectro")]
    public void The_checksums_of_the_catalog_are_those_of_the_files_and_both_tables_say_the_same(string name)
    {
        CellDatasetEntry entry = Here(name);
        string folder = DataFolder.Usual.Find(entry)!, original = Path.Combine(folder, entry.Original.Name), derived = Path.Combine(folder, entry.Derived!.Name);
        Assert.SkipUnless(File.Exists(original) && File.Exists(derived), $"Not both tables of {name} are here.");
        Assert.True(entry.Original.Matches(original));
        Assert.True(entry.Derived.Matches(derived));
        string copy = Path.Combine(directory, name);
        Directory.CreateDirectory(copy);
        File.Copy(original, Path.Combine(copy, entry.Original.Name));
        IReadOnlyList<Cell> read = CellTable.Load(entry, new DataFolder(directory)).Cells, expected = CellTable.Load(entry, DataFolder.Usual).Cells;
        Assert.Equal(name == "neuroelectro" ? expected : expected.Select(cell => cell with { ThresholdMillivolts = double.NaN }), read);
    }

    static CellDatasetEntry Here(string name)
    {
        CellDatasetEntry entry = DataCatalog.Get<CellDatasetEntry>(name);
        Assert.SkipUnless(DataFolder.Usual.Find(entry) != null, $"{name} is not here; get it with `neuromorphic data get {name}`.");
        return entry;
    }
}
