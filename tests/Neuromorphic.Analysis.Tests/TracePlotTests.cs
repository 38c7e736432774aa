using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class TracePlotTests
{
    static NeuronTrace Trace(string name, params int[] spikes) => new(name,
        [.. Enumerable.Range(1, 100).Select(step => spikes.Contains(step) ? 0 : .5f)], [.. Enumerable.Range(1, 100).Select(step => spikes.Contains(step) ? 1f : 0)], Threshold: 1, Rest: 0);

    [Fact]
    public void Intervals_are_counted_in_steps()
    {
        Assert.Equal([10, 30, 70], Trace("", 10, 30, 70).SpikeSteps);
        Assert.Equal([20, 40], Trace("", 10, 30, 70).Intervals);
        Assert.Empty(Trace("", 10).Intervals);
    }

    [Fact]
    public void Spikes_stand_at_their_time_and_above_their_own_neuron()
    {
        const int Left = 2 * (6 + 128), Right = 2 * (800 - 6 - 150), First = 160, Second = 290, Bottom = 420;
        Picture picture = Picture.Of(path => TracePlot.Save(path, [Trace("one", 25), Trace("another", 75), Trace("silent")], "a title"), 2 * (12 + 3 * 60 + 74 + 5 * 5 - 5 + 54 - 5 + 5));
        Assert.Equal(Left + .25 * (Right - Left), picture.Find(PlotStyle.Vermillion, Left, Right, First, Second).Average(pixel => pixel.X), 3.0);
        Assert.Equal(Left + .75 * (Right - Left), picture.Find(PlotStyle.Vermillion, Left, Right, Second, Bottom).Average(pixel => pixel.X), 3.0);
        Assert.Empty(picture.Find(PlotStyle.Vermillion, Left, Right, Bottom, 540));
    }

    [Fact]
    public void All_neurons_have_as_many_steps()
    {
        Assert.Throws<ArgumentException>(() => TracePlot.Save("none.png", [], ""));
        Assert.Contains("'another' has 1 potentials", Assert.Throws<ArgumentException>(() => TracePlot.Save("none.png", [Trace("one"), new("another", [0], [0], 1, 0)], "")).Message, StringComparison.Ordinal);
    }
}
