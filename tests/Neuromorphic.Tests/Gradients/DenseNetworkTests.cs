using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Expressions;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tests.Policies;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>Multilayer perceptrons whose units come in groups: what gradients see is what a controller plays, and their gradients are right.</summary>
public sealed class DenseNetworkTests
{
    const int Inputs = 3, Outputs = 18; // more than a tile

    public static TheoryData<string, int, int> Networks => new()
    {
        { "tanh", 5, 1 },
        { "relu", 37, 2 },
        { "swish", 16, 1 },
        { "x*sigmoid(P0*x)", 21, 2 },
        { "tanh; sin; P1*gelu(P0(x))", 40, 2 },
        { "P0*sin(P1*x)+P2; relu", 33, 3 },
        { "tanh", 4, 0 },
        { "softmax of tanh; P0*sin(P1*x); relu", 19, 2 },
    };

    static MlpOptions Options(string functions, int width, int layers)
    {
        const string Mixed = "softmax of ";
        bool mixed = functions.StartsWith(Mixed, StringComparison.Ordinal);
        return new()
        {
            Neurons = width,
            Layers = layers,
            Activations = [.. functions[(mixed ? Mixed.Length : 0)..].Split(';').Select(function => Expression.Parse(function.Trim()))],
            Selection = mixed ? UnitSelection.Softmax : UnitSelection.Fixed,
        };
    }

    static double[] Vector(ParameterLayout layout, ulong seed)
    {
        SeededNumbers random = new(seed);
        return [.. layout.InitialVector(9).Select(x => (float)(x + random.Between(-.3, .3))).Select(x => (double)x)];
    }

    /// <summary>Inputs [step][input][member].</summary>
    static float[][][] InputsOf(int steps)
    {
        SeededNumbers random = new(5);
        return [.. Enumerable.Range(0, steps).Select(_ => Enumerable.Range(0, Inputs).Select(_ => Enumerable.Range(0, SequenceGroup.Members).Select(_ => (float)random.Between(-2, 2)).ToArray()).ToArray())];
    }

    /// <summary>Outputs [step][output][member].</summary>
    static double[][][] Forward(SequenceGroup group, double[] vector, float[][][] inputs)
    {
        group.Decode(vector);
        group.Begin(inputs.Length);
        for (int t = 0; t < inputs.Length; t++)
            for (int i = 0; i < Inputs; i++) group.SetInput(t, i, inputs[t][i]);
        group.Forward();
        return [.. inputs.Select((_, t) => Enumerable.Range(0, Outputs).Select(o =>
        {
            double[] values = new double[SequenceGroup.Members];
            group.GetOutput(t, o, values);
            return values;
        }).ToArray())];
    }

    /// <summary>The weight of an output in the loss, which is linear in them.</summary>
    static double Share(int t, int o, int member) => Math.Sin(1 + t + 3 * o + 7 * member);

    static double[] Backward(SequenceGroup group, DenseNetwork network, double[] vector, float[][][] inputs)
    {
        Forward(group, vector, inputs);
        for (int t = 0; t < inputs.Length; t++)
            for (int o = 0; o < Outputs; o++) group.SetOutputGradient(t, o, [.. Enumerable.Range(0, SequenceGroup.Members).Select(member => Share(t, o, member))]);
        double[] sums = new double[network.Layout.Count];
        group.Backward(sums);
        return sums;
    }

    static double Loss(double[][][] outputs)
    {
        double sum = 0;
        for (int t = 0; t < outputs.Length; t++)
            for (int o = 0; o < Outputs; o++)
                for (int member = 0; member < SequenceGroup.Members; member++) sum += Share(t, o, member) * outputs[t][o][member];
        return sum;
    }

