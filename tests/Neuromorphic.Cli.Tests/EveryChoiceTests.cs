using Neuromorphic.Evolution;
using Neuromorphic.Neurons;
using Neuromorphic.Storage;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>Everything that the lists offer trains from the command line.</summary>
public sealed class EveryChoiceTests : IDisposable
{
    readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    public static TheoryData<string> Strategies => [.. StrategyRegistry.Names];
    public static TheoryData<string> Neurons => [.. NeuronRegistry.Names];
    public static TheoryData<string> Environments => [.. Tasks.Names];

    [Theory, MemberData(nameof(Strategies))]
    public void Every_strategy_trains(string strategy) => Assert.Equal(strategy, Moved($"--strategy {strategy}").State.StrategyName);

    [Theory, MemberData(nameof(Neurons))]
    public void Every_neuron_model_trains(string neuron) => Assert.Equal(neuron, Moved($"--neuron {neuron}").Configuration.Neuron);

    [Theory, MemberData(nameof(Environments))]
    public void Every_environment_trains(string environment) => Assert.Equal(environment, Train(environment, "--generations 1", 1).Configuration.Environment);

    [Fact]
    public void A_multilayer_perceptron_trains_and_draws_no_spikes()
    {
        Assert.Equal("mlp", Moved("--policy mlp").Configuration.Policy);
        Assert.True(File.Exists(here.At("a", "learning-curve.png")));
        Assert.False(File.Exists(here.At("a", "raster.png")));
    }

    /// <summary>CartPole after two generations: every trained number has moved away from the start.</summary>
    Checkpoint Moved(string options)
    {
        Checkpoint checkpoint = Train("cartpole", $"{options} --generations 2", 2);
        TrainingState state = checkpoint.State;
        Assert.Equal(state.Layout.TrainedCount, state.Mean.Zip(state.Initial).Count(pair => pair.First != pair.Second));
        return checkpoint;
    }

    Checkpoint Train(string environment, string options, int generations)
    {
        here.Succeed($"train {environment} {Configurations.Tiny} {options} --out a");
        Checkpoint checkpoint = CheckpointFile.Read(here.At("a", "checkpoint.msgpack"));
        Assert.Equal(generations, checkpoint.State.History.Count);
        Assert.All(checkpoint.State.History, report => Assert.True(report is { Failed: 0, Steps: > 0 } && double.IsFinite(report.Mean)));
        return checkpoint;
    }
}
