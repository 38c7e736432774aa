using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class FunctionFamilyPlotTests
{
    const int Height = 996;
    static readonly double[] X = [-1, 0, 1];

    static Picture Draw(double[] times, params FunctionFamily[] families) => Picture.Of(path => FunctionFamilyPlot.Save(path, X, times, families, new() { Title = "a title" }), Height);

    static double MeanHeight(Picture picture, double place, int left, int right) => picture.Find(FunctionFamilyPlot.ColorOf(place), left, right, 100, 850).Average(pixel => pixel.Y);

    [Fact]
    public void Curves_have_the_colour_of_their_time_and_the_bar_has_all_of_them()
    {
        // Flat curves at 0, 1 and 4: the last is at the top, and time 9 of 10 near the last colour.
        Picture picture = Draw([0, 9, 10], new FunctionFamily("", [[0, 0, 0], [1, 1, 1], [4, 4, 4]]));
        double first = MeanHeight(picture, 0, 200, 1300), second = MeanHeight(picture, .9, 200, 1300), last = MeanHeight(picture, 1, 200, 1300);
        Assert.Equal(4, (first - last) / (first - second), .1);
        foreach (double place in (double[])[.05, .5, .95])
            Assert.Equal(864 - 768 * place, MeanHeight(picture, place, 1420, 1450), 30.0); // the bar from bottom to top
    }

    [Fact]
    public void Colours_go_from_light_to_dark()
    {
        double[] luminance = [.. Enumerable.Range(0, 11).Select(i => FunctionFamilyPlot.ColorOf(i / 10.0)).Select(color => .2126 * color.R + .7152 * color.G + .0722 * color.B)];
        Assert.Equal(luminance.OrderDescending(), luminance);
        Assert.True(luminance[0] < 200 && luminance[^1] < 25);
    }

    [Fact]
    public void Each_function_has_a_panel_and_what_is_not_finite_interrupts_a_curve()
    {
        Picture two = Draw([0], new("a", [[0, 0, 0]]), new("b", [[1, double.NaN, double.NaN]]));
        Assert.True(two.Find(FunctionFamilyPlot.ColorOf(1), 160, 690, 200, 850).Count > 1000);
        Assert.True(two.Find(FunctionFamilyPlot.ColorOf(1), 850, 1390, 200, 850).Count < 200);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        FunctionFamily fine = new("f", [[0, 0, 0]]);
        void Refused(string part, double[] x, double[] times, params FunctionFamily[] families) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(() => FunctionFamilyPlot.Save("none.png", x, times, families)).Message, StringComparison.Ordinal);
        Refused("0 functions", X, [1]);
        Refused("4 functions", X, [1], fine, fine, fine, fine);
        Refused("places", [0, 0, 1], [1], fine);
        Refused("times", X, [], fine);
        Refused("1 curves for 2 times", X, [1, 2], fine);
        Refused("2 values at 3 places", X, [1], new FunctionFamily("f", [[0, 0]]));
    }
}
