using Neuromorphic.Numerics;
using Neuromorphic.Registries;
using Neuromorphic.Tests.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>A training by gradients is a function of its configuration: bit for bit the same for any threads, lane width and interruption.</summary>
public sealed class GradientBitsTests
{
    public static TheoryNames Names => GradientRuns.Names;

    [Theory, MemberData(nameof(Names))]
    public void Threads_and_lane_width_do_not_show_in_the_result(string name)
    {
        TrainingRun first = GradientRuns.Create(name, 1, LaneWidth.Scalar);
        TrainingState expected = GradientRuns.Train(first);
        Assert.InRange(expected.Mean.Zip(expected.Initial).Count(pair => pair.First != pair.Second), .8 * expected.Layout.TrainedCount, expected.Layout.TrainedCount);
        Assert.Contains(expected.History, report => report.Deviation > 0);
        foreach ((LaneWidth? width, int threads) in TrainerTests.Divisions)
        {
            TrainingRun other = GradientRuns.Create(name, threads, width);
            TrainerTests.Equal(expected, GradientRuns.Train(other));
            Assert.Equal(first.Trainer.Measures, other.Trainer.Measures);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_training_continues_from_any_generation_as_if_it_had_never_stopped(string name)
    {
        TrainingState expected = GradientRuns.Train(GradientRuns.Create(name));
        for (int stop = 0; stop <= GradientRuns.Configuration(name).Generations; stop++)
        {
            TrainingState saved = GradientRuns.Train(GradientRuns.Create(name), stop);
            TrainingRun continued = GradientRuns.Create(name, 2);
            GradientRuns.Train(continued, stop / 2); // what was there before must not matter
            continued.Trainer.Load(saved);
            TrainerTests.Equal(saved, continued.Trainer.State);
            TrainerTests.Equal(expected, GradientRuns.Train(continued));
        }
    }

    [Fact]
    public void Where_the_step_size_is_constant_more_generations_may_be_asked_for_later()
    {
        RunConfiguration configuration = GradientRuns.Configuration("cartpole, critic");
        TrainingState expected = GradientRuns.Train(GradientRuns.Create(configuration with { Generations = 5 }));
        TrainingRun more = GradientRuns.Create(configuration with { Generations = 5 });
        more.Trainer.Load(GradientRuns.Train(GradientRuns.Create(configuration with { Generations = 2 })));
        TrainerTests.Equal(expected, GradientRuns.Train(more));
    }

    [Theory, MemberData(nameof(Names))]
    public void Another_seed_gives_another_run(string name)
    {
        TrainingState a = GradientRuns.Train(GradientRuns.Create(name), 1), b = GradientRuns.Train(GradientRuns.Create(GradientRuns.Configuration(name) with { Seed = 9 }), 1);
        Assert.NotEqual(a.Initial, b.Initial);
        Assert.NotEqual(a.History, b.History);
    }

    [Theory, MemberData(nameof(Names))]
    public void Evaluations_leave_the_training_as_it_is(string name)
    {
        RunConfiguration configuration = GradientRuns.Configuration(name);
        TrainingState often = GradientRuns.Train(GradientRuns.Create(configuration with { EvaluateEvery = 1 }), 2), never = GradientRuns.Train(GradientRuns.Create(configuration with { EvaluateEvery = 0 }), 2);
        Assert.All(often.History, report => Assert.NotNull(report.Evaluation));
        Assert.All(never.History, report => Assert.Null(report.Evaluation));
        TrainerTests.Equal(never with { History = [] }, often with { History = [] });
    }

    [Fact]
    public void A_state_of_another_training_is_refused_and_changes_nothing()
    {
        TrainingRun run = GradientRuns.Create("cartpole, baseline");
        TrainingState before = GradientRuns.Train(run, 1);
        Refused(GradientRuns.Configuration("cartpole, critic") with { StepLimit = 60 }, "'critic/adam/first', which it does not know");
        Refused(run.Configuration.With(("optimizer", "sgd")), "lacks 'adam/first'");
        Refused(run.Configuration with { Strategy = "snes", StrategyOptions = OptionSet.None }, "belongs to the strategy snes, not to bptt");
        TrainerTests.Equal(before, run.Trainer.State);

        void Refused(RunConfiguration other, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => run.Trainer.Load(GradientRuns.Train(GradientRuns.Create(other), 1))).Message, StringComparison.Ordinal);
    }
}
