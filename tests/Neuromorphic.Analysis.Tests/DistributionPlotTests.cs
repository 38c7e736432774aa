using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class DistributionPlotTests
{
    // Equally many values in each equal ratio between 1 and 4.
    static readonly double[] Spread = [.. Enumerable.Range(0, 1001).Select(i => Math.Pow(4, i / 1000.0))];

    static Picture TimeConstants(double[] before, double[] after) => Picture.Of(path => TimeConstantPlot.Save(path, before, after, "steps"));

    static Picture Linear(double[] before, double[] after) => Picture.Of(path => DistributionPlot.Save(path, before, after, "a title", "Rest", "", AxisScale.Linear));

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
}
