using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class RasterPlotTests
{
    // Where the raster and the rate beneath it lie in the picture, with a title and without a legend, clear of axes.
    const int Left = 204, Right = 1520, Top = 96, Middle = 696, Below = 724, Bottom = 892, Height = 1012, Legend = 52;

    static Recording Record(int steps, int neurons, Func<int, int, float> spike)
    {
        var recording = new Recording(neurons);
        var probe = new RecordingProbe(recording);
        for (int step = 0; step < steps; step++)
        {
            probe.BeginStep(1);
            for (int neuron = 0; neuron < neurons; neuron++) probe.Record(neuron, 0, new ArrayBuffer<Scalar>(new Scalar[neurons]), (Scalar)spike(step, neuron));
        }
        return recording;
    }

    static Picture Draw(int steps, int neurons, Func<int, int, float> spike, int height = Height) =>
        Picture.Of(path => RasterPlot.Save(path, Record(steps, neurons, spike), new() { Title = "a title" }), height);

    [Fact]
    public void Spikes_stand_at_their_time()
    {
        Picture picture = Draw(100, 8, (step, neuron) => step is >= 25 and < 50 ? 1 : 0);
        var raster = picture.Find(PlotStyle.Blue, top: Top, bottom: Middle);
        double width = (Right - Left) / 100.0;
        Assert.Equal(Left + 25 * width, raster.Min(pixel => pixel.X), 4.0);
        Assert.Equal(Left + 50 * width, raster.Max(pixel => pixel.X), 6.0);
        // All neurons spike then: the rate is high in the same place only.
        var rate = picture.Find(PlotStyle.Blue, top: Below, bottom: Below + 60);
        Assert.InRange(rate.Min(pixel => pixel.X), Left + 24 * width, Left + 27 * width);
        Assert.InRange(rate.Max(pixel => pixel.X), Left + 48 * width, Left + 52 * width);
    }

    [Fact]
    public void The_most_active_neurons_are_at_the_top()
    {
        Picture picture = Draw(60, 12, (step, neuron) => neuron == 7 || (neuron == 3 && step % 3 == 0) ? 1 : 0);
        int row = (Middle - Top) / 12;
        int first = picture.Find(PlotStyle.Blue, Left, Right, Top, Top + row).Count, second = picture.Find(PlotStyle.Blue, Left, Right, Top + row, Top + 2 * row).Count;
        Assert.InRange(first, 0.6 * (Right - Left) * row, 0.8 * (Right - Left) * row); // a fifth of each mark is a gap, in both directions
        Assert.Equal(1 / 3.0, (double)second / first, 0.03);
        Assert.Equal(0, picture.Marked(Left + 4, Right, Top + 3 * row, Middle - 4));
    }

    [Fact]
    public void Neurons_are_sorted_by_the_values_that_are_given()
    {
        Assert.Equal([1, 3, 0, 2], RasterPlot.Choose([2, 7, 1, 5]));
        Assert.Equal([1, 0, 2], RasterPlot.Choose([3, 4, 3])); // equal ones keep their order
    }

    [Fact]
    public void Of_many_neurons_some_are_shown_evenly_spread_over_the_order()
    {
        int[] chosen = RasterPlot.Choose([.. Enumerable.Range(0, 1024).Select(i => (double)i)]);
        Assert.Equal(RasterPlot.MostNeurons, chosen.Length);
        Assert.Equal(1017, chosen[0]);
        Assert.Equal(6, chosen[^1]);
        Assert.All(chosen.Zip(chosen.Skip(1), (above, below) => above - below), apart => Assert.InRange(apart, 12, 13));
    }

    [Theory]
    [InlineData(500, 1, 250)]
    [InlineData(250, 1, 250)]
    [InlineData(1000, 4, 248)] // whole steps
    [InlineData(4000, 400, 400)]
    public void Of_a_long_time_the_beginning_is_shown(int rows, int subSteps, int shown)
    {
        Assert.Equal(shown, RasterPlot.Shown(rows, new() { SubSteps = subSteps }));
        Assert.Equal(rows, RasterPlot.Shown(rows, new() { SubSteps = subSteps, Moments = [new("question", 1, 1)] }));
    }

    [Fact]
    public void Negative_spikes_have_a_colour_and_a_rate_of_their_own()
    {
        Picture picture = Draw(100, 10, (step, neuron) => neuron >= 5 ? 0 : step < 50 ? 1 : -1, Height + Legend);
        const int Half = (Left + Right) / 2;
        Assert.Empty(picture.Find(PlotStyle.Vermillion, Left, Half - 10));
        Assert.Empty(picture.Find(PlotStyle.Blue, Half + 20, Right, bottom: Middle + Legend));
        Assert.True(picture.Find(PlotStyle.Vermillion, Half, Right, bottom: Middle + Legend).Count > 100_000);
        Assert.NotEmpty(picture.Find(PlotStyle.Vermillion, Half, Right, Below + Legend, Bottom + Legend));
    }

    [Fact]
    public void A_single_spike_among_many_places_is_seen()
    {
        Picture one = Draw(250, 80, (step, neuron) => step == 125 && neuron == 40 ? 1 : 0), none = Draw(250, 80, (_, _) => 0);
        Assert.Equal(0, none.Marked(Left + 4, Right, Top, Middle - 4));
        Assert.InRange(one.Marked(Left + 4, Right, Top, Middle - 4), 12, 60);
    }

    [Fact]
    public void Observations_and_actions_stand_at_the_time_of_the_spikes()
    {
        // The first half of the time the number is 2 and the choice 0, then they are -1 and 1.
        float[][] observations = [.. Enumerable.Range(0, 50).Select(step => (float[])[step < 25 ? 2 : -1, 0])], actions = [.. Enumerable.Range(0, 50).Select(step => (float[])[step < 25 ? 0 : 1])];
        RasterOptions options = new() { SubSteps = 2, Tracks = [new("Observation", observations), new("Action", actions, 2)] };
        Picture picture = Picture.Of(path => RasterPlot.Save(path, Record(100, 4, (step, _) => step < 50 ? 1 : 0), options), 2 * (12 + 38 + 300 + 8 + 6 + 84 + 8 + 6 + 84 + 8 + 6 + 52 + 54));
        int half = picture.Find(PlotStyle.Blue, Left + 10, Right, 80, 600).Max(pixel => pixel.X);
        var above = picture.Find(PlotStyle.Green, Left, Right, 900, 1100);
        Assert.Equal(half, above.Max(pixel => pixel.X), 8.0);
        Assert.Equal(84, above.Max(pixel => pixel.Y) - above.Min(pixel => pixel.Y), 4.0); // one row of two
        Assert.Empty(picture.Find(PlotStyle.Purple, Left, Right, 900, 1100)); // half as strong
        var dark = picture.Find(PlotStyle.Ink, Left + 10, Right, 1110, 1208);
        Assert.True(dark.Where(pixel => pixel.X < half - 10).Max(pixel => pixel.Y) < dark.Where(pixel => pixel.X > half + 10).Min(pixel => pixel.Y));
    }

    [Fact]
    public void A_recording_of_nothing_has_a_picture()
    {
        Draw(0, 5, (_, _) => 0);
        Draw(1, 1, (_, _) => 1);
    }
}
