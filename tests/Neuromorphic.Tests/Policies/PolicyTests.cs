using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Policies;

/// <summary>Kernels of controllers against references that are written down from the equations.</summary>
public class PolicyTests
{
    const int Steps = 40;

    static EnvironmentSpec Spec(int observations, Space actions) => new()
    {
        Name = "none",
        Summary = "",
        Source = "",
        ObservationSpace = Box.Uniform(observations, -10, 10),
        ActionSpace = actions,
        StateSize = 0,
        StepLimit = Steps,
    };

    static double[][] Observations(int count, ulong seed)
    {
        var random = new SeededNumbers(seed);
        return [.. Enumerable.Range(0, Steps).Select(_ => Enumerable.Range(0, count).Select(_ => (double)(float)(2 * random.Normal())).ToArray())];
    }

    /// <summary>The initial vector with every neuron its own parameters.</summary>
    static float[] Heterogeneous(Policy policy, ulong seed)
    {
        float[] vector = policy.Layout.InitialVector(seed);
        var random = new SeededNumbers(seed);
        foreach (ParameterSlice slice in policy.Layout.Slices)
            for (int i = 0; i < slice.Count && slice.Name.StartsWith("hidden/", StringComparison.Ordinal) && slice.Block == "neurons"; i++)
                vector[slice.Offset + i] += (float)(.4 * random.Normal());
        return vector;
    }

    [Theory]
    [InlineData(27, 64, 8, 1, Readout.Spikes, Condition.Neuron, Integration.Euler)]
    [InlineData(27, 64, 8, 3, Readout.Spikes, Condition.Both, Integration.Euler)]
    [InlineData(27, 64, 8, 1, Readout.LeakyIntegrator, Condition.Weight, Integration.ExponentialEuler)]
    [InlineData(27, 64, 8, 4, Readout.LeakyIntegrator, Condition.Neuron, Integration.ExponentialEuler)]
    [InlineData(3, 1, 1, 1, Readout.Spikes, Condition.Both, Integration.Euler)]
    [InlineData(1, 130, 3, 2, Readout.LeakyIntegrator, Condition.Weight, Integration.Euler)]
    [InlineData(4, 67, 5, 1, Readout.Spikes, Condition.Weight, Integration.Euler)]
    public void A_spiking_network_is_the_plain_one(int observations, int neurons, int outputs, int subSteps, Readout readout, Condition condition, Integration integration)
    {
        EnvironmentSpec spec = Spec(observations, Box.Uniform(outputs, -1, 1));
        Policy policy = SpikingPolicy.Create("lif", spec, new() { Neurons = neurons, SubSteps = subSteps, Readout = readout, Condition = condition, Neuron = new() { Integration = integration } });
        // A seed under which no potential comes so near to its threshold that float32 could decide otherwise.
        for (ulong seed = 1; ; seed++)
        {
            Assert.True(seed < 20, "no seed keeps potentials away from thresholds");
            float[] vector = Heterogeneous(policy, seed);
            double[][] seen = Observations(observations, seed);
            SpikingReference reference = new(policy.Layout, vector, neurons, observations, outputs, subSteps, readout, integration == Integration.ExponentialEuler);
            double[][] expected = [.. seen.Select(row => reference.Step(row).Select(Math.Tanh).ToArray())];
            if (reference.Margin < 5e-6) continue;
            Recording recording = new(neurons);
            double[][] single = PolicyRunner.Run<Scalar>(policy, vector, seen, outputs, recording), twice = PolicyRunner.Run<Scalar64>(policy, vector, seen, outputs);
            for (int step = 0; step < Steps; step++)
                for (int o = 0; o < outputs; o++)
                {
                    Assert.Equal(expected[step][o], single[step][o], 3e-6);
                    Assert.Equal(expected[step][o], twice[step][o], 3e-6); // what members share is decoded in float32
                }
            Assert.Equal(Steps * subSteps, recording.Spikes.Count);
            for (int row = 0; row < recording.Spikes.Count; row++)
            {
                Assert.Equal(reference.Spikes[row], recording.Spikes[row].Select(x => (double)x));
                for (int n = 0; n < neurons; n++) Assert.Equal(reference.Potentials[row][n], recording.Potentials[row][n], 2e-5);
            }
            for (int n = 0; n < neurons; n++) Assert.Equal(reference.Spikes.Average(row => row[n]), recording.Rates()[n], 1e-12);
            Assert.True(neurons < 10 || recording.Rates().Count(rate => rate > 0) >= neurons / 2, "at least half of the neurons fire");
            Assert.Equal(single, PolicyRunner.Run<Lanes8>(policy, vector, seen, outputs, lane: 5));
            Assert.Equal(single, PolicyRunner.Run<Lanes16>(policy, vector, seen, outputs, lane: 15));
            return;
        }
    }

