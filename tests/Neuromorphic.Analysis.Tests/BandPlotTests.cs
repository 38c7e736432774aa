using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class BandPlotTests
{
    static readonly BandPlotOptions Options = new() { X = "x", Y = "y", Title = "a title", Limits = (-1, 2) };
    static readonly double[] X = [1, 2, 4, 8];

    static BandSeries Constant(string name, double value, double spread) => new(name, X, [.. X.Select(_ => (double[])[value - spread, value, value + spread])]);

    static Picture Draw(BandPlotOptions options, params BandSeries[] series) => Picture.Of(path => BandPlot.Save(path, series, options));

    [Fact]
    public void Series_stand_at_their_means_in_their_colours()
    {
        Picture picture = Draw(Options, Constant("high", 1, 0.2), Constant("low", 0, 0));
        double high = picture.MeanHeight(PlotStyle.Blue, 200, 1500), low = picture.MeanHeight(PlotStyle.Vermillion, 200, 1500);
        // A third of the axis apart, which is about 760 pixels high.
        Assert.InRange(low - high, 230, 270);
    }

    [Fact]
    public void Panels_stand_one_above_the_other_each_on_its_own_axis()
    {
        Picture picture = Picture.Of(path => BandPlot.Save(path, [([Constant("a", 1, 0)], Options), ([Constant("a", 100, 0)], Options with { Limits = (0, 400) })]), 2 * (12 + 66 + 200 + 200 + 24));
        Assert.Equal(2 / 3.0, Place(picture.Find(PlotStyle.Blue, 300, 1400, 150, 510).Average(pixel => pixel.Y), 150, 478), .1);
        Assert.Equal(1 / 4.0, Place(picture.Find(PlotStyle.Blue, 300, 1400, 550, 900).Average(pixel => pixel.Y), 562, 880), .1);

        static double Place(double height, double top, double bottom) => (bottom - height) / (bottom - top);
    }

    [Fact]
    public void Many_places_are_a_line_without_markers()
    {
        Picture Line(int places) => Draw(Options, new BandSeries("a", [.. Enumerable.Range(0, places).Select(i => (double)i)], [.. Enumerable.Range(0, places).Select(_ => (double[])[0])]));
        int Thickness(Picture picture) => picture.Find(PlotStyle.Blue) is var pixels ? pixels.Max(pixel => pixel.Y) - pixels.Min(pixel => pixel.Y) + 1 : 0;
        Assert.True(Thickness(Line(60)) > 10 && Thickness(Line(61)) < 8);
    }

    [Fact]
    public void The_band_shows_the_range_or_the_deviation()
    {
        // Opaque band colour on white paper.
        ScottPlot.Color band = new((byte)(255 * 0.8), (byte)(0.2 * 114 + 255 * 0.8), (byte)(0.2 * 178 + 255 * 0.8));
        int Height(Band kind)
        {
            var pixels = Draw(Options with { Band = kind }, new BandSeries("a", X, [.. X.Select(_ => (double[])[0, 0, 0, 1])])).Find(band, 700, 720, tolerance: 6);
            return pixels.Max(pixel => pixel.Y) - pixels.Min(pixel => pixel.Y);
        }
        // Range 1; deviation of 0, 0, 0, 1 is 1/2, so the band is 1 high as well, but lies a quarter lower.
        Assert.Equal(Height(Band.Range), Height(Band.Deviation), 3.0);
        Assert.False(Draw(Options with { Band = Band.Range }, Constant("a", 0, 1)).Equals(Draw(Options with { Band = Band.Deviation }, Constant("a", 0, 0.5))));
        Assert.True(Draw(Options with { Band = Band.Range }, Constant("a", 0, 1)).Equals(Draw(Options with { Band = Band.Deviation }, Constant("a", 0, 1))));
    }

    [Fact]
    public void The_band_of_deciles_leaves_the_outermost_tenths_out()
    {
        double[] values = [-1, .. Enumerable.Repeat(0.0, 9), .. Enumerable.Repeat(1.0, 9), 2]; // 20 seeds: their deciles are 0 and 1, their mean is 1/2
        Picture deciles = Draw(Options with { Band = Band.Deciles }, new BandSeries("a", X, [.. X.Select(_ => values)]));
        Assert.True(deciles.Equals(Draw(Options with { Band = Band.Range }, Constant("a", 0.5, 0.5))));
        Assert.False(deciles.Equals(Draw(Options with { Band = Band.Range }, new BandSeries("a", X, [.. X.Select(_ => values)]))));
    }

    [Fact]
    public void On_a_logarithmic_vertical_axis_lines_stand_at_geometric_means()
    {
        BandPlotOptions logarithmic = Options with { VerticalScale = AxisScale.Logarithmic, Limits = (0.1, 1000) };
        Picture picture = Draw(logarithmic, new BandSeries("high", X, [.. X.Select(_ => (double[])[10, 1000])]), new BandSeries("low", X, [.. X.Select(_ => (double[])[1, 0, -3])]));
        double high = picture.MeanHeight(PlotStyle.Blue, 200, 1500), low = picture.MeanHeight(PlotStyle.Vermillion, 200, 1500);
        // 100 and 1 on an axis of four decades: half of it apart, which is about 760 pixels high.
        Assert.InRange(low - high, 340, 410);
    }

    [Fact]
    public void Seeds_and_places_without_a_finite_value_are_left_out()
    {
        BandSeries whole = new("a", [1, 2, 4], [[0.5, 1], [0, 1], [1, 1]]);
        BandSeries holed = new("a", [1, 2, 3, 4], [[0.5, double.NaN, 1], [0, 1], [double.PositiveInfinity], [1, 1]]);
        Assert.True(Draw(Options, whole).Equals(Draw(Options, holed)));
        Draw(Options);
        Draw(Options with { Limits = null }, new BandSeries("nothing", X, [[], [], [], []]));
    }

    [Fact]
    public void On_a_logarithmic_axis_equal_ratios_are_equally_far_apart()
    {
        Picture picture = Draw(Options with { Scale = AxisScale.Logarithmic }, new BandSeries("a", [1, 10, 100], [[0], [1], [0]]));
        var line = picture.Find(PlotStyle.Blue);
        int top = line.Min(pixel => pixel.Y);
        Assert.Equal((line.Min(pixel => pixel.X) + line.Max(pixel => pixel.X)) / 2.0, line.Where(pixel => pixel.Y == top).Average(pixel => pixel.X), 3.0);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Contains("2 places and values for 1", Assert.Throws<ArgumentException>(() => Draw(Options, new BandSeries("a", [1, 2], [[0]]))).Message);
        Assert.Contains("7 that can be told apart", Assert.Throws<ArgumentException>(() => Draw(Options, [.. Enumerable.Range(0, 8).Select(i => Constant($"{i}", i, 0))])).Message);
        foreach ((double, double) limits in ((double, double)[])[(0, 1), (2, 2), (1, -1), (1, double.PositiveInfinity), (double.NaN, 1)])
            Assert.Contains("allowed are two rising positive numbers", Assert.Throws<ArgumentException>(() => Draw(Options with { VerticalScale = AxisScale.Logarithmic, Limits = limits })).Message);
    }
}