    [Theory, MemberData(nameof(Networks))]
    public void Outputs_are_those_of_the_controller_bit_for_bit(string functions, int width, int layers)
    {
        DenseNetwork network = new(Inputs, Outputs, Options(functions, width, layers));
        Policy policy = MlpPolicy.Create(new EnvironmentSpec
        {
            Name = "unbounded",
            Summary = "",
            Source = "",
            ObservationSpace = Box.Uniform(Inputs, -1, 1),
            ActionSpace = Box.Uniform(Outputs, double.NegativeInfinity, double.PositiveInfinity), // actions are the outputs
            StateSize = 1,
            StepLimit = 10,
        }, Options(functions, width, layers));
        Assert.Null(policy.Layout.Difference(network.Layout));
        double[] vector = Vector(network.Layout, 3);
        float[][][] inputs = InputsOf(7);
        foreach (LaneWidth lanes in Enum.GetValues<LaneWidth>())
        {
            double[][][] outputs = Forward(SequenceGroup.Create(network, new(), 9, width: lanes), vector, inputs);
            for (int member = 0; member < SequenceGroup.Members; member += 5)
            {
                double[][] observations = [.. inputs.Select(step => step.Select(input => (double)input[member]).ToArray())];
                double[][] actions = PolicyRunner.Run<Scalar>(policy, [.. vector.Select(x => (float)x)], observations, Outputs);
                for (int t = 0; t < inputs.Length; t++) Assert.Equal(actions[t], outputs[t].Select(output => output[member]));
            }
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void Gradients_are_central_differences(string functions, int width, int layers)
    {
        const double Step = 1e-5;
        DenseNetwork network = new(Inputs, Outputs, Options(functions, width, layers));
        SequenceGroup group = SequenceGroup.CreateReference(network, new(), 4);
        double[] vector = Vector(network.Layout, 8);
        float[][][] inputs = InputsOf(4);
        double[] gradient = Backward(group, network, vector, inputs);
        SearchSpace.Pull(network.Layout, vector, gradient);
        double[] inputGradient = new double[SequenceGroup.Members];
        group.GetInputGradient(2, 1, inputGradient);
        SeededNumbers random = new(1);
        foreach (ParameterSlice slice in network.Layout.Slices)
            for (int trial = 0; trial < 4; trial++)
            {
                int i = slice.Offset + (int)random.Between(0, slice.Count);
                double[] above = [.. vector], below = [.. vector];
                above[i] += Step;
                below[i] -= Step;
                double expected = (Loss(Forward(group, above, inputs)) - Loss(Forward(group, below, inputs))) / (2 * Step);
                Assert.True(Math.Abs(expected - gradient[i]) < 1e-5 * Math.Max(1, Math.Abs(expected)), $"{slice.Name}[{i - slice.Offset}]: {gradient[i]}, differences say {expected}");
            }
        float[][][] moved(double step) => [.. inputs.Select((rows, t) => rows.Select((row, k) => row.Select((x, member) => t == 2 && k == 1 && member == 6 ? (float)(x + step) : x).ToArray()).ToArray())];
        const double Far = 1.0 / 512; // inputs are float32
        double slope = (Loss(Forward(group, vector, moved(Far))) - Loss(Forward(group, vector, moved(-Far)))) / ((double)moved(Far)[2][1][6] - moved(-Far)[2][1][6]);
        Assert.Equal(slope, inputGradient[6], 1e-3 * Math.Max(1, Math.Abs(slope)));
    }

    [Theory, MemberData(nameof(Networks))]
    public void Gradients_have_the_same_bits_in_every_lane_width_and_are_near_float64(string functions, int width, int layers)
    {
        DenseNetwork network = new(Inputs, Outputs, Options(functions, width, layers));
        double[] vector = Vector(network.Layout, 3);
        float[][][] inputs = InputsOf(9);
        double[] reference = Backward(SequenceGroup.CreateReference(network, new(), 9), network, vector, inputs);
        double[] expected = Backward(SequenceGroup.Create(network, new(), 12, width: LaneWidth.Scalar), network, vector, inputs);
        foreach (LaneWidth lanes in (LaneWidth[])[LaneWidth.Lanes8, LaneWidth.Lanes16]) Assert.Equal(expected, Backward(SequenceGroup.Create(network, new(), 9, width: lanes), network, vector, inputs));
        double scale = reference.Max(Math.Abs);
        for (int i = 0; i < reference.Length; i++) Assert.Equal(reference[i], expected[i], 1e-5 * scale);
    }

    [Fact]
    public void A_batch_has_the_same_gradient_on_any_number_of_threads()
    {
        DenseNetwork network = new(Inputs, Outputs, Options("P0*sin(P1*x); tanh", 30, 2));
        double[] vector = Vector(network.Layout, 3);
        float[][][] inputs = InputsOf(4);
        double[] Gradient(int threads) => new BatchGradient(network, new(), 4, threads).Run(vector, 100, (group, first, count) =>
        {
            group.Begin(4);
            for (int t = 0; t < 4; t++)
                for (int i = 0; i < Inputs; i++) group.SetInput(t, i, [.. inputs[t][i].Select(x => x + first)]);
            group.Forward();
            for (int t = 0; t < 4; t++)
                for (int o = 0; o < Outputs; o++) group.SetOutputGradient(t, o, [.. Enumerable.Range(0, SequenceGroup.Members).Select(member => member < count ? Share(t, o, first + member) : 0)]);
        }).ToArray();
        double[] one = Gradient(1);
        Assert.Equal(one, Gradient(3));
        Assert.Equal(one, Gradient(16));
    }

    [Theory]
    [InlineData("x+x1", "activation is 'x + x1', a function of 2 inputs; allowed: a function of x.")]
    public void An_activation_of_more_than_x_is_refused(string formula, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new DenseNetwork(2, 2, Options(formula, 4, 1))).Message);

    [Fact]
    public void Numbers_of_a_unit_have_no_gap() =>
        Assert.Equal("activation is 'P3*x + P0', which has P3 but not P1; numbers of a unit are P0, P1, ... without a gap.", Assert.Throws<ArgumentException>(() => new DenseNetwork(2, 2, Options("P3*x + P0", 4, 1))).Message);

    [Fact]
    public void Choices_that_are_drawn_have_no_gradient()
    {
        RunConfiguration configuration = ClassicEnvironments.Configure("cartpole", [new("method", "bptt"), new("policy", "mlp"), new("activation", "tanh; sin"), new("selection", "gumbel")]);
        Assert.Equal("bptt cannot train hidden1/gumbel, which is decoded without a gradient; allowed with mlp: --selection fixed, softmax.",
            Assert.Throws<ArgumentException>(() => TrainingRun.Create(configuration, configuration.CreateEnvironment(), 1)).Message);
    }

    [Fact]
    public void Where_nothing_is_drawn_a_choice_goes_forward()
    {
        MlpOptions options = Options("tanh; P0*sin(x); relu", 9, 2) with { Selection = UnitSelection.Gumbel };
        DenseNetwork network = new(Inputs, Outputs, options);
        double[] vector = Vector(network.Layout, 3);
        float[][][] inputs = InputsOf(3);
        Assert.NotEqual(Forward(SequenceGroup.Create(network, new(), 3), Vector(network.Layout, 4), inputs)[0][0], Forward(SequenceGroup.Create(network, new(), 3), vector, inputs)[0][0]);
        Assert.Equal(Forward(SequenceGroup.Create(network, new(), 3, width: LaneWidth.Scalar), vector, inputs)[2][1], Forward(SequenceGroup.Create(network, new(), 3), vector, inputs)[2][1]);
    }

    [Theory]
    [InlineData(UnitSelection.Softmax, "softmax"), InlineData(UnitSelection.Gumbel, "gumbel")]
    public void A_choice_of_one_is_refused(UnitSelection selection, string name) =>
        Assert.Equal($"selection is {name}, and activation the single function sin; allowed: fixed, or several functions joined by ;.",
            Assert.Throws<ArgumentException>(() => MlpPolicy.Create(new CartPole().Spec, Options("sin", 4, 1) with { Selection = selection })).Message);

    [Fact]
    public void More_functions_than_units_are_refused() =>
        Assert.Equal("activation has 3 functions for 2 units; allowed are 1 to 2.", Assert.Throws<ArgumentException>(() => new DenseNetwork(2, 2, Options("tanh; sin; relu", 2, 1))).Message);
}
