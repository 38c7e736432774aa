using System.Text.RegularExpressions;
using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>Gradients that are not finite: of an image with a pixel that is no number, of observations too large for float32's products.</summary>
public sealed partial class NonFiniteTests
{
    const int Batch = 10;

    /// <summary>Examples, one of which has a pixel that is no number.</summary>
    sealed class Poisoned(IExamples examples, int poisoned) : IExamples
    {
        int reads;

        /// <summary>Examples that were read before the poisoned one was for the first time.</summary>
        public int? Before { get; private set; }

        public int Count => examples.Count;
        public int InputSize => examples.InputSize;
        public int Label(int example) => examples.Label(example);

        public void Read(int example, Span<float> input)
        {
            examples.Read(example, input);
            if (example == poisoned)
            {
                input[5] = float.NaN;
                Before ??= reads;
            }
            reads++;
        }
    }

    static TrainingRun Create(IExamples training, string otherwise, int batch = Batch)
    {
        RunConfiguration configuration = (GradientRuns.Patterns with { EvaluateEvery = 0, Generations = 6 }).With(("batch", batch), ("on-non-finite", otherwise));
        return TrainingRun.Create(configuration, NoisyPatterns.Task(training, new NoisyPatterns(60, 3)), 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(37)]
    public void It_is_named_with_slice_number_and_update_and_stops_the_training(int poisoned)
    {
        Poisoned examples = new(new NoisyPatterns(100, 2), poisoned);
        TrainingRun run = Create(examples, "stop");
        Match message = Message().Match(Assert.Throws<TrainingException>(() => run.Trainer.RunGeneration()).Message);
        Assert.True(message.Success);
        ParameterSlice slice = run.Policy.Layout[message.Groups["slice"].Value];
        Assert.Equal(("hidden/tau", 20), (slice.Name, slice.Count)); // the first of those that the pixel reaches
        Assert.Equal(slice.Count, int.Parse(message.Groups["count"].Value, null));
        Assert.Equal(0, int.Parse(message.Groups["index"].Value, null));
        int update = int.Parse(message.Groups["update"].Value, null);
        Assert.Equal(examples.Before / Batch + 1, update);
        Assert.Equal([update - 1.0], run.Trainer.State.Strategy.Arrays["updates"]);
        Assert.Equal(0, run.Trainer.Generation);
    }

    [Fact]
    public void Skipped_updates_are_counted_and_warned_of_and_leave_the_parameters_as_they_were()
    {
        TrainingRun run = Create(new Poisoned(new NoisyPatterns(100, 2), 37), "skip", batch: 100);
        for (int generation = 0; generation < 3; generation++)
        {
            Assert.Equal(1, run.Trainer.RunGeneration().Failed);
            Assert.Equal("The gradient of hidden/tau, number 0 of 20, is NaN in update 1: this update was left out", run.Trainer.Warning);
            Assert.Equal(run.Initial, run.Trainer.State.Mean);
            Assert.All(run.Trainer.State.Strategy.Arrays.Where(row => row.Key != "mean"), row => Assert.All(row.Value, value => Assert.Equal(0, value)));
        }
    }

    [Fact]
    public void Batches_without_the_broken_image_go_on_learning()
    {
        TrainingRun run = Create(new Poisoned(new NoisyPatterns(100, 2), 37), "skip");
        TrainingState state = GradientRuns.Train(run);
        Assert.All(state.History, report => Assert.Equal(1, report.Failed));
        Assert.Equal([6 * 9.0], state.Strategy.Arrays["updates"]);
        Assert.All(state.Mean, value => Assert.True(float.IsFinite(value)));
        Assert.InRange(run.Trainer.Evaluate(60, 0).Mean, .8, 1);
    }

    /// <summary>What is seen overflows in products for one individual in fifty; the second of two actions pays. Ends after three steps.</summary>
    readonly struct Flood : IEnvironment
    {
        public EnvironmentSpec Spec => new()
        {
            Name = "flood",
            Summary = "",
            Source = "",
            ObservationSpace = Box.Uniform(1, double.NegativeInfinity, double.PositiveInfinity),
            ActionSpace = new Discrete(2),
            StateSize = 2,
            StepLimit = 5,
        };

        public void Reset<R, B, TRandom>(B state, ref TRandom random) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
        {
            state[0] = random.NextUnit();
            state[1] = 0f;
        }

        public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> =>
            observation[0] = R.Select(state[0] < .02, float.MaxValue, 3f);

        public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
        {
            state[1] += 1f;
            reward = action[0];
            terminated = state[1] >= 3f;
        }
    }

    static TrainingRun CreateFlood(string otherwise, string advantage) => TrainingRun.Create(new RunConfiguration
    {
        Strategy = GradientTrainer.Bptt,
        Generations = 60,
        EvaluateEvery = 0,
        Seed = 3,
    }.With(("neurons", 8), ("condition", "both"), ("batch", 8), ("on-non-finite", otherwise), ("advantage", advantage), ("learning-rate", .02)), new Flood(), 1);

    [Theory]
    [InlineData("baseline", 1)]
    [InlineData("critic", 2)] // the critic's update, too
    public void Updates_of_a_controller_are_skipped_only_where_an_observation_was_too_large(string advantage, int skipped)
    {
        TrainingRun run = CreateFlood("skip", advantage);
        int broken = 0;
        while (run.Trainer.Generation < run.Configuration.Generations)
        {
            float[] before = run.Trainer.State.Mean;
            GenerationReport report = run.Trainer.RunGeneration();
            if (report.Failed > 0) broken++;
            Assert.Equal(report.Failed > 0 ? skipped : 0, report.Failed);
            Assert.Equal(report.Failed > 0, run.Trainer.Warning != null);
            Assert.Equal(report.Failed > 0, before.AsSpan().SequenceEqual(run.Trainer.State.Mean));
            Assert.True(double.IsFinite(report.Mean));
        }
        Assert.InRange(broken, 2, 25); // about one in seven
        Assert.InRange(run.Trainer.State.History.TakeLast(5).Average(report => report.Mean), 2.5, 3); // of 3, by actions at random 1.5
    }

    [Fact]
    public void A_controller_stops_at_the_update_that_is_named()
    {
        TrainingRun run = CreateFlood("stop", "critic");
        string message = Assert.Throws<TrainingException>(() => GradientRuns.Train(run)).Message;
        Assert.Matches($"^The gradient of hidden/tau, number [0-7] of 8, is NaN in update {run.Trainer.Generation + 1}; the parameters are those before this update\\.", message);
        Assert.InRange(run.Trainer.Generation, 1, 50);
        Assert.All(run.Trainer.State.Mean, value => Assert.True(float.IsFinite(value)));
    }

    [GeneratedRegex(@"^The gradient of (?<slice>\S+), number (?<index>\d+) of (?<count>\d+), is NaN in update (?<update>\d+); the parameters are those before this update\. A lower --learning-rate or --clip may help; --on-non-finite skip leaves such updates out\.$")]
    private static partial Regex Message();
}
