using System.Text.Json;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class SpikeStatisticsTests
{
    static Recording Record(int steps, int neurons, Func<int, int, float> spike)
    {
        Recording recording = new(neurons);
        RecordingProbe probe = new(recording);
        for (int step = 0; step < steps; step++)
        {
            probe.BeginStep(1);
            for (int neuron = 0; neuron < neurons; neuron++) probe.Record(neuron, 0, new ArrayBuffer<Scalar>(new Scalar[neurons]), (Scalar)spike(step, neuron));
        }
        return recording;
    }

    [Fact]
    public void Rates_variations_and_silence_are_those_of_numpy()
    {
        JsonElement expected = Golden.Of("spikes");
        double[][] steps = [.. expected.GetProperty("steps").EnumerateArray().Select(neuron => neuron.Row())];
        SpikeStatistics found = SpikeStatistics.Of(Record(200, 5, (step, neuron) => steps[neuron].Contains(step) ? 1 : 0));
        Assert.Equal(expected.Row("rates"), found.Rates);
        foreach ((double variation, double of) in expected.Row("variations").Zip(found.Variations)) Golden.AssertClose(variation, of, 1e-12);
        Assert.Equal(.2, found.Silent);
        Assert.Equal(0, found.Variations[4]);
    }

    [Fact]
    public void Negative_spikes_count_and_two_have_no_variation()
    {
        SpikeStatistics found = SpikeStatistics.Of(Record(10, 2, (step, neuron) => neuron == 0 ? step % 3 == 0 ? -1 : 0 : step < 2 ? 1 : 0));
        Assert.Equal([.4, .2], found.Rates);
        Assert.Equal([0, double.NaN], found.Variations);
        Assert.Equal(0, found.Silent);
    }

    [Fact]
    public void A_recording_without_steps_is_refused() =>
        Assert.StartsWith("The recording has 0 steps of 3 neurons", Assert.Throws<ArgumentException>(() => SpikeStatistics.Of(new Recording(3))).Message, StringComparison.Ordinal);
}
