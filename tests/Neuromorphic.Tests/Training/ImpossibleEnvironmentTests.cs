using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>Environments that no training can begin with are refused, whoever trains and wherever members are simulated.</summary>
public sealed class ImpossibleEnvironmentTests
{
    public enum Flaw
    {
        None, NoState, NegativeState, NoStepLimit, NoObservations, EmptyObservationSpace, NoActions, ObservesOutsideItsSpace, ObservesNoNumber, TouchesBeyondTheState, ObservesBeyondItsSize,
    }

    /// <summary>Holds one number, which it draws and shows.</summary>
    readonly struct Holder(Flaw flaw) : IEnvironment
    {
        public EnvironmentSpec Spec => new()
        {
            Name = "holder",
            Summary = "",
            Source = "",
            ObservationSpace = flaw switch { Flaw.NoObservations => new([], []), Flaw.EmptyObservationSpace => new([1], [-1]), _ => new([-1], [1]) },
            ActionSpace = new Discrete(flaw == Flaw.NoActions ? 0 : 2),
            StateSize = flaw switch { Flaw.NoState => 0, Flaw.NegativeState => -3, _ => 1 },
            StepLimit = flaw == Flaw.NoStepLimit ? 0 : 5,
        };

        public void Reset<R, B, TRandom>(B state, ref TRandom random) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
        {
            state[0] = random.NextUnit();
            if (flaw == Flaw.TouchesBeyondTheState) state[1] = 0f;
        }

        public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
        {
            observation[0] = flaw switch { Flaw.ObservesOutsideItsSpace => state[0] + 1.5, Flaw.ObservesNoNumber => double.NaN, _ => state[0] };
            if (flaw == Flaw.ObservesBeyondItsSize) observation[1] = 0f;
        }

        public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
        {
            reward = state[0];
            terminated = R.WordFrom(0);
        }
    }

    static RunConfiguration Configuration(string strategy) => new RunConfiguration { Strategy = strategy }.With(("neurons", 4));

    [Theory]
    [InlineData(Flaw.NoState, "Holder: the state has 0 numbers; at least 1 is needed.")]
    [InlineData(Flaw.NegativeState, "Holder: the state has -3 numbers; at least 1 is needed.")]
    [InlineData(Flaw.NoStepLimit, "Holder: the step limit is 0; at least 1 is needed.")]
    [InlineData(Flaw.NoObservations, "Holder: the observation space has no dimension.")]
    [InlineData(Flaw.EmptyObservationSpace, "Holder: the observation space is empty at [0]: 1 to -1.")]
    [InlineData(Flaw.NoActions, "Holder: the action space is empty.")]
    [InlineData(Flaw.ObservesOutsideItsSpace, ", outside its space from -1 to 1.")]
    [InlineData(Flaw.ObservesNoNumber, "Holder: observation[0] is NaN at step 0.")]
    [InlineData(Flaw.TouchesBeyondTheState, "Holder: an item is touched beyond the stated sizes: state 1, observation 1, action 1.")]
    [InlineData(Flaw.ObservesBeyondItsSize, "Holder: an item is touched beyond the stated sizes: state 1, observation 1, action 1.")]
    public void Lanes_with_an_impossible_spec_or_first_observation(Flaw flaw, string reason)
    {
        AssertRefused(reason, () => Rollout.Create(new Holder(flaw), TrainingRun.CreatePolicy(Configuration("pgpe"), new Holder(Flaw.None).Spec)));
        foreach (string strategy in (string[])["pgpe", GradientTrainer.Bptt])
        {
            AssertRefused(reason, () => TrainingRun.Create(Configuration(strategy), new Holder(flaw), 1));
            AssertRefused(reason, () => TrainingRun.Create(Configuration(strategy), new Holder(flaw), (environment, policy) => new ThreadBackend(Rollout.Create(environment, policy), 1, 1), 1));
            Assert.NotNull(TrainingRun.Create(Configuration(strategy), new Holder(Flaw.None), 1));
        }
    }

    sealed class Still(int stepLimit) : GymEnvironment
    {
        public override Box ObservationSpace { get; } = new([-1], [1]);
        public override Space ActionSpace { get; } = new Discrete(2);
        public override int StepLimit => stepLimit;
        protected override double[] Begin() => [0];
        protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action) => ([0], 0, false);
    }

    [Fact]
    public void A_single_environment_without_steps()
    {
        AssertRefused("Still: the step limit is 0; at least 1 is needed.", () => TrainingRun.Create(Configuration("pgpe"), () => new Still(0), 1));
        Assert.NotNull(TrainingRun.Create(Configuration("pgpe"), () => new Still(1), 1));
    }

    [Fact]
    public void A_step_limit_of_zero_in_the_configuration() =>
        AssertRefused("step-limit is '0'; allowed: 1 or more.", () => TrainingRun.Create(Configuration("pgpe") with { StepLimit = 0 }, new Holder(Flaw.None), 1));

    static void AssertRefused(string reason, Action create) => Assert.EndsWith(reason, Assert.Throws<ArgumentException>(create).Message, StringComparison.Ordinal);
}
