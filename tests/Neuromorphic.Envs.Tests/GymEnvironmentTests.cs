using Neuromorphic.Environments;
using Xunit;

namespace Neuromorphic.Envs.Tests;

public class GymEnvironmentTests
{
    /// <summary>An environment as a user would write it: walk from somewhere in the left half of a corridor to its right end.</summary>
    sealed class Corridor : GymEnvironment
    {
        double position;

        public override Box ObservationSpace { get; } = new([0], [10]);
        public override Space ActionSpace { get; } = new Discrete(2);
        public override int StepLimit => 20;

        protected override double[] Begin()
        {
            position = Uniform(0, 5);
            return [position];
        }

        protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action)
        {
            position = Math.Clamp(position + (action[0] == 1 ? 1 : -1), 0, 10);
            Report("distance", 10 - position);
            return ([position], -1, position == 10);
        }
    }

    [Fact]
    public void An_environment_of_ones_own_is_sound()
    {
        Corridor corridor = new();
        Assert.Empty(EnvironmentChecker.Check(corridor));
        Assert.Equal(.6369616873214543 * 5, corridor.Reset(0).Observation[0]);
        StepResult result = corridor.Step(1);
        Assert.Equal(10 - result.Observation[0], result.Info["distance"]);
    }

    [Fact]
    public void An_episode_is_truncated_exactly_at_the_step_limit()
    {
        Corridor corridor = new();
        corridor.Reset(1);
        for (int step = 1; step < 20; step++) Assert.False(corridor.Step(0).Ended);
        StepResult last = corridor.Step(0);
        Assert.Equal((false, true), (last.Terminated, last.Truncated));
    }

    [Fact]
    public void Termination_on_the_last_allowed_step_is_not_truncation()
    {
        KernelEnvironment environment = new(new MemoryLength(3, MemoryLengthMode.Paper));
        environment.Reset(0);
        environment.Step(0);
        environment.Step(0);
        StepResult last = environment.Step(0);
        Assert.Equal((environment.StepLimit, true, false), (environment.Steps, last.Terminated, last.Truncated));
    }

    [Fact]
    public void A_step_without_an_episode_is_refused()
    {
        Corridor corridor = new();
        Assert.Contains("before the first reset", Assert.Throws<InvalidOperationException>(() => corridor.Step(0)).Message, StringComparison.Ordinal);
        corridor.Reset(1);
        while (!corridor.Step(1).Ended) { }
        Assert.Contains("terminated at step", Assert.Throws<InvalidOperationException>(() => corridor.Step(0)).Message, StringComparison.Ordinal);
        corridor.Reset();
        while (!corridor.Step(0).Ended) { }
        Assert.Contains("truncated at step 20", Assert.Throws<InvalidOperationException>(() => corridor.Step(0)).Message, StringComparison.Ordinal);
        corridor.Reset();
        Assert.Equal(-1, corridor.Step(0).Reward);
    }

    [Theory]
    [InlineData("cartpole", new double[] { 2 }, "[2]", "0 to 1")]
    [InlineData("cartpole", new[] { .5 }, "[0.5]", "0 to 1")]
    [InlineData("cartpole", new double[] { 0, 1 }, "[0, 1]", "0 to 1")]
    [InlineData("pendulum", new[] { 2.5 }, "[2.5]", "[-2] to [2]")]
    [InlineData("pendulum", new[] { double.NaN }, "[NaN]", "[-2] to [2]")]
    public void An_action_outside_the_space_is_refused_with_what_is_allowed(string name, double[] action, string given, string allowed)
    {
        KernelEnvironment environment = new(ClassicEnvironments.Create(name));
        environment.Reset(0);
        double[] before = environment.State;
        string message = Assert.Throws<ArgumentException>(() => environment.Step(action)).Message;
        Assert.Contains(given, message, StringComparison.Ordinal);
        Assert.Contains(allowed, message, StringComparison.Ordinal);
        Assert.Equal(before, environment.State);
        Assert.Equal(0, environment.Steps);
    }

    [Fact]
    public void A_reset_without_a_seed_goes_on_with_the_random_numbers()
    {
        Corridor corridor = new();
        double first = corridor.Reset(0).Observation[0], second = corridor.Reset().Observation[0];
        // The first two numbers of NumPy's generator with seed 0.
        Assert.Equal((.6369616873214543 * 5, .2697867137638703 * 5), (first, second));
    }
}
