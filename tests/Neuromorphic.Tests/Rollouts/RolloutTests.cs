using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Evolution;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;
using Xunit;

namespace Neuromorphic.Tests.Rollouts;

/// <summary>Laws of a rollout in every lane width, with more members than lanes and a last group that is not full.</summary>
public class RolloutTests
{
    const int Members = 21, Length = 4;

    public static TheoryData<LaneWidth> Widths => [.. Enum.GetValues<LaneWidth>()];

    static RolloutResult Run(LaneWidth width, Pay pay, RolloutRequest request, bool collect = false, int length = Length) =>
        new ThreadBackend(Rollout.Create(new TestEnvironment(length, pay), EchoKernel.Policy, width), 2, 1).Evaluate(request, collect);

    /// <summary>What the reset of an episode draws.</summary>
    static double Start(uint member, uint episode, RandomPurpose purpose = RandomPurpose.Training, uint generation = 3) =>
        Philox<Scalar>.Block(RandomKey.For(5, purpose), member, generation, episode, 0u).A.ToUnit().Value;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Fitness_is_the_mean_return_over_episodes(LaneWidth width)
    {
        RolloutResult result = Run(width, Pay.Start, EchoKernel.Request(Members) with { Episodes = 3 });
        Assert.Equal(Members, result.Fitness.Length);
        for (uint member = 0; member < Members; member++)
        {
            double expected = Length * (Start(member, 0) + Start(member, 1) + Start(member, 2)) / 3;
            Assert.Equal(expected, result.Fitness[member], 1e-12);
            Assert.Equal(3 * Length, result.Steps[member]);
        }
        Assert.Equal(Members, result.Fitness.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void What_an_environment_could_not_solve_is_counted_until_the_episode_ends(LaneWidth width)
    {
        RolloutResult result = Run(width, Pay.BreaksByReward, EchoKernel.Request(Members) with { Episodes = 3 });
        Assert.Equal(result.Steps, result.Unconverged);
        Assert.Equal([6L, 8, 10, 12], result.Unconverged.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_step_limit_truncates(LaneWidth width)
    {
        RolloutResult result = Run(width, Pay.Start, EchoKernel.Request(Members) with { StepLimit = 3 });
        for (uint member = 0; member < Members; member++) Assert.Equal((3 * Start(member, 0), 3), (result.Fitness[member], result.Steps[member]));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void With_common_random_numbers_all_members_meet_the_same_episodes(LaneWidth width)
    {
        RolloutResult result = Run(width, Pay.Start, EchoKernel.Request(Members) with { Randomness = EpisodeRandomness.Common, Episodes = 2 });
        Assert.All(result.Fitness, fitness => Assert.Equal(Length * (Start(0, 0) + Start(0, 1)) / 2, fitness, 1e-12));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Antithetic_episodes_are_mirror_images_in_pairs(LaneWidth width)
    {
        RolloutRequest request = EchoKernel.Request(Members) with { Sampling = EpisodeSampling.Antithetic };
        Assert.All(Run(width, Pay.Start, request with { Episodes = 2 }).Fitness, fitness => Assert.Equal(Length * .5, fitness, 1e-6));
        // An odd number of episodes leaves the last one without its image: it is that of counter 1.
        double[] three = Run(width, Pay.Start, request with { Episodes = 3 }).Fitness;
        for (uint member = 0; member < Members; member++) Assert.Equal(Length * (1 + Start(member, 1)) / 3, three[member], 1e-6);
    }

    [Theory]
    [InlineData(Pay.BreaksByReward)]
    [InlineData(Pay.BreaksByObservation)]
    public void A_member_whose_numbers_are_not_finite_has_no_fitness_and_disturbs_no_other(Pay pay)
    {
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            RolloutResult result = Run(width, pay, EchoKernel.Request(Members), collect: true);
            int broken = 0;
            for (uint member = 0; member < Members; member++)
            {
                bool breaks = Start(member, 0) > .5;
                if (breaks) broken++;
                Assert.Equal(breaks ? double.NaN : Length * Start(member, 0), result.Fitness[member], 1e-12);
                Assert.True(double.IsFinite(result.Observations!.Sum[2 * member]) && double.IsFinite(result.Observations.Square[2 * member]));
            }
            Assert.InRange(broken, 5, 16);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_member_whose_outputs_are_not_finite_fails_though_its_actions_are(LaneWidth width)
    {
        foreach (string kind in (string[])["cartpole", "pendulum"]) // the greatest output, hyperbolic tangents
        {
            IEnvironment environment = ClassicEnvironments.Create(kind);
            foreach (Policy policy in (Policy[])[SpikingPolicy.Create("lif", environment.Spec, new() { Neurons = 20 }), MlpPolicy.Create(environment.Spec, new() { Neurons = 8, Layers = 1, Activations = [Expression.Parse("relu")] })])
            {
                float[] vector = policy.Layout.InitialVector(1), broken = [.. vector];
                Array.Fill(broken, float.NaN);
                AssertFailed(0, vector);
                AssertFailed(Members, broken);
                // One number is enough: of those that are trained, whatever the kernel makes of it ...
                float[] search = Array.ConvertAll(policy.Layout.Search(vector), x => (float)x);
                search[^1] = float.PositiveInfinity;
                Assert.All(Run(vector, search).Fitness, fitness => Assert.Equal(double.NaN, fitness));
                // ... and of the weights of a readout.
                vector[^1] = float.NaN;
                AssertFailed(Members, vector);
                // Nor does a weight into neurons that never fire for it play as if it were zero.
                float[] input = policy.Layout.InitialVector(1);
                input[policy.Layout.Slices.First(slice => slice.Name.EndsWith("/weight", StringComparison.Ordinal)).Offset] = float.NaN;
                AssertFailed(Members, input);

                void AssertFailed(int count, float[] all) => Assert.Equal(count, Run(all, Array.ConvertAll(policy.Layout.Search(all), x => (float)x)).Fitness.Count(double.IsNaN));

                RolloutResult Run(float[] all, float[] trained) => new ThreadBackend(Rollout.Create(environment, policy, width), environment.Spec.ObservationSpace.Size, 1)
                    .Evaluate(EchoKernel.Request(Members) with { Candidates = new RepeatedCandidate(trained, Members), Vector = all }, collect: false);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_member_that_observes_beyond_the_range_of_sums_fails_and_is_left_out(LaneWidth width)
    {
        RolloutResult result = new ThreadBackend(Rollout.Create(new TestEnvironment(Length, Pay.Start, huge: 1e30), EchoKernel.Policy, width), 2, 1)
            .Evaluate(EchoKernel.Request(Members), collect: true);
        ObservationNormalizer normalizer = new(2);
        normalizer.Merge(result.Observations!, [0, 0]);
        int sound = 0;
        for (uint member = 0; member < Members; member++)
        {
            bool breaks = Start(member, 0) > .5;
            Assert.Equal(breaks ? double.NaN : Length * Start(member, 0), result.Fitness[member], 1e-12);
            if (!breaks) sound++;
        }
        Assert.InRange(sound, 5, 16);
        Assert.Equal(sound * Length, normalizer.Count);
        Assert.InRange(normalizer.Mean[0], 0, .5);
        Assert.Equal(1.5, normalizer.Mean[1]); // steps 0 to 3
    }

    [Fact]
    public void A_vector_of_another_length_is_refused_and_changes_nothing()
    {
        IEnvironment environment = ClassicEnvironments.Create("cartpole");
        Policy policy = SpikingPolicy.Create("lif", environment.Spec, new() { Neurons = 8 });
        float[] vector = policy.Layout.InitialVector(1), search = Array.ConvertAll(policy.Layout.Search(vector), x => (float)x);
        ThreadBackend backend = new(Rollout.Create(environment, policy), 4, 1);
        RolloutRequest request = EchoKernel.Request(Members) with { Candidates = new RepeatedCandidate(search, Members), Vector = vector };
        double[] before = backend.Evaluate(request, collect: false).Fitness;
        foreach (int length in (int[])[0, 31, 33, 1_000_000])
            AssertRefused($"The candidates have {length} numbers; the policy has 32 trained ones.", request with { Candidates = new RepeatedCandidate(new float[length], Members) });
        foreach (int length in (int[])[0, vector.Length - 1, vector.Length + 1])
            AssertRefused($"The vector has {length} numbers; the policy's layout has {vector.Length}.", request with { Vector = new float[length] });
        AssertRefused("The scaling has 5 means and 4 factors; observations have 4 numbers.", request with { Scaling = new(new float[5], new float[4]) });
        Assert.Equal(before, backend.Evaluate(request, collect: false).Fitness);

        void AssertRefused(string message, RolloutRequest wrong) => Assert.Equal(message, Assert.Throws<ArgumentException>(() => backend.Evaluate(wrong, collect: false)).Message);
    }

    [Fact]
    public void Candidates_of_different_lengths_are_refused() =>
        Assert.Contains("Candidate 1 has 3 numbers, candidate 0 2.", Assert.Throws<ArgumentException>(() => new ListedCandidates([[1, 2], [1, 2, 3]])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_policy_plays_only_in_spaces_for_which_it_was_made()
    {
        Policy policy = SpikingPolicy.Create("lif", ClassicEnvironments.Create("cartpole").Spec, new() { Neurons = 8 });
        AssertRefused("The policy reads observations of 4 numbers; the environment gives 3.", "pendulum", policy);
        AssertRefused("The policy chooses from Discrete(2); the environment takes Discrete(3).", "mountain-car", policy with { Observations = 2 });
        AssertRefused("The policy chooses from Discrete(2); the environment takes Box(1).", "mountain-car-continuous", policy with { Observations = 2 });

        static void AssertRefused(string message, string environment, Policy policy) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => Rollout.Create(ClassicEnvironments.Create(environment), policy)).Message);
    }

    [Fact]
    public void A_vector_edited_in_place_plays_with_the_edited_numbers()
    {
        IEnvironment environment = ClassicEnvironments.Create("cartpole");
        Policy policy = SpikingPolicy.Create("lif", environment.Spec, new() { Neurons = 16 }), other = policy;
        float[] vector = policy.Layout.InitialVector(1), edited = policy.Layout.InitialVector(2);
        ThreadBackend backend = new(Rollout.Create(environment, policy), 4, 1);
        double[] before = Fitness(backend, vector);
        edited.CopyTo(vector.AsSpan());
        double[] fresh = Fitness(new(Rollout.Create(environment, policy), 4, 1), edited);
        Assert.NotEqual(before, fresh);
        Assert.Equal(fresh, Fitness(backend, vector));

        double[] Fitness(ThreadBackend backend, float[] all) => backend.Evaluate(
            EchoKernel.Request(Members) with { Candidates = new RepeatedCandidate(Array.ConvertAll(policy.Layout.Search(all), x => (float)x), Members), Vector = all }, collect: false).Fitness;
    }

    [Fact]
    public void A_broken_episode_among_sound_ones_breaks_the_member()
    {
        RolloutResult result = Run(LaneWidth.Lanes8, Pay.BreaksByReward, EchoKernel.Request(Members) with { Episodes = 2 });
        for (uint member = 0; member < Members; member++)
            Assert.Equal(Start(member, 0) > .5 || Start(member, 1) > .5, double.IsNaN(result.Fitness[member]));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Observations_are_scaled_and_clipped_and_actions_reach_their_bounds(LaneWidth width)
    {
        // A box from -2 to 6: output y becomes 2 + 4 tanh(y).
        double[] plain = Run(width, Pay.Action, EchoKernel.Request(Members), length: 1).Fitness;
        double[] scaled = Run(width, Pay.Action, EchoKernel.Request(Members) with { Scaling = new([.5f, 0], [4, 1]) }, length: 1).Fitness;
        double[] clipped = Run(width, Pay.Action, EchoKernel.Request(Members) with { Scaling = new([.5f, 0], [1e4f, 1]) }, length: 1).Fitness;
        for (uint member = 0; member < Members; member++)
        {
            double u = Start(member, 0);
            Assert.Equal(2 + 4 * Math.Tanh(u), plain[member], 4e-6);
            Assert.Equal(2 + 4 * Math.Tanh((u - .5) * 4), scaled[member], 4e-6);
            Assert.Equal(2 + 4 * Math.Tanh(Math.Clamp((u - .5) * 1e4, -ObservationScaling.Clip, ObservationScaling.Clip)), clipped[member], 1e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Sums_of_observations_are_of_differences_from_the_shift_of_the_same_request(LaneWidth width)
    {
        var backend = new ThreadBackend(Rollout.Create(new TestEnvironment(Length, Pay.Start), EchoKernel.Policy, width), 2, 1);
        Check(backend.Evaluate(EchoKernel.Request(Members) with { Scaling = new([.25f, 2], [1, 1]) }, collect: true), .25, 2);
        Check(backend.Evaluate(EchoKernel.Request(Members), collect: true), 0, 0); // the memory has served another request before

        static void Check(RolloutResult result, double first, double second)
        {
            ObservationSums sums = result.Observations!;
            for (uint member = 0; member < Members; member++)
            {
                double u = Start(member, 0) - first;
                Assert.Equal(Length, sums.Count[member]);
                Assert.Equal(Length * u, sums.Sum[2 * member], 1e-6);
                Assert.Equal(Length * u * u, sums.Square[2 * member], 1e-6);
                Assert.Equal(6 - Length * second, sums.Sum[2 * member + 1], 1e-6);
                Assert.Equal(Enumerable.Range(0, Length).Sum(t => (t - second) * (t - second)), sums.Square[2 * member + 1], 1e-6);
            }
        }
    }

    [Fact]
    public void A_request_gives_the_same_result_for_any_number_of_threads_and_any_width()
    {
        foreach (EpisodeRandomness randomness in Enum.GetValues<EpisodeRandomness>())
            foreach (EpisodeSampling sampling in Enum.GetValues<EpisodeSampling>())
                foreach (bool collect in (bool[])[false, true])
                    foreach (Pay pay in (Pay[])[Pay.Start, Pay.BreaksByReward])
                        Check(pay, EchoKernel.Request(100) with { Episodes = 7, Randomness = randomness, Sampling = sampling }, collect);

        static void Check(Pay pay, RolloutRequest request, bool collect)
        {
            RolloutResult expected = Run(LaneWidth.Scalar, pay, request, collect);
            Assert.Equal(pay == Pay.BreaksByReward, Array.Exists(expected.Fitness, double.IsNaN));
            foreach ((LaneWidth? width, int threads) in TrainerTests.Divisions)
            {
                RolloutResult result = new ThreadBackend(Rollout.Create(new TestEnvironment(Length, pay), EchoKernel.Policy, width), 2, threads).Evaluate(request, collect);
                Assert.Equal(expected.Fitness, result.Fitness);
                Assert.Equal(expected.Steps, result.Steps);
                Assert.Equal(expected.Unconverged, result.Unconverged);
                Assert.Equal(expected.Observations?.Count, result.Observations?.Count);
                Assert.Equal(expected.Observations?.Sum, result.Observations?.Sum);
                Assert.Equal(expected.Observations?.Square, result.Observations?.Square);
            }
        }
    }

    [Fact]
    public void An_episode_in_full_is_the_one_that_the_member_met()
    {
        RolloutRequest request = EchoKernel.Request(Members) with { Scaling = new([.5f, 0], [4, 1]) };
        double[] expected = Run(LaneWidth.Lanes8, Pay.Action, request).Fitness;
        Assert.Equal(Members, expected.Distinct().Count());
        for (int member = 0; member < Members; member++)
        {
            Episode episode = Episode.Play(new TestEnvironment(Length, Pay.Action), EchoKernel.Policy, request, member: member);
            Assert.Equal(expected[member], episode.Return);
            Assert.Equal((Length, Length + 1), (episode.Rewards.Count, episode.States.Count));
            for (int step = 0; step < Length; step++) Assert.Equal([(float)Start((uint)member, 0), step], episode.Observations[step]);
        }
        Assert.Contains("0 to 20", Assert.Throws<ArgumentOutOfRangeException>(() => Episode.Play(new TestEnvironment(Length, Pay.Action), EchoKernel.Policy, request, member: Members)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Pay.BreaksByReward)]
    [InlineData(Pay.BreaksByObservation)]
    public void An_episode_in_full_breaks_where_the_member_did(Pay pay)
    {
        RolloutRequest request = EchoKernel.Request(Members);
        RolloutResult result = Run(LaneWidth.Lanes8, pay, request);
        for (int member = 0; member < Members; member++)
        {
            Episode episode = Episode.Play(new TestEnvironment(Length, pay), EchoKernel.Policy, request, member: member);
            Assert.Equal(result.Fitness[member], episode.Return);
            Assert.Equal(result.Steps[member], episode.Rewards.Count);
        }
    }

    [Fact]
    public void Training_and_evaluation_never_share_random_numbers()
    {
        HashSet<double> training = [];
        for (int generation = 0; generation < 8; generation++)
            training.UnionWith(Run(LaneWidth.Lanes16, Pay.Start, EchoKernel.Request(64) with { Generation = generation }, length: 1).Fitness);
        Assert.Equal(8 * 64, training.Count);
        for (int stream = 0; stream < 8; stream++)
            foreach (double start in Run(LaneWidth.Lanes16, Pay.Start, EchoKernel.Request(64) with { Generation = stream, Purpose = RandomPurpose.Evaluation }, length: 1).Fitness)
                Assert.DoesNotContain(start, training);
    }
}