    [Fact]
    public void A_recording_of_chosen_neurons_is_part_of_the_whole()
    {
        Policy policy = SpikingPolicy.Create("adaptive-lif", Spec(5, new Discrete(3)), new() { Neurons = 70, SubSteps = 2 });
        float[] vector = Heterogeneous(policy, 4);
        double[][] seen = Observations(5, 4);
        Recording all = new(70), some = new(70, [66, 2]);
        PolicyRunner.Run<Scalar>(policy, vector, seen, 1, all);
        PolicyRunner.Run<Scalar>(policy, vector, seen, 1, some);
        Assert.Equal(2 * Steps, some.Spikes.Count);
        for (int row = 0; row < some.Spikes.Count; row++)
        {
            Assert.Equal([all.Spikes[row][66], all.Spikes[row][2]], some.Spikes[row]);
            Assert.Equal([all.Potentials[row][66], all.Potentials[row][2]], some.Potentials[row]);
        }
        Assert.Contains(all.Rates(), rate => rate is > .05 and < .95);
    }

    [Theory]
    [InlineData(27, 64, 2, 8, "tanh")]
    [InlineData(4, 13, 1, 3, "relu")]
    [InlineData(4, 1, 0, 2, "tanh")]
    [InlineData(3, 1, 3, 1, "tanh")]
    [InlineData(3, 6, 5, 2, "relu")]
    [InlineData(5, 19, 2, 3, "tanh; relu")]
    public void A_multilayer_perceptron_is_the_plain_one(int observations, int width, int layers, int outputs, string activations)
    {
        string[] functions = activations.Split("; ");
        Policy policy = MlpPolicy.Create(Spec(observations, Box.Uniform(outputs, -1, 1)), new() { Neurons = width, Layers = layers, Activations = [.. functions.Select(function => Expression.Parse(function))] });
        float[] vector = policy.Layout.InitialVector(6);
        var random = new SeededNumbers(6);
        for (int i = 0; i < vector.Length; i++) vector[i] += (float)(.1 * random.Normal()); // biases begin at zero
        double[][] seen = Observations(observations, 6);
        Recording recording = new(policy.Neurons);
        double[][] single = PolicyRunner.Run<Scalar>(policy, vector, seen, outputs, recording), twice = PolicyRunner.Run<Scalar64>(policy, vector, seen, outputs);
        for (int step = 0; step < Steps; step++)
        {
            double[] h = seen[step];
            for (int layer = 1; layer <= layers + 1; layer++)
            {
                string name = layer <= layers ? $"hidden{layer}" : "readout";
                double[] weight = policy.Layout.Values(name + "/weight", vector), bias = policy.Layout.Values(name + "/bias", vector), x = h;
                h = [.. bias.Select((b, row) => b + x.Select((value, column) => value * weight[row * x.Length + column]).Sum())];
                h = [.. h.Select((value, unit) => layer > layers || functions[unit < width / functions.Length ? 0 : ^1] == "tanh" ? Math.Tanh(value) : Math.Max(0, value))];
                for (int i = 0; i < width && layer <= layers; i++) Assert.Equal(h[i], recording.Potentials[step][(layer - 1) * width + i], 1e-5);
            }
            for (int o = 0; o < outputs; o++)
            {
                Assert.Equal(h[o], single[step][o], 1e-5);
                Assert.Equal(h[o], twice[step][o], 1e-12);
            }
        }
        Assert.Equal(single, PolicyRunner.Run<Lanes16>(policy, vector, seen, outputs, lane: 9));
    }

