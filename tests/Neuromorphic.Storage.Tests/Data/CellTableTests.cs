using System.Security.Cryptography;
using System.Text;
using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Storage.Tests.Data;

public sealed class CellTableTests : IDisposable, IProgress<DownloadEvent>
{
    const string Header = "specimen_id,species,area,layer,dendrite_type,line_name,tau_ms,ri_mohm,vrest_mv,threshold_v_long_square_mv,threshold_i_long_square_pa";
    const string OriginalHeader = "line_name,specimen__id,structure__name,structure_parent__acronym,structure__layer,ef__threshold_i_long_square,ef__tau,ef__ri,ef__vrest,tag__dendrite_type,donor__species";
    const string OriginalRows = "\"\",525,\"\"\"frontal lobe\"\"\",FroL,3,90,25.5,102,-70.5,spiny,Homo Sapiens\nRorb-IRES2-Cre,31,\"Primary visual area, layer 5\",VISp,5,60,20,200,-68,aspiny,Mus musculus\n";

    static readonly CellDatasetEntry Allen = DataCatalog.Get<CellDatasetEntry>("allen-cell-types"), Literature = DataCatalog.Get<CellDatasetEntry>("neuroelectro");

    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;
    readonly List<DownloadEvent> events = [];

    DataFolder Data => new(directory);

    public void Dispose() => Directory.Delete(directory, recursive: true);

    void IProgress<DownloadEvent>.Report(DownloadEvent value) => events.Add(value);

    [Fact]
    public void Cells_are_those_of_the_lines()
    {
        Write("allen_cell_types", Allen.Derived!.Name, $"{Header}\n31,mouse,VISp,5,spiny,Rorb-IRES2-Cre,20,200,-68,-38.5,60\n525,human,FroL,3,aspiny,,25.5,102,-70.5,,NaN\n");
        IReadOnlyList<Cell> cells = CellTable.Load(Allen, Data).Cells;
        Assert.Equal(Mouse with { Dendrite = "spiny", ThresholdMillivolts = -38.5 }, cells[0]);
        Assert.Equal(Human with { Dendrite = "aspiny", RheobasePicoamperes = double.NaN }, cells[1]);
        Assert.Equal(2, cells.Count);
    }

    static readonly Cell Mouse = new()
    {
        Id = "31",
        Species = "mouse",
        Area = "VISp",
        Layer = "5",
        Dendrite = "aspiny",
        Kind = "Rorb-IRES2-Cre",
        TimeConstantMilliseconds = 20,
        ResistanceMegaohms = 200,
        RestMillivolts = -68,
        ThresholdMillivolts = double.NaN,
        RheobasePicoamperes = 60,
        CapacitancePicofarads = 100,
    };

    static readonly Cell Human = Mouse with { Id = "525", Species = "human", Area = "FroL", Layer = "3", Dendrite = "spiny", Kind = "", TimeConstantMilliseconds = 25.5, ResistanceMegaohms = 102, RestMillivolts = -70.5, RheobasePicoamperes = 90, CapacitancePicofarads = 250 };

    [Fact]
    public void The_original_table_gives_the_same_cells_in_the_same_order_but_their_thresholds()
    {
        Write("allen-cell-types", Allen.Original.Name, $"{OriginalHeader}\n{OriginalRows}");
        Assert.Equal([Mouse, Human], CellTable.Load(Allen, Data).Cells);
    }

    [Fact]
    public void The_derived_table_is_read_before_the_original_one()
    {
        Write("allen-cell-types", Allen.Original.Name, $"{OriginalHeader}\n{OriginalRows}");
        Write("allen-cell-types", Allen.Derived!.Name, $"{Header}\n7,mouse,VISp,4,spiny,,20,200,-68,-38.5,60\n");
        Assert.Equal("7", Assert.Single(CellTable.Load(Allen, Data).Cells).Id);
    }

    [Fact]
    public void Reports_of_articles_lack_most_and_keep_their_order()
    {
        Write("neuroelectro", Literature.Original.Name, "CellCapacitance,InputResistance,RestingMembranePotential,MembraneTimeConstant,SpikeThreshold,Rheobase,Species,NeuronType,Title\n"
            + "99,,-60,12,,,Rats,Neocortex basket cell,\"Of cells, \"\"fast\"\" ones\"\n,100,,,,,,Thalamus relay cell,\n,100,,15,-40,,Macaca mulatta,Neocortex pyramidal cell layer 2-3,\n");
        CellTable table = CellTable.Load(Literature, Data);
        Assert.Equal(["rat", "", "macaque"], table.Cells.Select(cell => cell.Species));
        Assert.Equal([99, double.NaN, 150], table.Cells.Select(cell => cell.CapacitancePicofarads));
        Assert.Equal([12, 15], CellClass.Get("neocortex-literature").Of(table).Select(cell => cell.TimeConstantMilliseconds));
        Assert.Equal(15, Assert.Single(CellClass.Get("neocortex-pyramidal-literature").Of(table)).TimeConstantMilliseconds);
        Assert.Equal(12, Assert.Single(CellClass.Get("neocortex-interneurons-literature").Of(table)).TimeConstantMilliseconds);
    }

