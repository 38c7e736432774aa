using System.Collections.Concurrent;
using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Rollouts;
using Neuromorphic.Tests.Policies;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>Images as an environment, and classifiers as what evaluations say of them.</summary>
public sealed class ImageClassificationTests
{
    static RunConfiguration Evolution { get; } = (GradientRuns.Patterns with
    {
        Strategy = "pgpe",
        StrategyOptions = OptionSet.None,
        Episodes = 32,
        Randomness = EpisodeRandomness.Common,
        Generations = 120,
        EvaluateEvery = 0,
    }).With(("population", 64), ("sigma", .1), ("learning-rate", .05), ("sigma-learning-rate", .1));

    [Fact]
    public void An_episode_shows_a_training_image_and_pays_one_for_its_class()
    {
        const int Episodes = 300;
        ImageClassification task = NoisyPatterns.Task();
        TrainingRun run = GradientRuns.Create(Evolution);
        RolloutRequest request = run.EvaluationRequest(run.Initial, null, Episodes, seed: 1);
        List<double> rewards = [];
        HashSet<int> seen = [];
        for (int member = 0; member < Episodes; member++)
        {
            Episode episode = Episode.Play(task, run.Policy, request, neurons: [], member: member);
            int image = (int)episode.States[0][0];
            float[] pixels = new float[NoisyPatterns.Pixels];
            task.Training.Read(image, pixels);
            Assert.Equal(pixels, Assert.Single(episode.Observations));
            float reward = Assert.Single(episode.Rewards), chosen = Assert.Single(episode.Actions)[0];
            Assert.Equal(chosen == task.Training.Label(image) ? 1 : 0, reward);
            rewards.Add(reward);
            seen.Add(image);
        }
        Assert.InRange(rewards.Sum(), .1 * Episodes, .6 * Episodes); // untrained: right and wrong
        Assert.InRange(seen.Count, 85, 100); // of 100
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            RolloutResult result = new ThreadBackend(Rollout.Create(task, run.Policy, width), NoisyPatterns.Pixels, 2).Evaluate(request, collect: false);
            Assert.Equal(rewards, result.Fitness);
            Assert.All(result.Steps, steps => Assert.Equal(1, steps));
        }
    }

    /// <summary>Examples that count how often each is read.</summary>
    sealed class Counted(IExamples examples) : IExamples
    {
        public ConcurrentDictionary<int, int> Reads { get; } = new();
        public ConcurrentQueue<int> Order { get; } = new();
        public int Count => examples.Count;
        public int InputSize => examples.InputSize;
        public int Label(int example) => examples.Label(example);

        public void Read(int example, Span<float> input)
        {
            Reads.AddOrUpdate(example, 1, (_, reads) => reads + 1);
            Order.Enqueue(example);
            examples.Read(example, input);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(149)]
    [InlineData(150)]
    [InlineData(100_000)]
    public void An_evaluation_reads_as_many_test_examples_as_are_asked_for_each_once(int asked)
    {
        Counted test = new(new NoisyPatterns(150, 3)), training = new(new NoisyPatterns(50, 2));
        TrainingRun run = TrainingRun.Create(GradientRuns.Patterns, NoisyPatterns.Task(training, test), threads: 3);
        EvaluationResult result = run.Evaluate(run.Initial, null, asked, 0);
        int expected = Math.Min(asked, 150);
        Assert.Equal(expected, test.Reads.Count);
        Assert.All(test.Reads.Keys, example => Assert.InRange(example, 0, 149));
        Assert.All(test.Reads.Values, reads => Assert.Equal(1, reads));
        Assert.Empty(training.Reads);
        Assert.Equal((expected, 0, expected), (result.Episodes, result.Failed, (int)result.Steps));
        Assert.Equal(expected, result.Returns.Count);
    }

    [Fact]
    public void Every_test_example_is_as_likely_as_any_other_to_be_drawn()
    {
        int[] drawn = new int[150];
        for (ulong seed = 0; seed < 100; seed++)
            foreach (int example in Drawn(run => run.Evaluate(run.Initial, null, 30, seed))) drawn[example]++;
        Assert.All(drawn, times => Assert.InRange(times, 20 - 18, 20 + 18)); // binomial of 100 and .2: four and a half deviations
        Assert.InRange(drawn.Sum(times => (times - 20.0) * (times - 20)) / 150, 16 - 7.5, 16 + 7.5); // their variance: four deviations
    }

    [Fact]
    public void Seed_and_generation_decide_which_test_examples_are_drawn()
    {
        string[] draws = [.. ((ulong[])[1, 2]).Select(seed => Text(run => run.Evaluate(run.Initial, null, 30, seed))), .. ((int[])[0, 1]).Select(generation => Text(run => run.Trainer.Evaluate(30, generation)))];
        Assert.Equal(4, draws.Distinct().Count());
        Assert.Equal(draws[0], Text(run => run.Evaluate(run.Initial, null, 30, 1)));
        Assert.Equal(draws[2], Text(run => run.Trainer.Evaluate(30, 0)));

        static string Text(Action<TrainingRun> evaluate) => string.Join(' ', Drawn(evaluate));
    }

    static IEnumerable<int> Drawn(Action<TrainingRun> evaluate)
    {
        Counted test = new(new NoisyPatterns(150, 3));
        evaluate(TrainingRun.Create(GradientRuns.Patterns, NoisyPatterns.Task(new NoisyPatterns(50, 2), test), threads: 1));
        return test.Reads.Keys.Order();
    }

    [Fact]
    public void An_evaluation_on_drawn_examples_is_part_of_that_on_all()
    {
        TrainingRun run = GradientRuns.Create(GradientRuns.Patterns);
        float[] vector = GradientRuns.Train(run, 1).Mean;
        double[] all = [.. run.Evaluate(vector, null, 60, 0).Returns];
        int[] drawn = ExampleOrder.Draw(60, 25, RandomKey.For(3, RandomPurpose.Examples), int.MaxValue);
        Assert.Equal(drawn.Order().Distinct(), drawn);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            foreach (int threads in (int[])[1, 3])
                Assert.Equal(drawn.Select(example => all[example]), GradientRuns.Create(GradientRuns.Patterns, threads, width).Evaluate(vector, null, 25, 3).Returns);
    }

    [Fact]
    public void An_epoch_reads_every_training_example_once()
    {
        Counted training = new(new NoisyPatterns(100, 2));
        TrainingRun run = TrainingRun.Create(GradientRuns.Patterns with { EvaluateEvery = 0 }, NoisyPatterns.Task(training, new NoisyPatterns(4, 3)), threads: 2);
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            GenerationReport report = run.Trainer.RunGeneration();
            Assert.Equal(100, training.Reads.Count);
            Assert.All(training.Reads.Values, reads => Assert.Equal(epoch, reads));
            Assert.Equal((100, 0), ((int)report.Steps, report.Failed));
        }
    }

    [Fact]
    public void Every_epoch_has_an_order_of_its_own_that_seed_and_epoch_decide()
    {
        int[][] orders = [.. Orders(seed: 4), .. Orders(seed: 5)];
        Assert.All(orders, order => Assert.Equal(Enumerable.Range(0, 100), order.Order()));
        Assert.Equal(6, orders.Append([.. Enumerable.Range(0, 100)]).Append([.. Enumerable.Range(0, 100).Reverse()]).Select(order => string.Join(' ', order)).Distinct().Count());
        Assert.Equal(orders[..2], Orders(seed: 4));
        Assert.All(orders, order => Assert.InRange(order.Index().Count(read => read.Index == read.Item), 0, 8)); // of which one is expected
        Assert.All(orders, order => Assert.InRange(order[..50].Average(), 49.5 - 12, 49.5 + 12)); // the mean of 50 of 100: four deviations

        static int[][] Orders(ulong seed)
        {
            Counted training = new(new NoisyPatterns(100, 2));
            TrainingRun run = TrainingRun.Create(GradientRuns.Patterns with { EvaluateEvery = 0, Seed = seed }, NoisyPatterns.Task(training, new NoisyPatterns(4, 3)), threads: 1);
            GradientRuns.Train(run, 2);
            return [.. training.Order.Chunk(100)];
        }
    }

    /// <summary>Accuracy from the equations in double precision, with the current of an image constant over the sub-steps.</summary>
    [Theory]
    [InlineData(1, "spikes")]
    [InlineData(3, "spikes")]
    [InlineData(8, "spikes")]
    [InlineData(3, "leaky-integrator")]
    public void An_evaluation_is_a_plain_computation(int subSteps, string readout)
    {
        TrainingRun run = GradientRuns.Create(GradientRuns.Patterns.With(("sub-steps", subSteps), ("readout", readout)));
        float[] vector = GradientRuns.Train(run, 1).Mean;
        IExamples test = NoisyPatterns.Task().Test;
        EvaluationResult result = run.Evaluate(vector, null, test.Count, 0);
        int decided = 0;
        float[] pixels = new float[NoisyPatterns.Pixels];
        for (int example = 0; example < test.Count; example++)
        {
            test.Read(example, pixels);
            SpikingReference reference = new(run.Policy.Layout, vector, 20, NoisyPatterns.Pixels, NoisyPatterns.Classes, subSteps, run.Configuration.PolicyOptions.Get(SpikingSettings.Readout), exponential: false);
            double[] outputs = reference.Step(Array.ConvertAll(pixels, pixel => (double)pixel)), sorted = [.. outputs.OrderDescending()];
            if (reference.Margin < 1e-5 || sorted[0] - sorted[1] < 1e-5) continue; // float32 may decide otherwise
            decided++;
            Assert.Equal(outputs.IndexOf(sorted[0]) == test.Label(example) ? 1 : 0, result.Returns[example]);
        }
        Assert.InRange(decided, 50, 60);
        double accuracy = result.Returns.Sum() / 60;
        Assert.Equal(accuracy, result.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(60 / 59.0 * accuracy * (1 - accuracy)), result.Deviation, 1e-12);
        Assert.InRange(accuracy, .3, 1);
    }

    [Fact]
    public void Sub_steps_matter()
    {
        double[][] returns = [.. ((int[])[1, 3, 8]).Select(subSteps => Returns(subSteps))];
        Assert.Equal(3, returns.Select(row => string.Join(' ', row)).Distinct().Count());

        static double[] Returns(int subSteps)
        {
            TrainingRun run = GradientRuns.Create(GradientRuns.Patterns.With(("sub-steps", subSteps)));
            return [.. run.Evaluate(run.Initial, null, 60, 0).Returns];
        }
    }

    [Fact]
    public void Evolution_learns_the_patterns()
    {
        TrainingRun run = GradientRuns.Create(Evolution, threads: 2);
        double before = run.Trainer.Evaluate(60, 0).Mean;
        TrainingState state = GradientRuns.Train(run);
        EvaluationResult after = run.Trainer.Evaluate(60, 0);
        Assert.InRange(before, 0, .5);
        Assert.InRange(after.Mean, .8, 1);
        Assert.Equal(after.Returns, run.Evaluate(state.Mean, null, 60, 7).Returns);
        Assert.All(state.History, report => Assert.Equal(64 * 32, report.Steps));
    }

    [Fact]
    public void Gradients_learn_the_patterns_and_the_loss_falls()
    {
        TrainingRun run = GradientRuns.Create(GradientRuns.Patterns with { Generations = 12 }, threads: 2);
        run.Trainer.RunGeneration();
        double loss = run.Trainer.Measures["loss"];
        TrainingState state = GradientRuns.Train(run);
        Assert.InRange(run.Trainer.Measures["loss"], 0, .5 * loss);
        Assert.InRange(run.Trainer.Evaluate(60, 0).Mean, .95, 1);
        Assert.True(state.History[^1].Mean > state.History[0].Mean);
        Assert.True(run.Trainer.Measures["gradient-norm"] > 0);
    }
}
