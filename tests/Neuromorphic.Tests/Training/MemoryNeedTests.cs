using Neuromorphic.Envs;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>What a training needs is known from its sizes, before any of it is asked for.</summary>
public class MemoryNeedTests
{
    static CartPole CartPole => default;

    [Fact]
    public void What_does_not_fit_is_refused_with_both_numbers()
    {
        TrainingMemory.Require(12e9, 12e9);
        Assert.Equal("The training needs 16.0 GB of memory, 12.0 GB are free; choose fewer neurons, layers, members, episodes, steps or threads.", Assert.Throws<InsufficientMemoryException>(() => TrainingMemory.Require(16e9, 12e9)).Message);
        Assert.StartsWith("The training needs 20 MB of memory, 0 MB are free;", Assert.Throws<InsufficientMemoryException>(() => TrainingMemory.Require(2e7, 0)).Message, StringComparison.Ordinal);
        Assert.InRange(TrainingMemory.Free, 1e6, 1e15);
    }

    static RunConfiguration Configuration(params (string, object)[] settings) => new RunConfiguration { Environment = "cartpole" }.With(settings);

    static double Of(RunConfiguration configuration, int threads = 2) =>
        TrainingMemory.Of(configuration, CartPole.Spec, TrainingRun.CreatePolicy(configuration, CartPole.Spec), new(() => PolicyRegistry.All.Find(configuration.Policy).Network(CartPole.Spec, configuration.PolicyOptions)), threads, LaneWidth.Lanes16, task: null);

    [Fact]
    public void More_of_anything_needs_more()
    {
        double least = Of(Configuration(("neurons", 1000)));
        Assert.InRange(least, 1e6, 5e6);
        Assert.InRange(Of(Configuration(("neurons", 100_000))), 90 * least, 100 * least);
        Assert.InRange(Of(Configuration(("neurons", 1000)), threads: 8), least + 3e6, 6 * least);
        Assert.InRange(Of(Configuration(("neurons", 1000), ("population", 1_000_000), ("episodes", 100))), 2.4e9, 2.5e9);
        Assert.InRange(Of(Configuration(("neurons", 500), ("strategy", "cma-es"))), 1.5 * 2000 * 2000 * 8 * 3, 1.7 * 2000 * 2000 * 8 * 3);
        double gradients = Of(Configuration(("neurons", 1000), ("method", "bptt"), ("step-limit", 100)));
        Assert.InRange(Of(Configuration(("neurons", 1000), ("method", "bptt"), ("step-limit", 10_000))), 50 * gradients, 101 * gradients);
        Assert.InRange(Of(Configuration(("neurons", 1000), ("method", "bptt"), ("step-limit", 100), ("advantage", "critic"))), 1.5 * gradients, 2.5 * gradients);
    }

    [Fact]
    public void Nothing_is_asked_for_before_it_is_known_to_fit()
    {
        foreach ((string, object)[] huge in new (string, object)[][] { [("neurons", 100_000_000)], [("neurons", 430_000_000)], [("neurons", int.MaxValue)], [("policy", "mlp"), ("neurons", 65536)], [("method", "bptt"), ("step-limit", int.MaxValue)], [("population", 10_000_000), ("episodes", int.MaxValue)] })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Exception e = Assert.ThrowsAny<Exception>(() => TrainingRun.Create(Configuration(huge), CartPole, threads: 2));
            Assert.True(e is ArgumentException or InsufficientMemoryException, $"{e}"); // more than there can be, more than there is
            Assert.Matches("choose fewer|Choose fewer", e.Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
        }
    }

    [Theory]
    [InlineData(64, 1, false, 1, 0), InlineData(256, 1, false, 4, 0), InlineData(64, 3, false, 2, 0), InlineData(48, 1, true, 2, 0), InlineData(48, 2, true, 1, 0), InlineData(64, 1, false, 1, 10), InlineData(300, 2, false, 70, 0)]
    public void A_group_of_sequences_is_as_large_as_foretold(int neurons, int layers, bool recurrent, int subSteps, int window)
    {
        SpikingNetwork network = SpikingNetwork.Create("lif", 5, 3, new() { Neurons = neurons, MoreLayers = [.. Enumerable.Repeat(neurons, layers - 1)], Recurrent = recurrent, SubSteps = subSteps });
        GradientOptions options = new() { Window = window };
        const int Steps = 40;
        long bytes = SequenceGroup.Create(network, options, Steps, width: LaneWidth.Lanes8).Bytes;
        Assert.InRange(network.BytesOf(options, Steps), .9 * bytes, 1.25 * bytes);
    }

    [Fact]
    public void A_group_of_a_perceptrons_steps_is_as_large_as_foretold()
    {
        DenseNetwork network = new(5, 3, new() { Neurons = 100 });
        long bytes = SequenceGroup.Create(network, new(), 40, width: LaneWidth.Lanes8).Bytes;
        Assert.InRange(network.BytesOf(new(), 40), .9 * bytes, 1.1 * bytes);
    }

    [Fact]
    public void Sizes_beyond_32_bits_are_refused_and_not_wrapped()
    {
        Assert.Contains("An array of 65536 x 65536 has 4,294,967,296 numbers", Assert.Throws<ArgumentException>(() => new ParameterSlice { Name = "a", Shape = [65536, 65536], Block = "weights", Initial = 0 }).Message, StringComparison.Ordinal);
        ParameterSlice Slice(string name) => new() { Name = name, Shape = [2_000_000_000], Block = "weights", Initial = 0, Trained = true };
        Assert.Contains("The controller has 4,000,000,000 numbers", Assert.Throws<ArgumentException>(() => new ParameterLayout([Slice("a"), Slice("b")])).Message, StringComparison.Ordinal);
    }
}