    [Fact]
    public void Filters_let_pass_what_they_name()
    {
        Write("allen-cell-types", Allen.Original.Name, $"{OriginalHeader}\n{OriginalRows}");
        CellTable table = CellTable.Load(Allen, Data);
        string[] Ids(CellFilter filter) => [.. table.Where(filter).Select(cell => cell.Id)];
        Assert.Equal(["31", "525"], Ids(new()));
        Assert.Equal(["31"], Ids(new() { Species = "mouse" }));
        Assert.Equal(["525"], Ids(new() { Areas = ["MTG", "FroL"] }));
        Assert.Equal(["31", "525"], Ids(new() { Layers = ["3", "5"] }));
        Assert.Equal(["525"], Ids(new() { Dendrite = "spiny" }));
        Assert.Equal(["31"], Ids(new() { Kinds = ["Rorb"] }));
        Assert.Empty(Ids(new() { Species = "mouse", Dendrite = "spiny" }));
    }

    [Theory]
    [InlineData(Header + "\n1,mouse,VISp,4,spiny,,fast,200,-68,-38,60", "line 2: tau_ms is 'fast'; allowed: a positive number, or nothing.")]
    [InlineData(Header + "\n1,mouse,VISp,4,spiny,,20,200,-68,-38,60\n2,mouse,VISp,4,spiny,,-3,200,-68,-38,60", "line 3: tau_ms is '-3'; allowed: a positive number, or nothing.")]
    [InlineData(Header + "\n1,mouse,VISp,4,spiny,,20,200,1e999,-38,60", "line 2: vrest_mv is '1e999'; allowed: a number, or nothing.")]
    [InlineData(Header + "\n1,mouse,VISp,4,spiny,,20,200", "line 2: it has 8 values, the header 11.")]
    [InlineData("specimen_id;species\n1;mouse", "line 1: it has no column specimen_id, species, area, layer, dendrite_type, line_name, tau_ms, ri_mohm, vrest_mv, threshold_v_long_square_mv, threshold_i_long_square_pa; a table with commas between its columns is expected.")]
    [InlineData(Header, "it has no cells.")]
    [InlineData("", "it has no cells.")]
    public void A_damaged_table_is_refused_with_line_and_reason(string text, string reason)
    {
        string path = Write("allen-cell-types", Allen.Derived!.Name, text);
        Assert.Equal($"{path}: {reason}", Assert.Throws<DatasetException>(() => CellTable.Load(Allen, Data)).Message);
    }

    [Fact]
    public void Names_that_there_are_not_are_answered_with_those_that_are()
    {
        string message = Assert.Throws<ArgumentException>(() => CellClass.Get("mouse-v1-14")).Message;
        Assert.StartsWith("There is no class of cells 'mouse-v1-14'; there are mouse-v1, mouse-v1-l2-3, mouse-v1-l4, ", message, StringComparison.Ordinal);
        Assert.EndsWith(". Did you mean 'mouse-v1-l4'?", message, StringComparison.Ordinal);
        Assert.StartsWith("There is no data set of cells 'mnist'; valid names: allen-cell-types, neuroelectro.", Assert.Throws<ArgumentException>(() => CellTable.Load("mnist")).Message, StringComparison.Ordinal);
        Write("allen-cell-types", Allen.Original.Name, $"{OriginalHeader}\n{OriginalRows}");
        Assert.StartsWith("neocortex-literature is in the data set neuroelectro, not in allen-cell-types.", Assert.Throws<ArgumentException>(() => CellClass.Get("neocortex-literature").Of(CellTable.Load(Allen, Data))).Message, StringComparison.Ordinal);
        Assert.Equal(CellClass.All.Count, CellClass.All.Select(cells => cells.Name).Distinct().Count());
        Assert.Contains("`neuromorphic data get neuroelectro`", Assert.Throws<DatasetException>(() => CellTable.Load(Literature, Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_original_table_is_downloaded_and_read()
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"{OriginalHeader}\n{OriginalRows}");
        CellDatasetEntry small = Allen with { Original = new(Allen.Original.Name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))) };
        using FileServer server = new();
        server.Replies[$"/a/{small.Original.Name}"] = Reply.Whole(bytes);
        await new DataDownload(small, Path.Combine(directory, small.Name)) { Mirrors = [server.At("a")] }.RunAsync(this, TestContext.Current.CancellationToken);
        Assert.Equal([$"/a/{small.Original.Name}"], server.Requests);
        Assert.Equal([Mouse, Human], CellTable.Load(small, Data).Cells);
    }

    [Fact]
    public async Task A_data_set_without_an_address_says_what_to_do_and_is_whole_with_the_derived_table()
    {
        string folder = Path.Combine(directory, "neuroelectro");
        Task Download(CellDatasetEntry entry) => new DataDownload(entry, folder).RunAsync(this, TestContext.Current.CancellationToken);
        Assert.Equal(
            "neuroelectro cannot be downloaded: it is published as tables of Excel in https://github.com/neuroelectro/neuroelectro_org/raw/8f1f7cc8b86e9c81468ac0833f26c0dcbc2a46d8/data/neuroelectro_data_download.zip, " +
            $"and not as CSV. Save Sheet1 of neurophysiology_data.xlsx as neurophysiology_data.csv in {folder}.",
            (await Assert.ThrowsAsync<DatasetException>(() => Download(Literature))).Message);
        Assert.Empty(events);
        Write("neuroelectro", "neuroelectro_compact.csv", "derived");
        CellDatasetEntry whole = Literature with { Derived = new("neuroelectro_compact.csv", 7, Convert.ToHexStringLower(SHA256.HashData("derived"u8))) };
        await Download(whole);
        Assert.Equal([new DownloadEvent.Kept(whole.Derived)], events);
        Assert.Equal(folder, Data.Find(whole));
    }

    string Write(string folder, string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(directory, folder));
        string path = Path.Combine(directory, folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
