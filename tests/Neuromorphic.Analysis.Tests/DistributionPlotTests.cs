using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class DistributionPlotTests
{
    // Equally many values in each equal ratio between 1 and 4.
    static readonly double[] Spread = [.. Enumerable.Range(0, 1001).Select(i => Math.Pow(4, i / 1000.0))];

    static Picture TimeConstants(double[] before, double[] after) => Picture.Of(path => DistributionPlot.Save(path, [new("Time constant", "steps", before, after, AxisScale.Logarithmic)], "a title"));

    static Picture Linear(double[] before, double[] after) => Picture.Of(path => DistributionPlot.Save(path, [new("Rest", "", before, after)], "a title"));

    /// <summary>The column of a vertical line and its length, above the histogram.</summary>
    static (int X, int Length) Line(Picture picture)
    {
        var column = picture.Find(PlotStyle.Grey).GroupBy(pixel => pixel.X).MaxBy(pixels => pixels.Count());
        return column == null ? (0, 0) : (column.Key, column.Count());
    }

    [Fact]
    public void A_homogeneous_start_is_a_line_at_its_value_on_a_logarithmic_axis()
    {
        // 3000 times 4 is a tall bin at the right, so that most of the line stands above the others.
        Picture picture = TimeConstants([2, 2, 2], [.. Spread, .. Enumerable.Repeat(4.0, 3000)]);
        (int x, int length) = Line(picture);
        Assert.True(length > 500, $"The line is {length} pixels long.");
        var outline = picture.Find(PlotStyle.Blue);
        double middle = (outline.Min(pixel => pixel.X) + outline.Max(pixel => pixel.X)) / 2.0;
        Assert.Equal(middle, x, 4.0); // 2 is the geometric middle of 1 and 4; on a linear axis it would be a sixth further left
        Assert.Equal(0, Line(TimeConstants([], Spread)).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1e-5)]
    public void Values_that_labels_cannot_tell_apart_have_the_axis_of_equal_ones(double value)
    {
        int middle = Line(TimeConstants([value, value], [])).X;
        foreach (double apart in new[] { 2.3e-16, 1e-15, 1e-13, 1e-10 })
            Assert.Equal(middle, Line(TimeConstants([value, value * (1 + apart)], [])).X, 2.0);
    }

    [Fact]
    public void On_a_linear_axis_the_arithmetic_middle_is_in_the_middle()
    {
        double[] even = [.. Enumerable.Range(0, 1001).Select(i => i / 500.0 - 1)];
        Picture picture = Linear([0, 0], [.. even, .. Enumerable.Repeat(1.0, 3000)]);
        var outline = picture.Find(PlotStyle.Blue);
        Assert.Equal((outline.Min(pixel => pixel.X) + outline.Max(pixel => pixel.X)) / 2.0, Line(picture).X, 4.0);
    }

    [Fact]
    public void Bins_are_as_high_as_they_are_full()
    {
        // Two values, one three times as often: two bins at the ends, heights 300 and 100 above the axis.
        Picture picture = Linear([], [.. Enumerable.Repeat(0.0, 300), .. Enumerable.Repeat(1.0, 100)]);
        int left = picture.Find(PlotStyle.Blue, 0, 800).Min(pixel => pixel.Y), right = picture.Find(PlotStyle.Blue, 800).Min(pixel => pixel.Y);
        int axis = picture.Find(PlotStyle.Frame, bottom: Picture.Height).GroupBy(pixel => pixel.Y).Where(row => row.Count() > 1000).Min(row => row.Key);
        Assert.Equal(3, (double)(axis - left) / (axis - right), 0.02);
    }

    [Fact]
    public void Two_distributions_are_both_shown()
    {
        Picture picture = TimeConstants(Spread, [.. Spread.Select(value => 10 * value)]);
        Assert.True(picture.Find(PlotStyle.Grey).Max(pixel => pixel.X) < picture.Find(PlotStyle.Blue).Min(pixel => pixel.X));
    }

    [Fact]
    public void Values_that_an_axis_cannot_show_are_left_out()
    {
        double[] bad = [double.NaN, double.PositiveInfinity, 0, -3];
        // Only the legend, which counts them, differs.
        Picture with = TimeConstants([2], [.. Spread, .. bad]), without = TimeConstants([2], Spread);
        Assert.Equal(without.Find(PlotStyle.Blue), with.Find(PlotStyle.Blue));
        Assert.Equal("all 2 steps", DistributionPlot.Describe([2, 2], [Math.Log10(2), Math.Log10(2)], AxisScale.Logarithmic, "steps"));
        Assert.Equal("median 3 (1 left out)", DistributionPlot.Describe([1, 3, 4, double.NaN], [1, 3, 4], AxisScale.Linear, ""));
        foreach (double[] values in new double[][] { [], bad[..2], [2, 2], [double.Epsilon, double.MaxValue] }) TimeConstants(values, values);
    }

    [Fact]
    public void An_axis_ends_before_a_few_that_are_far_away_and_they_are_counted()
    {
        double[] near = [.. Enumerable.Range(0, 995).Select(i => i / 994.0)], far = [.. near, 50, 60, 70, 80, 90];
        Assert.Equal((0, 1), DistributionPlot.Ends([0.5], near, AxisScale.Linear)); // nobody is far
        (double low, double high) = DistributionPlot.Ends([0.5], far, AxisScale.Linear);
        Assert.Equal((0, 0.995), (low, high), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 0.001);
        Assert.Equal("not shown: 10 of 1000 above 0.995 after", DistributionPlot.Beyond([0.5], far, low, high, AxisScale.Linear));
        Assert.Equal("", DistributionPlot.Beyond([0.5], near, 0, 1, AxisScale.Linear));
        double[] negative = [.. far.Select(value => -value)];
        (low, high) = DistributionPlot.Ends(negative, [], AxisScale.Linear);
        Assert.Equal("not shown: 10 of 1000 below \u22120.995 before", DistributionPlot.Beyond(negative, [], low, high, AxisScale.Linear));
        // On a logarithmic axis limits are said as values.
        double[] powers = [.. Enumerable.Range(0, 999).Select(i => i / 998.0), 9];
        (low, high) = DistributionPlot.Ends([], powers, AxisScale.Logarithmic);
        Assert.Equal("not shown: 10 of 1000 above 9.79 after", DistributionPlot.Beyond([], powers, low, high, AxisScale.Logarithmic));
    }

    [Fact]
    public void Each_parameter_has_a_panel()
    {
        Distribution[] four = [.. Enumerable.Range(0, 4).Select(i => new Distribution($"Number {i}", "", [1], Spread))];
        foreach ((int count, int height) in new[] { (2, 584), (3, 1072), (4, 1072) })
        {
            Picture picture = Picture.Of(path => DistributionPlot.Save(path, four[..count], "a title"), height);
            for (int i = 0; i < 4; i++)
            {
                (int left, int top) = (i % 2 * 800, 90 + i / 2 * 488);
                if (top < height) Assert.Equal(i < count, picture.Find(PlotStyle.Blue, left, left + 780, top + 140, Math.Min(height, top + 400)).Count > 100);
            }
        }
        Assert.Throws<ArgumentException>(() => DistributionPlot.Save("none.png", [], "a title"));
    }
}
