using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Rollouts;
using Neuromorphic.Tests.Evolution;
using Neuromorphic.Tests.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>What a training by gradients refuses, by name.</summary>
public sealed class GradientRefusalTests
{
    static RunConfiguration Configuration { get; } = GradientRuns.Configuration("cartpole, baseline");

    static void AssertRefused(string part, Action action) => Assert.Contains(part, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("population", "ars, cma-es, openai-es, pgpe, sep-cma-es, snes have it.")]
    [InlineData("sigma", "ars, cma-es, openai-es, pgpe, sep-cma-es, snes have it.")]
    [InlineData("sigma-learning-rate", "pgpe, snes have it.")]
    [InlineData("elite", "ars has it.")]
    public void Settings_of_evolution(string setting, string owners)
    {
        AssertRefused($"cartpole, spiking and bptt have no setting '{setting}'; {owners}", () => Configuration.With((setting, 2)));
        OptionSet foreign = new RunConfiguration { Strategy = EvolutionNames.All.First(name => EvolutionNames.Takes(name, setting)) }.With((setting, 2)).StrategyOptions;
        AssertRefused($"bptt has no setting '{setting}'; it has learning-rate, optimizer, momentum, weight-decay, surrogate, slope, ", () => GradientRuns.Create(Configuration with { StrategyOptions = foreign }));
    }

    [Theory]
    [InlineData("episodes", "2"), InlineData("randomness", "common"), InlineData("episode-sampling", "antithetic")]
    public void Settings_of_members(string setting, string value) =>
        AssertRefused($"bptt has no {setting}, which is for members of a generation; allowed: the default.", () => GradientRuns.Create(Configuration.With((setting, value))));

    [Fact]
    public void Policies_without_gradients()
    {
        const string Name = "without-gradients", Why = "The policy mlp has no gradients: its ";
        PolicyRegistry.All.Add(new(Name, "A perceptron that is too large to be recorded.", (environment, _) => MlpPolicy.Create(environment, new MlpOptions { Neurons = 800 })));
        AssertRefused(Why, () => GradientRuns.Create(Configuration with { Policy = Name, PolicyOptions = OptionSet.None }));
        AssertRefused(Why, () => GradientRuns.Create(GradientRuns.Patterns with { Policy = Name, PolicyOptions = OptionSet.None }));
    }

    [Fact]
    public void A_single_episode_with_the_mean_of_the_batch_as_baseline()
    {
        RunConfiguration single = Configuration.With(("batch", 1));
        AssertRefused("batch is 1; the baseline is the mean of a batch, from which a single episode never differs, so nothing would be learned. Allowed: a batch of 2 or more, or --advantage critic.", () => GradientRuns.Create(single));
        TrainingRun run = GradientRuns.Create(single.With(("advantage", "critic")));
        Assert.NotEqual(run.Initial, GradientRuns.Train(run, 1).Mean);
    }

    [Fact]
    public void Scaled_inputs_of_examples() =>
        AssertRefused("patterns takes its inputs as they are; allowed: --normalization off.", () => GradientRuns.Create(GradientRuns.Patterns with { Normalization = Normalization.Running }));

    [Fact]
    public void Images_of_another_size()
    {
        EnvironmentSpec spec = ImageClassification.Describe("small", "", "", 9, 2);
        AssertRefused("Images of small have 9 pixels, not 64.", () => _ = new ImageClassification(spec, new NoisyPatterns(4, 1), new NoisyPatterns(4, 1)));
    }

    /// <summary>An environment whose description fails.</summary>
    readonly struct Broken : IEnvironment
    {
        public EnvironmentSpec Spec => throw new InvalidOperationException("no description");

        public void Reset<R, B, TRandom>(B state, ref TRandom random) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
        {
        }

        public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
        {
        }

        public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R> => reward = terminated = 0f;
    }

    [Fact]
    public void An_error_of_what_is_made_by_reflection_comes_as_it_is()
    {
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            Assert.Equal("no description", Assert.Throws<InvalidOperationException>(() => EpisodeSampler.Create(default(Broken), EchoKernel.Policy, .3, width)).Message);
            Assert.Equal("no description", Assert.Throws<InvalidOperationException>(() => Rollout.Create(default(Broken), EchoKernel.Policy, width)).Message);
            SpikingNetwork network = SpikingNetwork.Create("lif", 3, 2, new() { Neurons = 5 });
            Assert.Throws<OverflowException>(() => SequenceGroup.Create(network, new(), int.MaxValue, width: width));
        }
    }
}
