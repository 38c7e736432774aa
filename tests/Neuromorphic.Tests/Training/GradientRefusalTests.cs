using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Tests.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>What a training by gradients refuses, by name.</summary>
public sealed class GradientRefusalTests
{
    static RunConfiguration Configuration { get; } = GradientRuns.Configuration("cartpole, baseline");

    static void AssertRefused(string part, Action action) => Assert.Contains(part, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    public static TheoryNames Foreign => ["population", "sigma", "sigma-learning-rate", "elite", "episodes", "randomness", "episode-sampling"];

    [Theory, MemberData(nameof(Foreign))]
    public void Settings_of_evolution(string setting)
    {
        string value = setting switch { "randomness" => "common", "episode-sampling" => "antithetic", _ => "2" };
        RunConfiguration configuration = Settings.Find(setting).Apply(Configuration, value);
        AssertRefused($"bptt takes no {setting}; it takes: learning-rate, optimizer, momentum, weight-decay, and what help lists under Gradients.", () => GradientRuns.Create(configuration));
    }

    [Fact]
    public void Policies_without_spikes_and_environments_without_lanes()
    {
        AssertRefused("policy is 'mlp'; strategy bptt trains spiking policies.", () => GradientRuns.Create(Configuration with { Policy = "mlp" }));
        AssertRefused("policy is 'mlp'; patterns is for spiking policies.", () => GradientRuns.Create(GradientRuns.Patterns with { Policy = "mlp" }));
        AssertRefused("strategy bptt needs an environment that runs in lanes", () => TrainingRun.Create(Configuration, () => new Still(), 1));
    }

    [Fact]
    public void A_single_episode_with_the_mean_of_the_batch_as_baseline()
    {
        RunConfiguration single = Configuration with { Gradients = new() { Batch = 1 } };
        AssertRefused("batch is 1; the baseline is the mean of a batch, from which a single episode never differs, so nothing would be learned. Allowed: a batch of 2 or more, or --advantage critic.", () => GradientRuns.Create(single));
        TrainingRun run = GradientRuns.Create(single with { Gradients = single.Gradients with { Advantage = Advantage.Critic } });
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

    sealed class Still : GymEnvironment
    {
        public override Box ObservationSpace { get; } = new([-1], [1]);
        public override Space ActionSpace { get; } = new Discrete(2);
        public override int StepLimit => 3;
        protected override double[] Begin() => [0];
        protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action) => ([0], 0, false);
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
