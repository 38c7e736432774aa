using System.Globalization;
using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Storage.Tests.Data;

[Collection("environment variables")]
public sealed class SeriesTableTests : IDisposable
{
    static readonly SeriesDatasetEntry Pendulum = DataCatalog.Get<SeriesDatasetEntry>("real-pendulum"), Two = Pendulum with { Count = 2 };

    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    SeriesTable Load(string text)
    {
        string folder = Path.Combine(directory, "real_pendulum");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Pendulum.Original.Name), text);
        return SeriesTable.Load(Two, new DataFolder(directory));
    }

    [Fact]
    public void Rows_are_the_numbers_of_the_lines()
    {
        IReadOnlyList<double[]> rows = Load("%o v\r\n  0.0e+000  5.0 1.25e+000\t9.5e-001 \r\n\r\n 0 5.5 -1 2\n").Rows;
        Assert.Equal(2, rows.Count);
        Assert.Equal([0, 5, 1.25, .95], rows[0]);
        Assert.Equal([0, 5.5, -1, 2], rows[1]);
    }

    [Theory]
    [InlineData("%\n1 2 3 4\n1 2 3\n", "line 3: it has 3 numbers; allowed: 4, trial, t, o, v.")]
    [InlineData("1 2 x 4\n", "line 1: o is 'x'; allowed: a number.")]
    [InlineData("1 2 3 inf\n", "line 1: v is 'inf'; allowed: a number.")]
    [InlineData("1 2 3 4\n", "it has 1 samples; this data set has 2.")]
    public void A_damaged_file_is_refused_with_line_and_reason(string text, string reason) =>
        Assert.Equal($"{Path.Combine(directory, "real_pendulum", Pendulum.Original.Name)}: {reason}", Assert.Throws<DatasetException>(() => Load(text)).Message);

    [Fact]
    public void What_is_not_here_is_answered_with_how_to_get_it()
    {
        Assert.Contains("`neuromorphic data get real-pendulum`", Assert.Throws<DatasetException>(() => SeriesTable.Load(Pendulum, new DataFolder(directory))).Message, StringComparison.Ordinal);
        Assert.StartsWith("There is no data set of measurements 'mnist'; valid names: real-pendulum.", Assert.Throws<ArgumentException>(() => SeriesTable.Load("mnist")).Message, StringComparison.Ordinal);
        Assert.Equal("556 samples of trial, t, o, v", Pendulum.Contents);
    }

    [Fact]
    public void The_real_file_is_the_one_of_the_catalog()
    {
        Assert.SkipUnless(DataFolder.Usual.Find(Pendulum) is { } folder, "real-pendulum is not here; get it with `neuromorphic data get real-pendulum`.");
        Assert.True(Pendulum.Original.Matches(Path.Combine(DataFolder.Usual.Find(Pendulum)!, Pendulum.Original.Name)));
        IReadOnlyList<double[]> rows = SeriesTable.Load("real-pendulum").Rows;
        Assert.Equal([0, 5, 1.1383885512243586, .9197795905867725], rows[0]);
        Assert.Equal("99.5", rows[^1][1].ToString(CultureInfo.InvariantCulture));
        Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.InRange((pair.Second[1] - pair.First[1]) * 6, 1 - 1e-9, 3 + 1e-9));
    }
}
