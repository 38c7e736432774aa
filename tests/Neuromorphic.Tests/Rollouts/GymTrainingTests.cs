using Neuromorphic.Environments;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Rollouts;

/// <summary>An environment that a user writes trains through the same trainer.</summary>
public class GymTrainingTests
{
    /// <summary>A point that a push in [-1, 1] moves; the reward is minus its distance from zero, where it never begins.</summary>
    sealed class Point(bool breaks = false) : GymEnvironment
    {
        double position;

        public override Box ObservationSpace { get; } = new([-100], [100]);
        public override Space ActionSpace { get; } = new Box([-1], [1]);
        public override int StepLimit => 20;

        protected override double[] Begin()
        {
            position = Uniform(1, 3) * (Uniform(0, 1) < .5 ? -1 : 1);
            return [position];
        }

        protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action)
        {
            position += action[0];
            return ([position], breaks && position > 1 ? double.PositiveInfinity : -Math.Abs(position), Math.Abs(position) > 50);
        }
    }

    /// <summary>Takes an action between bounds and ends.</summary>
    sealed class Bounded(double low, double high) : GymEnvironment
    {
        public override Box ObservationSpace { get; } = new([-1], [1]);
        public override Space ActionSpace { get; } = new Box([low], [high]);
        public override int StepLimit => 2;

        protected override double[] Begin() => [1];

        protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action) => ([-1], action[0], false);
    }

    static readonly RunConfiguration Configuration = new RunConfiguration { Environment = "point", Policy = "mlp", Episodes = 2, EvaluateEvery = 0, Seed = 3 }
        .With(("neurons", 8), ("layers", 1), ("population", 32), ("sigma", .3), ("learning-rate", .2));

    [Fact]
    public void It_improves_and_threads_do_not_show()
    {
        TrainingRun one = TrainingRun.Create(Configuration, () => new Point(), 1), three = TrainingRun.Create(Configuration, () => new Point(), 3);
        Assert.Equal(20, one.StepLimit);
        double before = one.Trainer.Evaluate(100, 0).Mean;
        for (int generation = 0; generation < 40; generation++)
        {
            Assert.Equal(one.Trainer.RunGeneration(), three.Trainer.RunGeneration());
            Assert.Equal(one.Strategy!.Mean.ToArray(), three.Strategy!.Mean.ToArray());
        }
        EvaluationResult after = one.Trainer.Evaluate(100, 1000);
        // Perfect play pays about -1.5: two steps from 2 to 0.
        Assert.True(before < -20, $"before: {before:F1}");
        Assert.True(after.Mean > -8, $"after: {after.Mean:F1}");
    }

    [Fact]
    public void Actions_at_the_end_of_the_range_stay_within_bounds_that_float32_cannot_hold()
    {
        var random = new SeededNumbers(12);
        for (int trial = 0; trial < 60; trial++)
        {
            double low = random.Between(-3, 1), high = low + random.Between(.1, 4);
            TrainingRun run = TrainingRun.Create(Configuration.With(("sigma", 1000), ("population", 8), ("learning-rate", .01)), () => new Bounded(low, high), 1);
            GenerationReport report = run.Trainer.RunGeneration();
            Assert.Equal(0, report.Failed);
            Assert.InRange(report.Best, high + low - 1e-6, 2 * high + 1e-6); // rewards are float32
        }
    }

    [Fact]
    public void A_reward_that_is_not_finite_leaves_the_member_without_fitness()
    {
        TrainingRun run = TrainingRun.Create(Configuration, () => new Point(breaks: true), 1);
        GenerationReport report = run.Trainer.RunGeneration();
        Assert.InRange(report.Failed, 1, 31);
        EvaluationResult evaluation = run.Trainer.Evaluate(50, 0);
        Assert.Equal(evaluation.Failed, evaluation.Returns.Count(double.IsNaN));
        Assert.InRange(evaluation.Failed, 1, 50);
    }

    /// <summary>Its observations have the right length until a step.</summary>
    sealed class Growing(int step, int length) : GymEnvironment
    {
        public override Box ObservationSpace { get; } = new([-1], [1]);
        public override Space ActionSpace { get; } = new Box([-1], [1]);
        public override int StepLimit => 5;

        protected override double[] Begin() => new double[step == 0 ? length : 1];

        protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action) => (new double[Steps + 1 == step ? length : 1], 0, false);
    }

    [Theory]
    [InlineData(0, 2, 1)]
    [InlineData(3, 0, 1)]
    [InlineData(3, 1_000_000, 2)]
    public void An_observation_of_another_length_is_refused_with_its_environment_and_sizes(int step, int length, int threads)
    {
        TrainingRun run = TrainingRun.Create(Configuration, () => new Growing(step, length), threads);
        Assert.Equal($"Growing: an observation has {length} numbers, its space 1.", Assert.Throws<InvalidOperationException>(() => run.Trainer.RunGeneration()).Message);
    }

    [Fact]
    public void Antithetic_episodes_are_refused_because_its_random_numbers_are_its_own()
    {
        TrainingRun run = TrainingRun.Create(Configuration with { EpisodeSampling = EpisodeSampling.Antithetic }, () => new Point(), 1);
        Assert.Contains("Allowed: independent", Assert.Throws<ArgumentException>(() => run.Trainer.RunGeneration()).Message, StringComparison.Ordinal);
    }
}