    [Theory]
    [InlineData(new double[] { 1, 3, 3, 2 }, 1)]
    [InlineData(new double[] { -5, -5, -5 }, 0)]
    [InlineData(new double[] { -3, -2, -1 }, 2)]
    [InlineData(new double[] { 0 }, 0)]
    public void A_discrete_action_is_the_first_of_the_largest_outputs(double[] outputs, int expected)
    {
        Check<Scalar>();
        Check<Scalar64>();
        Check<Lanes16>();

        void Check<R>() where R : unmanaged, IReal<R>
        {
            ActionHead head = new(new Discrete(outputs.Length));
            Assert.Equal(outputs.Length, head.Outputs);
            ArrayBuffer<R> buffer = new([7.0, .. outputs.Select(x => (R)x)]), action = new(1);
            head.Act<R, ArrayBuffer<R>>(buffer, 1, action);
            Assert.Equal(expected, R.Lane(action[0], R.Width - 1));
        }
    }

    [Fact]
    public void Actions_of_a_box_are_hyperbolic_tangents()
    {
        ActionHead head = new(Box.Uniform(3, -2, 5));
        ArrayBuffer<Scalar64> outputs = new([-2.0, .1, 30.0]), action = new(3);
        head.Act<Scalar64, ArrayBuffer<Scalar64>>(outputs, 0, action);
        Assert.Equal([Math.Tanh(-2), Math.Tanh(.1), 1], action.Items.ToArray().Select(x => x.Value));
    }

    [Fact]
    public void Actions_of_a_box_without_bounds_are_the_outputs()
    {
        ActionHead head = new(Box.Uniform(2, double.NegativeInfinity, double.PositiveInfinity));
        ArrayBuffer<Scalar64> outputs = new([-2.5, 30.0]), action = new(2);
        head.Act<Scalar64, ArrayBuffer<Scalar64>>(outputs, 0, action);
        Assert.Equal([-2.5, 30], action.Items.ToArray().Select(x => x.Value));
        string message = Assert.Throws<ArgumentException>(() => new ActionHead(new Box([0, double.NegativeInfinity], [1, 1]))).Message;
        Assert.StartsWith("The box of actions has 3 finite bounds of 4; allowed: all finite", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_product_is_right_for_all_rows_and_columns()
    {
        var random = new SeededNumbers(8);
        for (int rows = 0; rows <= 19; rows++)
            for (int columns = 0; columns <= 5; columns++)
            {
                int stride = columns + rows % 3;
                double[] w = [.. Enumerable.Range(0, 2 + rows * stride + columns).Select(_ => random.Normal())], x = [.. Enumerable.Range(0, 3 + columns).Select(_ => random.Normal())];
                double[] y = [.. Enumerable.Range(0, 1 + rows + 2).Select(_ => random.Normal())], expected = [.. y];
                for (int r = 0; r < rows; r++)
                    for (int c = 0; c < columns; c++) expected[1 + r] += w[2 + r * stride + c] * x[3 + c];
                ArrayBuffer<Scalar64> result = Buffer<Scalar64>(y);
                Dense.MultiplyAdd<Scalar64, ArrayBuffer<Scalar64>, ArrayBuffer<Scalar64>>(Buffer<Scalar64>(w), 2, stride, Buffer<Scalar64>(x), 3, columns, result, 1, rows);
                for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], result[i].Value, 1e-13); // the neighbours before and after untouched
                ArrayBuffer<Scalar> scalar = Buffer<Scalar>(y);
                ArrayBuffer<Lanes16> sixteen = Buffer<Lanes16>(y);
                Dense.MultiplyAdd<Scalar, ArrayBuffer<Scalar>, ArrayBuffer<Scalar>>(Buffer<Scalar>(w), 2, stride, Buffer<Scalar>(x), 3, columns, scalar, 1, rows);
                Dense.MultiplyAdd<Lanes16, ArrayBuffer<Lanes16>, ArrayBuffer<Lanes16>>(Buffer<Lanes16>(w), 2, stride, Buffer<Lanes16>(x), 3, columns, sixteen, 1, rows);
                for (int i = 0; i < y.Length; i++) Assert.Equal((double)scalar[i].Value, Lanes16.Lane(sixteen[i], 11));
            }

        static ArrayBuffer<R> Buffer<R>(double[] values) where R : unmanaged, IReal<R> => new([.. values.Select(value => (R)value)]);
    }
}
