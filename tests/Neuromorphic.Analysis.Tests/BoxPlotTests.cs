using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class BoxPlotTests
{
    static Picture Draw(int height, params (string, IReadOnlyList<double>)[] conditions) => Picture.Of(path => BoxPlot.Save(path, conditions, "a title", "Accuracy"), height);

    [Fact]
    public void Whiskers_reach_to_the_farthest_value_within_one_and_a_half_boxes()
    {
        // Quartiles 1.5 and 4.5: whiskers may reach from -3 to 9.
        Assert.Equal((1, 5), BoxPlot.Whiskers([-3.1, 1, 2, 3, 4, 5, 9.1]));
        Assert.Equal((-3, 9), BoxPlot.Whiskers([-3, 1, 2, 3, 4, 5, 9]));
        Assert.Equal((2, 2), BoxPlot.Whiskers([2]));
    }

    [Fact]
    public void Points_of_like_value_stand_beside_each_other_and_others_in_the_middle()
    {
        double[] offsets = BoxPlot.Offsets([1, 1, 1, 1.05, 2], apart: .1);
        Assert.Equal(0, offsets[0]);
        Assert.Equal(-offsets[1], offsets[2]);
        Assert.Equal(4, offsets[..4].Distinct().Count());
        Assert.Equal(0, offsets[4]);
        Assert.All(BoxPlot.Offsets(new double[100], .1), offset => Assert.InRange(Math.Abs(offset), 0, .3)); // within the box, however many
    }

    [Fact]
    public void Conditions_are_rows_of_their_colours_from_top_to_bottom_at_their_values()
    {
        Picture picture = Draw(588, ("low", [1, 2, 3]), ("high", [7, 8, 9]));
        var blue = picture.Find(PlotStyle.Blue, bottom: 460, tolerance: 60);
        var vermillion = picture.Find(PlotStyle.Vermillion, bottom: 460, tolerance: 60);
        Assert.True(blue.Max(pixel => pixel.Y) < vermillion.Min(pixel => pixel.Y));
        Assert.True(blue.Max(pixel => pixel.X) < vermillion.Min(pixel => pixel.X));
        Assert.Equal(blue.Max(pixel => pixel.X) - blue.Min(pixel => pixel.X), vermillion.Max(pixel => pixel.X) - vermillion.Min(pixel => pixel.X), 3.0);
        // A box from 1.5 to 2.5 is a quarter of the way from 1 to 5.
        int median = picture.Find(PlotStyle.Ink, bottom: 460).Where(pixel => pixel.Y < blue.Max(point => point.Y)).GroupBy(pixel => pixel.X).MaxBy(column => column.Count())!.Key;
        Assert.Equal((blue.Min(pixel => pixel.X) + blue.Max(pixel => pixel.X)) / 2.0, median, 4.0);
    }

    [Fact]
    public void On_a_logarithmic_axis_equal_ratios_are_equally_wide_and_what_is_not_positive_is_left_out()
    {
        Picture Draw(params (string, IReadOnlyList<double>)[] conditions) => Picture.Of(path => BoxPlot.Save(path, conditions, "a title", "Error", AxisScale.Logarithmic), 588);
        Picture picture = Draw(("low", [1, 10, 100]), ("high", [1e4, 1e5, 1e6]));
        (int Left, int Right) Ends(ScottPlot.Color color) => picture.Find(color, bottom: 460, tolerance: 60) is var pixels ? (pixels.Min(pixel => pixel.X), pixels.Max(pixel => pixel.X)) : default;
        (int Left, int Right) blue = Ends(PlotStyle.Blue), vermillion = Ends(PlotStyle.Vermillion);
        Assert.Equal(blue.Right - blue.Left, vermillion.Right - vermillion.Left, 3.0);
        Assert.Equal(blue.Right - blue.Left, vermillion.Left - blue.Right, 30.0); // 100 to 1e4 is as far as 1 to 100
        Assert.True(picture.Equals(Draw(("low", [1, 0, 10, -3, 100, double.NaN]), ("high", [1e4, 1e5, 1e6]))));
    }

    [Fact]
    public void Conditions_of_a_group_share_a_colour()
    {
        (string, IReadOnlyList<double>)[] three = [("a", [1, 2]), ("b", [3, 4]), ("c", [5, 6])];
        Picture picture = Picture.Of(path => BoxPlot.Save(path, three, "a title", "Error", groups: [0, 0, 1]), 740);
        Assert.NotEmpty(picture.Find(PlotStyle.Blue, bottom: 600));
        Assert.NotEmpty(picture.Find(PlotStyle.Vermillion, bottom: 600));
        Assert.Empty(picture.Find(PlotStyle.Green, bottom: 600));
        Assert.Equal("There are 1 groups for 3 conditions. (Parameter 'groups')", Assert.Throws<ArgumentException>(() => BoxPlot.Save("none.png", three, "a title", "Error", groups: [0])).Message);
    }

    [Fact]
    public void What_is_not_finite_is_left_out_and_a_picture_of_nothing_is_refused()
    {
        Assert.True(Draw(588, ("a", [1, 2, double.NaN, double.PositiveInfinity]), ("b", [double.NaN])).Equals(Draw(588, ("a", [1, 2]), ("b", []))));
        Draw(436, ("one", [3]));
        Assert.Throws<ArgumentException>(() => BoxPlot.Save("none.png", [], "a title", "Accuracy"));
    }
}
