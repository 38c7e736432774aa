using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>What gradients train is what plays: the trained vector as a controller in lanes does what the trainer says of it.</summary>
public sealed class TrainedVectorTests
{
    public static TheoryNames OfEpisodes => GradientRuns.OfEpisodes;

    [Theory]
    [InlineData("patterns")]
    [InlineData("patterns, adaptive neurons")]
    [InlineData("patterns, recurrent layers")]
    public void Every_test_example_is_classified_by_the_controller_as_by_the_trainer(string name)
    {
        const int Episodes = 600;
        TrainingRun run = GradientRuns.Create(name);
        TrainingState state = GradientRuns.Train(run, 1);
        IReadOnlyList<double> expected = run.Evaluate(state.Mean, null, int.MaxValue, 0).Returns;
        Assert.Equal(expected, run.Trainer.Evaluate(int.MaxValue, 0).Returns);
        Assert.InRange(expected.Sum(), 5, 59); // of 60: some right, some wrong

        IExamples test = NoisyPatterns.Task().Test;
        IEnvironment shown = NoisyPatterns.Task(test, test); // episodes show the test examples
        RolloutRequest request = run.EvaluationRequest(state.Mean, null, Episodes, seed: 1);
        int[] examples = [.. Enumerable.Range(0, Episodes).Select(member => (int)Episode.Play(shown, run.Policy, request, neurons: [], member: member).States[0][0])];
        Assert.Equal(test.Count, examples.Distinct().Count());
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            Assert.Equal(examples.Select(example => expected[example]), Backend(shown, run.Policy, width).Evaluate(request, collect: false).Fitness);
    }

    [Theory, MemberData(nameof(OfEpisodes))]
    public void An_evaluation_is_the_return_of_the_controller(string name)
    {
        TrainingRun run = GradientRuns.Create(name);
        TrainingState state = GradientRuns.Train(run);
        EvaluationResult said = run.Trainer.Evaluate(50, 3);
        RolloutRequest request = new()
        {
            Candidates = new RepeatedCandidate(Array.ConvertAll(state.Layout.Search(state.Mean), x => (float)x), 50),
            Vector = state.Mean,
            Seed = run.Configuration.Seed,
            Purpose = RandomPurpose.Evaluation,
            Generation = 3,
            StepLimit = run.StepLimit,
            Scaling = state.Scaling,
        };
        IEnvironment environment = GradientRuns.Environment(run.Configuration);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            Assert.Equal(said.Returns, Backend(environment, TrainingRun.CreatePolicy(run.Configuration, environment.Spec), width).Evaluate(request, collect: false).Fitness);
        Assert.True(said.Deviation > 0);
    }

    /// <summary>The outputs that gradients begin at explain the actions that were played, with the random numbers of their counters.</summary>
    [Theory, MemberData(nameof(OfEpisodes))]
    public void Actions_are_drawn_from_the_outputs_that_gradients_are_computed_for(string name)
    {
        const int Episodes = 20, Generation = 6;
        TrainingRun run = GradientRuns.Create(name);
        TrainingState state = GradientRuns.Train(run);
        IEnvironment environment = GradientRuns.Environment(run.Configuration);
        int inputs = environment.Spec.ObservationSpace.Size;
        RolloutRequest request = run.EvaluationRequest(state.Mean, state.Scaling, Episodes, seed: 5) with { Purpose = RandomPurpose.Training, Generation = Generation };
        double deviation = GradientSettings.Read(run.Configuration.StrategyOptions).Exploration;
        SampledEpisodes played = Sample(environment, run, request, deviation, LaneWidth.Lanes8);

        OptionSet options = run.Configuration.PolicyOptions;
        SpikingNetwork network = SpikingNetwork.Create(options.Get(SpikingSettings.Neuron), inputs, new ActionHead(environment.Spec.ActionSpace).Outputs, new()
        {
            Neurons = options.Get(SpikingSettings.Neurons)!.Value,
            MoreLayers = [.. Enumerable.Repeat(options.Get(SpikingSettings.Neurons)!.Value, options.Get(SpikingSettings.Layers) - 1)],
            Condition = options.Get(SpikingSettings.Condition),
        });
        Assert.Null(network.Layout.Difference(state.Layout));
        SequenceGroup group = SequenceGroup.Create(network, new(), run.StepLimit);
        group.Decode(Array.ConvertAll(state.Mean, x => (double)x));
        int decided = 0, steps = 0;
        for (int first = 0; first < Episodes; first += SequenceGroup.Members)
        {
            int count = Math.Min(SequenceGroup.Members, Episodes - first);
            int longest = EpisodeInputs.Forward(group, played, played.Length, first, count, inputs);
            for (int t = 0; t < longest; t++)
            {
                double[][] outputs = [.. Enumerable.Range(0, network.Outputs).Select(o => Output(group, t, o))];
                for (int m = 0; m < count; m++)
                {
                    if (t >= played.Length[first + m]) continue;
                    steps++;
                    Philox<Scalar> random = Philox<Scalar>.Block(RandomKey.For(5, RandomPurpose.Actions), (uint)(first + m), Generation, 0u, (uint)t << 8);
                    double[] own = [.. outputs.Select(output => output[m])];
                    if (environment.Spec.ActionSpace is Discrete ? Chosen(own, random, played.Action(first + m, t)[0]) : Near(own, random, played.Action(first + m, t)[0], deviation)) decided++;
                }
            }
        }
        Assert.Equal(played.SoundSteps, steps);
        Assert.InRange(decided, .99 * steps, steps);
    }

