using Neuromorphic.Neurons;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class RegularFiringTests
{
    static int[] SpikeSteps(RegularFiring neuron, float current, int steps, Integration integration)
    {
        NeuronPopulation population = NeuronRegistry.CreatePopulation("lif", 1, 1, new() { Integration = integration });
        foreach ((string name, double value) in ((string, double)[])[("tau", neuron.Tau), ("threshold", neuron.Threshold), ("rest", neuron.Rest), ("resistance", neuron.Resistance)]) population.Set(name, [value]);
        population.Reset();
        float[] currents = new float[steps], spikes = new float[steps];
        Array.Fill(currents, current);
        population.Run(currents, spikes);
        return [.. spikes.Index().Where(spike => spike.Item != 0).Select(spike => spike.Index + 1)];
    }

    [Theory]
    [InlineData(10, 1, 0, 1, 1.5, 11)] // ln 3 / -ln .9 = 10.4
    [InlineData(40, 1, 0, 1, 1.5, 44)]
    [InlineData(3, 1, 0, 1, 1.5, 3)]
    [InlineData(2, 1, 0, 1, 2.5, 1)]
    [InlineData(10, 1, .5, 1, 1.5, 4)]
    [InlineData(10, -1, -2, .7, 1.5, 29)]
    public void A_neuron_fires_at_the_interval_of_the_formula(double tau, double threshold, double rest, double resistance, double current, int interval)
    {
        RegularFiring neuron = new(tau, threshold, rest, resistance);
        Assert.Equal(interval, neuron.Steps(current));
        int[] steps = SpikeSteps(neuron, (float)current, 300, Integration.Euler);
        Assert.Equal([.. Enumerable.Range(1, 300 / interval).Select(spike => spike * interval)], steps);
        // Exponential Euler is exact under a constant current: the first step that is not before the time of the continuous neuron.
        Assert.Equal((int)Math.Ceiling(neuron.Interval(current)), SpikeSteps(neuron, (float)current, 300, Integration.ExponentialEuler)[0]);
    }

    [Theory]
    [InlineData(1.6, 1.5)]
    [InlineData(1, 0)]
    [InlineData(1, -3)]
    public void It_never_fires_where_its_threshold_is_beyond_reach(double threshold, double current)
    {
        RegularFiring neuron = new(10, threshold, 0, 1);
        Assert.Null(neuron.Steps(current));
        Assert.Equal(double.PositiveInfinity, neuron.Interval(current));
        Assert.Empty(SpikeSteps(neuron, (float)current, 300, Integration.Euler));
    }
}
