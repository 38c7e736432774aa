using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tests.Policies;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>A kernel that is recorded: outputs of the controller bit for bit, and the gradients that networks have which were written for them.</summary>
public sealed class RecordedNetworkTests
{
    const int Inputs = 3, Outputs = 2, Steps = 11;

    static readonly EnvironmentSpec Task = new()
    {
        Name = "unbounded",
        Summary = "",
        Source = "",
        ObservationSpace = Box.Uniform(Inputs, -1, 1),
        ActionSpace = Box.Uniform(Outputs, double.NegativeInfinity, double.PositiveInfinity), // actions are the outputs
        StateSize = 1,
        StepLimit = 10,
    };

    static MlpOptions Perceptron { get; } = new() { Neurons = 9, Layers = 2, Activations = [Expression.Parse("tanh(x)"), Expression.Parse("P0*sin(P1*x)")] };

    /// <summary>Networks that have an adjoint of their own, and their kernels recorded.</summary>
    static (Policy Policy, IGradientModel Written) Pair(string name)
    {
        if (name == "mlp") return (MlpPolicy.Create(Task, Perceptron), new DenseNetwork(Inputs, Outputs, Perceptron));
        string[] parts = name.Split(' ');
        SpikingPolicyOptions options = new()
        {
            Neurons = 12,
            Condition = Condition.Both,
            SubSteps = parts.Contains("sub-steps") ? 3 : 1,
            Recurrent = parts.Contains("recurrent"),
            MoreLayers = parts.Contains("layers") ? [12] : [],
            Readout = parts.Contains("leaky") ? Readout.LeakyIntegrator : Readout.Spikes,
        };
        return (SpikingPolicy.Create(parts[0], Task, options), SpikingNetwork.Create(parts[0], Inputs, Outputs, options));
    }

    public static TheoryNames Names => ["mlp", "lif", "lif leaky sub-steps", "lif recurrent", "adaptive-lif layers", "lif-ternary", "current-lif leaky", "refractory-lif"];