    /// <summary>Whether an action is decided in float32; then it is the right one.</summary>
    static bool Chosen(double[] outputs, Philox<Scalar> random, double action)
    {
        double[] probabilities = new double[outputs.Length];
        Losses.Softmax(outputs, probabilities);
        double unit = Unit(random.A), below = 0;
        int chosen = 0;
        foreach (double probability in probabilities[..^1])
        {
            below += probability;
            if (Math.Abs(unit - below) < 1e-5) return false;
            if (unit >= below) chosen++;
        }
        Assert.Equal(chosen, action);
        return true;
    }

    static bool Near(double[] outputs, Philox<Scalar> random, double action, double deviation)
    {
        double normal = Math.Sqrt(-2 * Math.Log(1 - Unit(random.A))) * Math.Cos(2 * Math.PI * Unit(random.B));
        Assert.Equal(Math.Tanh(outputs[0]) + deviation * normal, action, 1e-5);
        return true;
    }

    static double Unit(Word<Scalar> word) => word.ToUnit().Value;

    static double[] Output(SequenceGroup group, int step, int output)
    {
        double[] values = new double[SequenceGroup.Members];
        group.GetOutput(step, output, values);
        return values;
    }

    [Theory, MemberData(nameof(OfEpisodes))]
    public void Sampled_episodes_are_the_same_on_any_lane_width_and_number_of_threads(string name)
    {
        TrainingRun run = GradientRuns.Create(name);
        IEnvironment environment = GradientRuns.Environment(run.Configuration);
        RolloutRequest request = run.EvaluationRequest(run.Initial, null, 37, seed: 5);
        SampledEpisodes expected = Sample(environment, run, request, .3, LaneWidth.Scalar);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            foreach (int threads in (int[])[1, 2, 3])
            {
                SampledEpisodes episodes = Sample(environment, run, request, .3, width, threads);
                Assert.Equal(expected.Length, episodes.Length);
                Assert.Equal(expected.Terminated, episodes.Terminated);
                Assert.Equal(expected.Failed, episodes.Failed);
                for (int e = 0; e < expected.Count; e++)
                {
                    Assert.Equal(expected.Rewards(e).ToArray(), episodes.Rewards(e).ToArray());
                    for (int t = 0; t < expected.Length[e]; t++)
                    {
                        Assert.Equal(expected.Observation(e, t).ToArray(), episodes.Observation(e, t).ToArray());
                        Assert.Equal(expected.Action(e, t).ToArray(), episodes.Action(e, t).ToArray());
                    }
                    Assert.Equal(expected.Observation(e, expected.Observed[e] - 1).ToArray(), episodes.Observation(e, episodes.Observed[e] - 1).ToArray());
                }
            }
    }

    [Theory, MemberData(nameof(OfEpisodes))]
    public void What_is_kept_after_a_truncation_is_what_the_next_step_would_have_seen_and_its_value_the_value_there(string name)
    {
        const int Episodes = 20, Limit = 12;
        RunConfiguration configuration = GradientRuns.Configuration(name);
        configuration = configuration.With(("advantage", "critic"));
        TrainingRun shorter = GradientRuns.Create(configuration with { StepLimit = Limit }), longer = GradientRuns.Create(configuration with { StepLimit = Limit + 1 });
        IEnvironment environment = GradientRuns.Environment(configuration);
        RolloutRequest request = longer.EvaluationRequest(longer.Initial, longer.Trainer.State.Scaling, Episodes, seed: 5);
        SampledEpisodes whole = Sample(environment, longer, request, .3, LaneWidth.Lanes8), cut = Sample(environment, shorter, request with { StepLimit = Limit }, .3, LaneWidth.Lanes8);
        double[][] values = Values(whole, longer), cutValues = Values(cut, longer);
        int truncated = 0;
        for (int e = 0; e < Episodes; e++)
        {
            if (cut.Terminated[e]) continue;
            truncated++;
            Assert.Equal((Limit, Limit + 1), (cut.Length[e], cut.Observed[e]));
            Assert.Equal(whole.Observation(e, Limit).ToArray(), cut.Observation(e, Limit).ToArray());
            Assert.Equal(values[e].Take(Limit + 1), cutValues[e]);
            Assert.NotEqual(cut.Observation(e, Limit - 1).ToArray(), cut.Observation(e, Limit).ToArray());
        }
        Assert.InRange(truncated, Episodes / 2, Episodes);

        double[][] Values(SampledEpisodes played, TrainingRun run) => GradientRuns.Critic(run, environment).Values(played);
    }

    static SampledEpisodes Sample(IEnvironment environment, TrainingRun run, RolloutRequest request, double deviation, LaneWidth width, int threads = 1)
    {
        SampledEpisodes episodes = new(request.Candidates.Count, run.StepLimit, environment.Spec.ObservationSpace.Size, environment.Spec.ActionSpace.Size);
        EpisodeSampler.Create(environment, run.Policy, deviation, width).Run(request, episodes, null, threads);
        return episodes;
    }

    static ThreadBackend Backend(IEnvironment environment, Policy policy, LaneWidth width) => new(Rollout.Create(environment, policy, width), environment.Spec.ObservationSpace.Size, 1);
}
