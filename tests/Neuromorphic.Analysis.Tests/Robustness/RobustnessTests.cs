using Neuromorphic.Expressions;
using Neuromorphic.Gradients;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class RobustnessTests
{
    static readonly DenseNetwork Network = new(50, 3, new MlpOptions { Neurons = 40, Layers = 2, Activations = [Expression.Parse("P0*tanh(x)")] });
    static readonly float[] Vector = [.. Network.Layout.InitialVector(1).Select((value, i) => value + (i % 7 == 0 ? .5f : 0))];

    static ReadOnlySpan<float> Of(float[] vector, string slice) => vector.AsSpan(Network.Layout[slice].Offset, Network.Layout[slice].Count);

    static double Rms(ReadOnlySpan<float> values)
    {
        double squares = 0;
        foreach (float value in values) squares += (double)value * value;
        return Math.Sqrt(squares / values.Length);
    }

    static float[] Difference(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        float[] difference = second.ToArray();
        for (int i = 0; i < difference.Length; i++) difference[i] -= first[i];
        return difference;
    }

    [Fact]
    public void Noise_is_relative_to_each_matrix_and_leaves_biases_and_numbers_of_units()
    {
        float[] noisy = WeightNoise.Apply(Network.Layout, Vector, .2, draw: 3, seed: 5);
        foreach (string matrix in (string[])["hidden1/weight", "hidden2/weight"])
        {
            float[] noise = Difference(Of(Vector, matrix), Of(noisy, matrix));
            Assert.Equal(.2, Rms(noise) / Rms(Of(Vector, matrix)), .01); // 2,000 and 1,600 numbers: a standard error of .0035
            Assert.Equal(0, noise.Average(), .02);
        }
        Assert.NotEqual(Of(Vector, "readout/weight").ToArray(), Of(noisy, "readout/weight").ToArray());
        foreach (string other in (string[])["hidden1/bias", "hidden2/bias", "readout/bias", "hidden1/P0", "hidden2/P0"]) Assert.Equal(Of(Vector, other).ToArray(), Of(noisy, other).ToArray());
        Assert.NotEqual(Of(noisy, "hidden1/weight")[..1600].ToArray().Zip(Of(Vector, "hidden1/weight").ToArray(), (a, b) => a - b), Of(noisy, "hidden2/weight").ToArray().Zip(Of(Vector, "hidden2/weight").ToArray(), (a, b) => a - b));
    }

    [Fact]
    public void A_draw_has_the_same_noise_at_every_level_and_another_one_than_other_draws()
    {
        float[] low = Difference(Vector, WeightNoise.Apply(Network.Layout, Vector, .1)), high = Difference(Vector, WeightNoise.Apply(Network.Layout, Vector, .3));
        for (int i = 0; i < low.Length; i++) Assert.Equal(3 * low[i], high[i], 1e-6f);
        double product = low.Zip(Difference(Vector, WeightNoise.Apply(Network.Layout, Vector, .1, draw: 1)), (a, b) => a * b).Sum() / low.Sum(value => value * value);
        Assert.InRange(product, -.07, .07);
        Assert.NotEqual(low, Difference(Vector, WeightNoise.Apply(Network.Layout, Vector, .1, seed: 1)));
        Assert.Equal(Vector, WeightNoise.Apply(Network.Layout, Vector, 0));
    }

    [Fact]
    public void Removed_neurons_are_silent_and_the_others_as_they_were()
    {
        float[] rest = NeuronRemoval.Apply(Vector, HiddenLayer.Of(Network), .25, draw: 2);
        int[] silent = SilentColumns(rest, "readout/weight", 3), before = SilentColumns(rest, "hidden2/weight", 40);
        Assert.Equal((10, 10), (silent.Length, before.Length));
        Assert.NotEqual(silent, before); // each layer loses its own
        for (int row = 0; row < 3; row++)
            for (int neuron = 0; neuron < 40; neuron++)
                if (!silent.Contains(neuron)) Assert.Equal(Of(Vector, "readout/weight")[row * 40 + neuron], Of(rest, "readout/weight")[row * 40 + neuron]);
        foreach (string other in (string[])["hidden1/weight", "hidden1/bias", "hidden2/bias", "readout/bias"]) Assert.Equal(Of(Vector, other).ToArray(), Of(rest, other).ToArray());
        Assert.Equal(Vector, NeuronRemoval.Apply(Vector, HiddenLayer.Of(Network), 0));
        Assert.All(Of(NeuronRemoval.Apply(Vector, HiddenLayer.Of(Network), 1), "readout/weight").ToArray(), weight => Assert.Equal(0, weight));
    }

    static int[] SilentColumns(float[] vector, string matrix, int rows)
    {
        float[] weights = Of(vector, matrix).ToArray();
        return [.. Enumerable.Range(0, 40).Where(neuron => Enumerable.Range(0, rows).All(row => weights[row * 40 + neuron] == 0))];
    }

    [Fact]
    public void A_greater_share_removes_those_of_a_smaller_one_too_and_every_neuron_is_as_likely()
    {
        int[] counts = new int[40];
        for (int draw = 0; draw < 400; draw++)
        {
            int[] few = SilentColumns(NeuronRemoval.Apply(Vector, HiddenLayer.Of(Network), .25, draw), "readout/weight", 3), many = SilentColumns(NeuronRemoval.Apply(Vector, HiddenLayer.Of(Network), .5, draw), "readout/weight", 3);
            Assert.Subset(many.ToHashSet(), few.ToHashSet());
            Assert.Equal(20, many.Length);
            foreach (int neuron in few) counts[neuron]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 65, 135)); // 100 +- 4 standard deviations
    }

    [Fact]
    public void Neurons_of_a_recurrent_spiking_network_are_not_heard_by_themselves_either()
    {
        SpikingNetwork network = SpikingNetwork.Create("lif", 4, 2, new SpikingPolicyOptions { Neurons = 10, MoreLayers = [6], Recurrent = true });
        IReadOnlyList<HiddenLayer> layers = HiddenLayer.Of(network);
        Assert.Equal([(10, "hidden2/weight hidden/recurrent"), (6, "readout/weight hidden2/recurrent")], layers.Select(layer => (layer.Neurons, string.Join(' ', layer.Outgoing.Select(matrix => matrix.Name)))));
        float[] vector = network.Layout.InitialVector(1), rest = NeuronRemoval.Apply(vector, layers, 1);
        foreach (ParameterSlice slice in network.Layout.Slices)
            for (int i = slice.Offset; i < slice.Offset + slice.Count; i++)
                Assert.Equal(layers.Any(layer => layer.Outgoing.Contains(slice)) ? 0 : vector[i], rest[i]);
    }

    [Fact]
    public void A_point_has_every_draw_its_mean_and_spread_on_any_number_of_threads()
    {
        double Worth(float[] vector) => Of(vector, "readout/weight")[4];
        IReadOnlyList<RobustnessPoint> points = WeightNoise.Measure(Network.Layout, Vector, [0, .5], Worth, draws: 4, seed: 9), threaded = WeightNoise.Measure(Network.Layout, Vector, [0, .5], Worth, draws: 4, seed: 9, threads: 3);
        Assert.Equal([Worth(Vector)], points[0].Values);
        Assert.Equal((0, 0, Worth(Vector)), (points[0].Level, points[0].Deviation, points[0].Mean));
        double[] expected = [.. Enumerable.Range(0, 4).Select(draw => Worth(WeightNoise.Apply(Network.Layout, Vector, .5, draw, 9)))];
        Assert.Equal(expected, points[1].Values);
        Assert.Equal(expected, threaded[1].Values);
        Assert.Equal(Summary.Of(expected).Mean, points[1].Mean);
        Assert.Equal(Summary.Of(expected).Deviation, points[1].Deviation);
        RobustnessPoint half = NeuronRemoval.Measure(Vector, HiddenLayer.Of(Network), [.5], vector => SilentColumns(vector, "readout/weight", 3).Length, draws: 3)[0];
        Assert.Equal([20, 20, 20], half.Values);
        Assert.Equal(double.NaN, new RobustnessPoint(1, [1, double.NaN]).Mean);
    }

    [Fact]
    public void What_is_no_damage_is_refused()
    {
        IReadOnlyList<HiddenLayer> layers = HiddenLayer.Of(Network);
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => WeightNoise.Measure(Network.Layout, Vector, [0, -1], _ => 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => WeightNoise.Apply(Network.Layout, new float[3], .1));
        Assert.Contains("1.5", Assert.Throws<ArgumentException>(() => NeuronRemoval.Measure(Vector, layers, [1.5], _ => 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => NeuronRemoval.Apply(Vector, [], .1));
        Assert.Throws<ArgumentException>(() => NeuronRemoval.Apply(new float[3], layers, .1));
        Assert.Throws<ArgumentException>(() => NeuronRemoval.Apply(Vector, [new(40, [Network.Layout["hidden1/weight"]])], .1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NeuronRemoval.Measure(Vector, layers, [.5], _ => 0, draws: 0));
    }
}