    [Theory, MemberData(nameof(Names))]
    public void Outputs_are_those_of_the_controller_bit_for_bit(string name)
    {
        (Policy policy, IGradientModel written) = Pair(name);
        Assert.Null(policy.Layout.Difference(written.Layout));
        SequenceTrial trial = new(written, Steps, 3);
        foreach (LaneWidth lanes in Enum.GetValues<LaneWidth>())
        {
            double[][][] outputs = trial.Forward(SequenceGroup.Create(new RecordedNetwork(policy), new(), Steps + 2, width: lanes), trial.Vector, trial.Inputs);
            for (int member = 0; member < SequenceGroup.Members; member += 5)
            {
                double[][] observations = [.. trial.Inputs.Select(step => step.Select(input => (double)input[member]).ToArray())];
                double[][] actions = PolicyRunner.Run<Scalar>(policy, [.. trial.Vector.Select(x => (float)x)], observations, Outputs);
                for (int t = 0; t < Steps; t++) Assert.Equal(actions[t], outputs[t].Select(output => output[member]));
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_are_those_of_the_network_that_was_written(string name)
    {
        (Policy policy, IGradientModel written) = Pair(name);
        SequenceTrial trial = new(written, Steps, 3);
        foreach (GradientOptions options in (GradientOptions[])[new(), new() { Reset = ResetGradient.Attached, Surrogate = "sigmoid" }, new() { Truncation = 4 }])
            foreach (StepRelation relation in written.AllowsIndependentSteps ? Enum.GetValues<StepRelation>() : [StepRelation.Consecutive])
            {
                SequenceResult expected = trial.Run(SequenceGroup.CreateReference(written, options, Steps, relation)), found = trial.Run(SequenceGroup.CreateReference(new RecordedNetwork(policy), options, Steps, relation));
                double scale = expected.Sums.Max(Math.Abs);
                Assert.True(scale > .1);
                Assert.Equal(trial.Loss(expected.Outputs), trial.Loss(found.Outputs), 1e-9);
                foreach (ParameterSlice slice in written.Layout.Slices.Where(slice => slice.Trained))
                    for (int i = slice.Offset; i < slice.Offset + slice.Count; i++)
                        Assert.True(Math.Abs(expected.Sums[i] - found.Sums[i]) <= 1e-10 * scale, $"{relation}, {options}, {slice.Name}[{i - slice.Offset}]: {found.Sums[i]}, expected {expected.Sums[i]}");
                for (int t = 0; t < Steps; t++)
                    for (int i = 0; i < Inputs; i++)
                        for (int m = 0; m < SequenceGroup.Members; m++) Assert.Equal(expected.InputGradients![t][i][m], found.InputGradients![t][i][m], 1e-10 * scale);
            }
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_have_the_same_bits_in_every_lane_width_and_are_near_float64(string name)
    {
        (Policy policy, IGradientModel written) = Pair(name);
        SequenceTrial trial = new(written, Steps, 3);
        RecordedNetwork network = new(policy);
        foreach (StepRelation relation in Enum.GetValues<StepRelation>())
        {
            double[] reference = trial.Run(SequenceGroup.CreateReference(network, new(), Steps, relation)).Sums;
            double[] expected = trial.Run(SequenceGroup.Create(network, new(), Steps + 3, relation: relation, width: LaneWidth.Scalar), inputGradients: false).Sums;
            foreach (LaneWidth lanes in (LaneWidth[])[LaneWidth.Lanes8, LaneWidth.Lanes16])
                Assert.Equal(expected, trial.Run(SequenceGroup.Create(network, new(), Steps, relation: relation, width: lanes), inputGradients: false).Sums);
            double scale = reference.Max(Math.Abs);
            if (name == "mlp") // spikes of float32 come at other steps now and then
                for (int i = 0; i < reference.Length; i++) Assert.Equal(reference[i], expected[i], 1e-5 * scale);
        }
    }

    [Fact]
    public void Siblings_have_sequences_of_their_own_and_the_same_numbers()
    {
        SequenceTrial trial = new(new DenseNetwork(Inputs, Outputs, Perceptron), Steps, 3);
        SequenceGroup group = SequenceGroup.Create(new RecordedNetwork(MlpPolicy.Create(Task, Perceptron)), new(), Steps), sibling = group.Sibling();
        double[] expected = trial.Run(group, inputGradients: false).Sums;
        sibling.Begin(Steps);
        for (int t = 0; t < Steps; t++)
            for (int i = 0; i < Inputs; i++) sibling.SetInput(t, i, trial.Inputs[t][i]);
        sibling.Forward();
        for (int t = 0; t < Steps; t++)
            for (int o = 0; o < Outputs; o++) sibling.SetOutputGradient(t, o, trial.OutputGradients[t][o]);
        double[] found = new double[expected.Length];
        sibling.Backward(found);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Gradients_are_exact_where_nothing_spikes()
    {
        Assert.True(new RecordedNetwork(Pair("mlp").Policy).IsExact);
        Assert.False(new RecordedNetwork(Pair("lif").Policy).IsExact);
    }

    [Fact]
    public void What_cannot_be_recorded_is_named()
    {
        Policy policy = new("decisive", new([new() { Name = "weight", Shape = [1], Block = "all", Initial = 1, Trained = true }]), new Decisive(), 0, Inputs, Task.ActionSpace);
        Assert.Equal("The policy decisive has no gradients: Any cannot be recorded.", Assert.Throws<ArgumentException>(() => new RecordedNetwork(policy)).Message);
    }

    [Fact]
    public void Too_many_numbers_are_named()
    {
        Policy policy = MlpPolicy.Create(Task, Perceptron with { Neurons = 1000 });
        Assert.Equal("The policy mlp has no gradients: its 1,009,002 numbers are more than the 500,000 up to which kernels are recorded.", Assert.Throws<ArgumentException>(() => new RecordedNetwork(policy)).Message);
    }

    /// <summary>A kernel whose program depends on a number.</summary>
    readonly struct Decisive : IPolicyKernel
    {
        public int StateSize => RecordedNetworkTests.Outputs;
        public int Outputs => 0;

        public void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
        {
        }

        public void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
            where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam =>
            state[0] = R.Any(observation[0] > 0.0) ? parameters.PerMember[0] : observation[0];
    }
}
