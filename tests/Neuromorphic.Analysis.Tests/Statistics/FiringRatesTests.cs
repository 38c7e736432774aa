using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class FiringRatesTests
{
    static Recording Record(params float[][] spikes)
    {
        Recording recording = new(spikes[0].Length);
        RecordingProbe probe = new(recording);
        foreach (float[] row in spikes)
        {
            probe.BeginStep(1);
            for (int neuron = 0; neuron < row.Length; neuron++) probe.Record(neuron, 0, new ArrayBuffer<Scalar>(new Scalar[row.Length]), (Scalar)row[neuron]);
        }
        return recording;
    }

    [Fact]
    public void Rates_are_of_neurons_and_categories()
    {
        FiringRates rates = FiringRates.Of([(Record([1, 0], [1, 0]), 0), (Record([0, 0], [1, 0]), 0), (Record([0, 0], [0, -1]), 2)], 3);
        Assert.Equal([.75, double.NaN, 0], rates.ByCategory[0]);
        Assert.Equal([0, double.NaN, .5], rates.ByCategory[1]);
        Assert.Equal([.5, 1 / 6.0], rates.Rates); // each recording counts the same, however many there are of its category
        Assert.Equal(1 / 3.0, rates.Mean, 15);
        Assert.Equal(1 / 3.0, rates.Median, 15);
        Assert.Equal((0, .5, 1), (rates.Silent, rates.Below(.5), rates.Below(.51)));
    }

    [Theory]
    [InlineData(new[] { .3, .3, .3, .3 }, 0, 0, .3)]
    [InlineData(new[] { 0, 0, 0, .8 }, .75, .75, .8)]
    [InlineData(new[] { .1, .2, .3, .4 }, .25, 0, .25)]
    [InlineData(new[] { .4, .1, .3, .2 }, .25, 0, .25)]
    public void Inequality_is_as_by_hand(double[] given, double gini, double silent, double active)
    {
        FiringRates rates = new() { ByCategory = [], Rates = given };
        Assert.Equal(gini, rates.Gini, 12);
        Assert.Equal(silent, rates.Silent);
        Assert.Equal(active, rates.MeanOfActive, 12);
    }

    [Fact]
    public void Without_a_spike_there_is_no_inequality()
    {
        FiringRates rates = FiringRates.Of([(Record([0, 0]), 0)], 1);
        Assert.Equal((1, 0, double.NaN, double.NaN), (rates.Silent, rates.Mean, rates.Gini, rates.MeanOfActive));
    }

    [Fact]
    public void What_cannot_be_put_together_is_refused()
    {
        Assert.Throws<ArgumentException>(() => FiringRates.Of([], 1));
        Assert.Contains("1 steps of 2 neurons", Assert.Throws<ArgumentException>(() => FiringRates.Of([(Record([0]), 0), (Record([0, 0]), 0)], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("allowed: 0 to 1", Assert.Throws<ArgumentException>(() => FiringRates.Of([(Record([0]), 2)], 2)).Message, StringComparison.Ordinal);
    }
}
