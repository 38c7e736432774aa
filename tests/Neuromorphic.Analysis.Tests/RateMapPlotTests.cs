using ScottPlot;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class RateMapPlotTests
{
    static double[][] Rates(params double[] perNeuron) => [.. perNeuron.Select(rate => (double[])[rate, rate])];

    static Picture Draw(params double[][][] maps) => Picture.Of(path =>
        RateMapPlot.Save(path, [new("a network", [.. maps.Select(map => new RateMap(map))])], [.. maps.Select((_, i) => $"time {i}")], ["0", "1"], "a title", "category", "spikes a step"), 2 * (12 + 36 + 70 + 84 + 52));

    [Fact]
    public void A_greater_rate_is_darker_and_silence_is_white()
    {
        Assert.Equal(Colors.White, RateMapPlot.Shade(0));
        double[] rates = [0, .001, .1, .3, .5, .7, .9, 1];
        double[] lightness = [.. rates.Select(rate => RateMapPlot.Shade(rate)).Select(color => .2126 * color.R + .7152 * color.G + .0722 * color.B)];
        Assert.All(lightness.Zip(lightness.Skip(1), (paler, darker) => paler - darker), apart => Assert.True(apart > 5));
        Assert.Equal(RateMapPlot.Shade(1), RateMapPlot.Shade(2));
    }

    [Fact]
    public void A_neuron_stands_where_its_last_rate_puts_it()
    {
        Assert.Equal([2, 0, 1, 3], RateMapPlot.Order(new(Rates(.4, .4, .9, 0))));
        // The third neuron, the most active one at last, is at the top at both times, the first one, silent at last, beneath.
        Picture picture = Draw(Rates(1, 0, 0, 0), Rates(0, .4, 1, 0));
        const int Left = 120, Middle = 720, End = 1420, Top = 250, Half = 284;
        Assert.Empty(picture.Find(RateMapPlot.Shade(1), Left, Middle, Top, Half)); // at first it was silent
        Assert.NotEmpty(picture.Find(RateMapPlot.Shade(1), Left, Middle, Half, 404)); // another one was not
        Assert.True(picture.Find(RateMapPlot.Shade(1), Middle + 40, End, Top, Half).Count > 1000);
    }

    [Fact]
    public void A_population_has_a_map_for_each_time() =>
        Assert.Throws<ArgumentException>(() => RateMapPlot.Save("none.png", [new("a network", [new(Rates(1))])], ["before", "after"], ["0", "1"], "", "", ""));
}
