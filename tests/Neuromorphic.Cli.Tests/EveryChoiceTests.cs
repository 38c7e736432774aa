using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Storage;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>Everything that the lists offer trains from the command line.</summary>
[Collection(ThisProcess.Collection)]
public sealed class EveryChoiceTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    public static TheoryData<string> Strategies => [.. StrategyRegistry.All.Names];
    public static TheoryData<string> Neurons => [.. NeuronRegistry.Names];
    public static TheoryData<string> Environments => [.. EnvironmentRegistry.All.Names.Except(DataCatalog.All.Select(entry => entry.Name))]; // images: ImageTrainingTests

    [Theory, MemberData(nameof(Strategies))]
    public void Every_strategy_trains(string strategy) => Assert.Equal(strategy, Moved($"--strategy {strategy}").State.StrategyName);

    [Theory, MemberData(nameof(Neurons))]
    public void Every_neuron_model_trains(string neuron) => Assert.Equal(neuron, Moved($"--neuron {neuron}").Configuration.PolicyOptions.Get(SpikingSettings.Neuron));

    [Theory, MemberData(nameof(Environments))]
    public void Every_environment_trains(string environment) => Assert.Equal(environment, Train(environment, "--generations 1", 1).Configuration.Environment);

    [Theory, MemberData(nameof(Environments))]
    public void Every_environment_has_a_preset_for_gradients_and_trains(string environment)
    {
        RunConfiguration configuration = Settings.Configure(environment, [new("method", "bptt"), new("neurons", "8"), new("batch", "8"), new("evaluate-every", "0"), .. IsOfExamples(environment) ? Array.Empty<KeyValuePair<string, string>>() : [new("step-limit", "30")]]);
        TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), threads: 1);
        GenerationReport report = run.Trainer.RunGeneration();
        Assert.True(report is { Failed: 0, Steps: > 0 } && double.IsFinite(report.Mean));
        TrainingState state = run.Trainer.State;
        Assert.True(state.Mean.Zip(state.Initial).Count(pair => pair.First != pair.Second) > .8 * state.Layout.TrainedCount);
    }

    static bool IsOfExamples(string environment) => EnvironmentRegistry.All.Find(environment).Describe(OptionSet.None).Learned != LearnedFrom.Rewards;

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
        bool gradients = options.Contains(GradientTrainer.Bptt, StringComparison.Ordinal);
        string sizes = gradients ? Configurations.Short : Configurations.Tiny;
        if (IsOfExamples(environment)) sizes = sizes.Replace("--step-limit 30 ", "", StringComparison.Ordinal); // it has no episodes to cut
        here.Succeed($"train {environment} {sizes} {options} --out a");
        Checkpoint checkpoint = CheckpointFile.Read(here.At("a", "checkpoint.msgpack"));
        Assert.Equal(generations, checkpoint.State.History.Count);
        Assert.All(checkpoint.State.History, report => Assert.True(report is { Failed: 0, Steps: > 0 } && double.IsFinite(report.Mean)));
        return checkpoint;
    }
}
