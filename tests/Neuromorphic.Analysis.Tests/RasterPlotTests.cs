using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class RasterPlotTests
{
    // Where the raster and the rate beneath it lie in the picture, with a title and without a legend, clear of axes.
    const int Left = 172, Right = 1544, Top = 100, Middle = 638, Bottom = 860;

    static Picture Draw(int steps, int neurons, Func<int, int, float> spike)
    {
        var recording = new Recording(neurons);
        var probe = new RecordingProbe(recording);
        for (int step = 0; step < steps; step++)
        {
            probe.BeginStep(1);
            for (int neuron = 0; neuron < neurons; neuron++) probe.Record(neuron, 0, new ArrayBuffer<Scalar>(new Scalar[neurons]), (Scalar)spike(step, neuron));
        }
        return Picture.Of(path => RasterPlot.Save(path, recording, "a title"));
    }

    [Fact]
    public void Spikes_stand_at_their_time()
    {
        Picture picture = Draw(100, 8, (step, neuron) => step is >= 25 and < 50 ? 1 : 0);
        var raster = picture.Find(PlotStyle.Blue, top: Top, bottom: Middle);
        double width = (Right - Left) / 100.0;
        Assert.Equal(Left + 25 * width, raster.Min(pixel => pixel.X), 20.0);
        Assert.Equal(Left + 50 * width, raster.Max(pixel => pixel.X), 20.0);
        // All neurons spike then: the rate is high in the same place only.
        var rate = picture.Find(PlotStyle.Blue, top: Middle + 30, bottom: Middle + 90);
        Assert.InRange(rate.Min(pixel => pixel.X), Left + 24 * width, Left + 27 * width);
        Assert.InRange(rate.Max(pixel => pixel.X), Left + 48 * width, Left + 52 * width);
    }

    [Fact]
    public void The_most_active_neurons_are_at_the_top()
    {
        Picture picture = Draw(60, 12, (step, neuron) => neuron == 7 || (neuron == 3 && step % 3 == 0) ? 1 : 0);
        int row = (Middle - Top) / 12;
        Assert.True(picture.Find(PlotStyle.Blue, Left, Right, Top, Top + row - 8).Count > 0.95 * (Right - Left) * (row - 8));
        int second = picture.Find(PlotStyle.Blue, Left, Right, Top + row + 8, Top + 2 * row - 8).Count;
        Assert.Equal(1 / 3.0, (double)second / ((Right - Left) * (row - 16)), 0.03);
        Assert.Equal(0, picture.Marked(Left, Right, Top + 3 * row, Middle));
    }

    [Fact]
    public void Negative_spikes_have_a_colour_and_a_rate_of_their_own()
    {
        Picture picture = Draw(100, 10, (step, neuron) => neuron >= 5 ? 0 : step < 50 ? 1 : -1);
        const int Half = (Left + Right) / 2;
        Assert.Empty(picture.Find(PlotStyle.Vermillion, Left, Half - 10));
        Assert.Empty(picture.Find(PlotStyle.Blue, Half + 20, Right, bottom: Middle));
        Assert.True(picture.Find(PlotStyle.Vermillion, Half, Right, bottom: Middle).Count > 100_000);
        Assert.NotEmpty(picture.Find(PlotStyle.Vermillion, Half, Right, Middle + 20, Bottom));
    }

    [Fact]
    public void A_single_spike_among_half_a_million_places_is_seen()
    {
        Picture one = Draw(500, 1024, (step, neuron) => step == 250 && neuron == 500 ? 1 : 0), none = Draw(500, 1024, (_, _) => 0);
        Assert.Equal(0, none.Marked(Left, Right, Top - 10, Middle - 20));
        Assert.InRange(one.Marked(Left, Right, Top - 10, Middle - 20), 2, 16);
    }

    [Fact]
    public void A_recording_of_nothing_has_a_picture()
    {
        Draw(0, 5, (_, _) => 0);
        Draw(1, 1, (_, _) => 1);
    }
}
