using System.Collections.Concurrent;
using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Neuromorphic.Tests.Policies;
using Neuromorphic.Tests.Training;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Rollouts;

/// <summary>Examples that all members see pass a first layer that none of them has of its own once for all of them.</summary>
public sealed class SharedInputTests
{
    const int Members = 18, Episodes = 9;

    static ImageClassification Task(IExamples? training = null) => NoisyPatterns.Task(training ?? new NoisyPatterns(100, 2), new NoisyPatterns(60, 3)).ByLogLikelihood();

    static Policy Policy(params (string, object)[] settings) =>
        TrainingRun.CreatePolicy(new RunConfiguration { Environment = "patterns" }.With([("neurons", 37), ("sub-steps", 3), ("input-scale", 2), .. settings]), Task().Spec);

    static RolloutRequest Request(Policy policy, ulong seed = 3)
    {
        float[] vector = policy.Layout.InitialVector(seed);
        double[] mean = policy.Layout.Search(vector);
        return new()
        {
            Candidates = new PhiloxNoise(5, mean.Length).Candidates(0, Members, mean, [.. mean.Select(_ => .3)], Sampling.Antithetic),
            Vector = vector,
            Seed = 7,
            Purpose = RandomPurpose.Training,
            Generation = 2,
            StepLimit = 1,
            Episodes = Episodes,
            Randomness = EpisodeRandomness.Common,
        };
    }

    public static TheoryData<string, string> Controllers => new()
    {
        { "readout", "spikes" }, { "readout", "leaky-integrator" }, { "shared", "tau,rest" }, { "neuron", "adaptive-lif" }, { "learned", "threshold" }, { "condition", "weight" }, { "layers", "2" },
    };

    /// <summary>Whoever wants sums of observations gets the whole controller.</summary>
    [Theory, MemberData(nameof(Controllers))]
    public void The_bits_are_those_of_the_whole_controller(string setting, string value)
    {
        Policy policy = Policy((setting, value));
        RolloutRequest request = Request(policy);
        double[] whole = new ThreadBackend(Rollout.Create(Task(), policy), NoisyPatterns.Pixels, 1).Evaluate(request, collect: true).Fitness;
        Assert.True(whole.Distinct().Count() > Members / 2);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            foreach (int threads in (int[])[1, 3])
                Assert.Equal(whole, new ThreadBackend(Rollout.Create(Task(), policy, width), NoisyPatterns.Pixels, threads).Evaluate(request, collect: false).Fitness);
    }

    /// <summary>Examples that note how often each is read.</summary>
    sealed class Counted(IExamples examples) : IExamples
    {
        public ConcurrentDictionary<int, int> Reads { get; } = new();
        public int Count => examples.Count;
        public int InputSize => examples.InputSize;
        public int Label(int example) => examples.Label(example);

        public void Read(int example, Span<float> input)
        {
            Reads.AddOrUpdate(example, 1, (_, reads) => reads + 1);
            examples.Read(example, input);
        }
    }

    [Fact]
    public void An_example_is_read_once_for_all_members_and_generations()
    {
        Counted examples = new(new NoisyPatterns(100, 2));
        Policy policy = Policy();
        ThreadBackend backend = new(Rollout.Create(Task(examples), policy, LaneWidth.Scalar), NoisyPatterns.Pixels, 1);
        RolloutRequest request = Request(policy);
        for (int generation = 0; generation < 3; generation++) backend.Evaluate(request with { Generation = generation }, collect: false);
        Assert.InRange(examples.Reads.Count, Episodes + 1, 3 * Episodes);
        Assert.All(examples.Reads.Values, reads => Assert.Equal(1, reads));
        backend.Evaluate(request with { Randomness = EpisodeRandomness.Independent }, collect: false);
        Assert.Contains(examples.Reads.Values, reads => reads > 1);
    }

    [Fact]
    public void Another_matrix_gives_its_own_products()
    {
        Policy policy = Policy();
        ThreadBackend backend = new(Rollout.Create(Task(), policy), NoisyPatterns.Pixels, 2);
        double[] first = backend.Evaluate(Request(policy, seed: 3), collect: false).Fitness, second = backend.Evaluate(Request(policy, seed: 4), collect: false).Fitness;
        Assert.NotEqual(first, second);
        Assert.Equal(new ThreadBackend(Rollout.Create(Task(), policy), NoisyPatterns.Pixels, 1).Evaluate(Request(policy, seed: 4), collect: true).Fitness, second);
        Assert.Equal(first, backend.Evaluate(Request(policy, seed: 3), collect: false).Fitness);
    }

    [Fact]
    public void Without_room_products_are_computed_again()
    {
        const int Rows = 5, Kept = 7;
        Counted examples = new(new NoisyPatterns(40, 2));
        InputCurrents some = new(examples, Rows, sizeof(float) * Rows * Kept), all = new(new NoisyPatterns(40, 2), Rows);
        float[] matrix = [.. Enumerable.Range(0, Rows * NoisyPatterns.Pixels).Select(i => (i * 37 % 101 - 50) / 64f)];
        some.Use(matrix);
        all.Use(matrix);
        float[] sums = new float[Rows], expected = new float[Rows];
        for (int pass = 0; pass < 3; pass++)
        {
            for (int i = 0; i < examples.Count; i++)
            {
                some.Read(i, sums);
                all.Read(i, expected);
                Assert.Equal(expected, sums);
            }
            // The first are kept until room is made; the last is computed in every pass.
            Assert.Equal((pass < 2 ? 1 : 2, pass + 1), (examples.Reads[0], examples.Reads[39]));
            if (pass == 1) some.MakeRoom();
        }
    }
}
