using Neuromorphic.Environments;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Tests.Neurons;
using Neuromorphic.Tests.Policies;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>What a group trains is what a controller plays: the same layout and vector give the same outputs, bit for bit.</summary>
public sealed class ForwardParityTests
{
    const int Inputs = 3, Outputs = 18; // more than a tile
    const double Small = 2e-4;

    [Theory, MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void Outputs_are_those_of_the_spiking_controller(string neuron)
    {
        foreach (int neurons in (int[])[5, 16, 37, 128])
            foreach (int subSteps in (int[])[1, 4])
                foreach (Readout readout in Enum.GetValues<Readout>())
                    foreach (int steps in (int[])[7, 8])
                        Compare(neuron, steps, new() { Neurons = neurons, SubSteps = subSteps, Readout = readout, Condition = (Condition)(neurons % 3), Neuron = new() { Integration = (Integration)(steps % 2) } });
    }

    [Theory, MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void Outputs_are_those_of_a_controller_of_several_layers(string neuron)
    {
        foreach (int layers in (int[])[1, 3])
            foreach (bool recurrent in (bool[])[false, true])
                foreach (int subSteps in (int[])[1, 3])
                    if (layers > 1 || recurrent)
                        Compare(neuron, 7, new()
                        {
                            Neurons = 21,
                            MoreLayers = [.. Enumerable.Repeat(21, layers - 1)],
                            Recurrent = recurrent,
                            SubSteps = subSteps,
                            InputScale = 4,
                            Readout = recurrent ? Readout.LeakyIntegrator : Readout.Spikes,
                            Condition = (Condition)((layers + subSteps) % 3),
                        });
    }

    static void Compare(string neuron, int steps, SpikingPolicyOptions options)
    {
        SequenceTrial trial = new(SpikingNetwork.Create(neuron, Inputs, Outputs, options), steps, seed: 4);
        // Actions are hyperbolic tangents of outputs; those of small outputs are the outputs.
        foreach (ref double weight in trial.Vector.AsSpan(trial.Network.Layout[SpikingPolicy.ReadoutWeight].Offset, trial.Network.Layout[SpikingPolicy.ReadoutWeight].Count)) weight = (float)(2e-5 * weight);
        double[][][] outputs = trial.Forward(SequenceGroup.Create(trial.Network, new(), steps + 3), trial.Vector, trial.Inputs);

        Policy policy = SpikingPolicy.Create(neuron, Spec, options);
        Assert.Null(policy.Layout.Difference(trial.Network.Layout));
        float[] vector = [.. trial.Vector.Select(x => (float)x)];
        int silent = 0;
        for (int member = 0; member < SequenceGroup.Members; member++)
        {
            double[][] observations = [.. trial.Inputs.Select(step => step.Select(input => (double)input[member]).ToArray())];
            double[][] actions = PolicyRunner.Run<Scalar>(policy, vector, observations, Outputs);
            for (int t = 0; t < steps; t++)
                for (int o = 0; o < Outputs; o++)
                {
                    Assert.InRange(Math.Abs(outputs[t][o][member]), 0, Small);
                    Assert.Equal(outputs[t][o][member], actions[t][o]);
                    if (actions[t][o] == 0) silent++;
                }
        }
        Assert.True(silent < .75 * steps * Outputs * SequenceGroup.Members, "hardly any neuron fires");
    }

    [Fact]
    public void Hyperbolic_tangents_of_small_outputs_are_the_outputs()
    {
        SeededNumbers random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            float y = (float)random.Between(-Small, Small);
            Assert.Equal(y, Scalar.Lane(Scalar.Tanh(y), 0));
        }
    }

    static EnvironmentSpec Spec { get; } = new()
    {
        Name = "none",
        Summary = "",
        Source = "",
        ObservationSpace = Box.Uniform(Inputs, -10, 10),
        ActionSpace = Box.Uniform(Outputs, -1, 1),
        StateSize = 0,
        StepLimit = 8,
    };
}
