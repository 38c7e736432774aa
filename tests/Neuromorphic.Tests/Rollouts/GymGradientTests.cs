using Neuromorphic.Environments;
using Neuromorphic.Registries;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Rollouts;

/// <summary>An environment written against the single face, by gradients and by name.</summary>
public sealed class GymGradientTests
{
    /// <summary>A cue of -1 or 1 that an action of its sign is paid for; a step costs and the cue stays.</summary>
    sealed class Cue(int steps) : GymEnvironment
    {
        double cue;

        public override Box ObservationSpace { get; } = new([-1, -1], [1, 1]);
        public override Space ActionSpace { get; } = new Discrete(2);
        public override int StepLimit => steps;

        protected override double[] Begin() => [cue = Uniform(0, 1) < .5 ? -1 : 1, -cue];

        protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action) => ([cue, -cue], action[0] == 1 == cue > 0 ? 1 : 0, false);
    }

    const string Name = "test-cue";
    static readonly Setting<int> StepsSetting = Setting.Count("cue-steps", 1, 10, "Steps.");

    static GymGradientTests() => EnvironmentRegistry.All.Add(new(Name, "A cue, for tests.", options => new Cue(options.Get(StepsSetting)), StepsSetting));

    static RunConfiguration Gradients(string advantage) => new RunConfiguration { Environment = Name, Strategy = GradientTrainer.Bptt, Generations = 40, EvaluateEvery = 10, EvaluationEpisodes = 20, Normalization = Normalization.Running, Seed = 3 }
        .With(("neurons", 12), ("condition", "both"), ("batch", 21), ("learning-rate", .02), ("advantage", advantage), ("cue-steps", 6));

    static RunConfiguration Evolution => new RunConfiguration { Environment = Name, Generations = 4, EvaluateEvery = 2, EvaluationEpisodes = 9, Episodes = 2, Seed = 3 }.With(("neurons", 8), ("population", 10), ("cue-steps", 6));

    static TrainingState Train(TrainingRun run, int generations)
    {
        while (run.Trainer.Generation < generations) run.Trainer.RunGeneration();
        return run.Trainer.State;
    }

    [Theory]
    [InlineData("baseline"), InlineData("critic")]
    public void Gradients_learn_it_and_threads_and_a_stop_do_not_show(string advantage)
    {
        RunConfiguration configuration = Gradients(advantage);
        TrainingRun one = TrainingRun.Create(configuration, () => new Cue(6), 1);
        Assert.Equal(6, one.StepLimit);
        Assert.InRange(Trainer.Evaluate(one.Backend, one.EvaluationRequest(one.Initial, null, 100, 1)).Mean, 1, 5); // as good as chance, of 6
        TrainingState expected = Train(one, configuration.Generations);
        Assert.InRange(one.Trainer.Evaluate(100, 1000).Mean, 5.5, 6);
        TrainerTests.Equal(expected, Train(TrainingRun.Create(configuration, () => new Cue(6), 3), configuration.Generations));
        TrainingRun continued = TrainingRun.Create(configuration, () => new Cue(6), 2);
        continued.Trainer.Load(Train(TrainingRun.Create(configuration, () => new Cue(6), 1), 7));
        TrainerTests.Equal(expected, Train(continued, configuration.Generations));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void By_name_it_trains_with_the_bits_that_it_has_without_one(bool gradients)
    {
        RunConfiguration configuration = gradients ? Gradients("baseline") with { Generations = 4 } : Evolution;
        IEnvironment environment = configuration.CreateEnvironment();
        Assert.Equal((Name, 6, 2), (environment.Spec.Name, environment.Spec.StepLimit, environment.Spec.ObservationSpace.Size));
        TrainingState expected = Train(TrainingRun.Create(configuration, () => new Cue(6), 1), configuration.Generations);
        foreach (int threads in (int[])[1, 3])
        {
            TrainingRun run = TrainingRun.Create(configuration, environment, threads);
            TrainerTests.Equal(expected, Train(run, configuration.Generations));
            Assert.Equal(Trainer.Evaluate(run.Backend, run.EvaluationRequest(expected.Mean, expected.Scaling, 30, 5)).Returns, run.Evaluate(expected.Mean, expected.Scaling, 30, 5).Returns);
        }
    }

    [Fact]
    public void Its_settings_reach_it_and_foreign_ones_are_refused()
    {
        RunConfiguration configuration = new() { Environment = Name };
        Assert.Equal(10, configuration.CreateEnvironment().Spec.StepLimit);
        Assert.Equal(3, configuration.With(("cue-steps", 3)).CreateEnvironment().Spec.StepLimit);
        Assert.Equal("cue-steps is '0'; allowed: 1 or more.", Assert.Throws<ArgumentException>(() => configuration.With(("cue-steps", 0))).Message);
        Assert.Contains(KeyValuePair.Create("cue-steps", "10"), Settings.Values(configuration));
    }
}
