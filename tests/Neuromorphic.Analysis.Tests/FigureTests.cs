using System.Xml.Linq;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public sealed class FigureTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("figure").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    void Save(string name) => LearningCurvePlot.Save(Path.Combine(folder, name), [new(1, 2, 1, 1, 0, 1, null), new(2, 3, 2, 1, 0, 1, 2)], new() { Title = "a title, 10 % & <more>", SolvedReturn = 2 });

    [Fact]
    public void Svg_is_made_of_shapes_that_need_no_font()
    {
        Save("curve.svg");
        XDocument picture = XDocument.Load(Path.Combine(folder, "curve.svg"));
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(svg + "svg", picture.Root!.Name);
        Assert.Empty(picture.Descendants(svg + "text"));
        Assert.Contains(picture.Descendants(svg + "path"), path => (string?)path.Attribute("stroke") == "#0072B2");
        // The title, the labels of the axes, four entries of the legend and the ticks.
        Assert.True(picture.Descendants(svg + "path").Count(path => (string?)path.Attribute("fill") == "#262626") > 12);
    }

    [Fact]
    public void A_missing_folder_is_named_and_not_made()
    {
        string message = Assert.Throws<DirectoryNotFoundException>(() => Save("nowhere/curve.png")).Message;
        Assert.Contains("nowhere'", message, StringComparison.Ordinal);
        Assert.Contains("'curve.png'", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "nowhere")));
    }

    [Theory]
    [InlineData("curve.png")]
    [InlineData("curve.svg")]
    public void A_picture_that_cannot_take_its_place_leaves_nothing_behind(string name)
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        Exception? e = Record.Exception(() => Save(name));
        Assert.True(e is IOException or UnauthorizedAccessException, e?.ToString());
        Assert.Equal([Path.Combine(folder, name)], Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData("curve.pdf")]
    [InlineData("curve")]
    public void A_kind_of_picture_that_is_not_known_is_refused(string name) =>
        Assert.Contains("neither .png nor .svg", Assert.Throws<ArgumentException>(() => Save(name)).Message);

    [Fact]
    public void An_older_picture_is_replaced()
    {
        File.WriteAllBytes(Path.Combine(folder, "curve.PNG"), new byte[1_000_000]);
        Save("curve.PNG");
        Assert.InRange(new FileInfo(Path.Combine(folder, "curve.PNG")).Length, 10_000, 300_000);
    }
}
