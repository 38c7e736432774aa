using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class JointPlotTests
{
    const int Height = 1160, Split = 1404, MarginTop = 164, MainTop = 350;

    static Picture Draw(params JointCondition[] conditions) => Picture.Of(path => JointPlot.Save(path, conditions, "a title", "x", "y"), Height);

    static (double, double)[] Cloud(double x, double y) => [.. Enumerable.Range(0, 25).Select(i => (x + i % 5 - 2, y + i / 5 - 2.0))];

    [Fact]
    public void A_density_has_the_integral_1_and_its_greatest_height_at_the_values()
    {
        double[] density = JointPlot.Density([1, 2, 3, 2, 2], (-10, 14));
        Assert.Equal(1, density.Sum() * 24 / (density.Length - 1), 1e-3);
        Assert.Equal(2, -10 + 24.0 * Array.IndexOf(density, density.Max()) / (density.Length - 1), .06);
        Assert.All(JointPlot.Density([3, 3, 3], (0, 5)), height => Assert.Equal(0, height));
        Assert.All(JointPlot.Density([3], (0, 5)), height => Assert.Equal(0, height));
    }

    [Fact]
    public void Marginal_means_stand_above_and_beside_the_mean_of_the_runs()
    {
        Picture picture = Draw(new("a", Cloud(0, 0)), new("b", Cloud(10, 20)));
        foreach (ScottPlot.Color color in (ScottPlot.Color[])[PlotStyle.Blue, PlotStyle.Vermillion])
        {
            var main = picture.Find(color, 180, Split, MainTop, 1036); // only the mean is opaque
            var above = picture.Find(color, 180, Split, MarginTop, MainTop - 12).GroupBy(pixel => pixel.X).MaxBy(column => column.Count())!;
            var beside = picture.Find(color, Split, 1590, MainTop, 1036).GroupBy(pixel => pixel.Y).MaxBy(row => row.Count())!;
            Assert.Equal((main.Min(pixel => pixel.X) + main.Max(pixel => pixel.X)) / 2.0, above.Key, 5.0);
            Assert.Equal((main.Min(pixel => pixel.Y) + main.Max(pixel => pixel.Y)) / 2.0, beside.Key, 5.0);
            Assert.True(above.Count() > 30 && beside.Count() > 30);
        }
    }

    [Fact]
    public void The_label_of_the_vertical_axis_stands_apart_from_its_numbers()
    {
        Picture picture = Draw(new JointCondition("a", [.. Cloud(0, 0).Select(run => (run.Item1, .65 + run.Item2 / 40))])); // numbers such as 0.65
        int[] inked = [.. picture.Find(PlotStyle.Ink, 0, 180, MainTop, 1036, tolerance: 100).Select(pixel => pixel.X).Distinct().Order()];
        Assert.Contains(inked.Zip(inked.Skip(1)), pair => pair.First < 90 && pair.Second - pair.First > 20);
    }

    [Fact]
    public void Runs_of_which_a_measure_is_not_finite_are_left_out()
    {
        Assert.True(Draw(new JointCondition("a", [.. Cloud(0, 0), (double.NaN, 3), (3, double.PositiveInfinity)])).Equals(Draw(new JointCondition("a", Cloud(0, 0)))));
        Draw(new("one", [(1, 2)]), new("none", []));
        Assert.Throws<ArgumentException>(() => JointPlot.Save("none.png", [], "", "", ""));
        Assert.Throws<ArgumentException>(() => JointPlot.Save("none.png", [.. Enumerable.Repeat(new JointCondition("a", []), 8)], "", "", ""));
    }
}
