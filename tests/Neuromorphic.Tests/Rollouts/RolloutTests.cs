using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
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
        // A box from -2 to 6: action a becomes 2 + 4 a.
        double[] plain = Run(width, Pay.Action, EchoKernel.Request(Members), length: 1).Fitness;
        double[] scaled = Run(width, Pay.Action, EchoKernel.Request(Members) with { Scaling = new([.5f, 0], [4, 1]) }, length: 1).Fitness;
        double[] clipped = Run(width, Pay.Action, EchoKernel.Request(Members) with { Scaling = new([.5f, 0], [1e4f, 1]) }, length: 1).Fitness;
        for (uint member = 0; member < Members; member++)
        {
            double u = Start(member, 0);
            Assert.Equal(2 + 4 * u, plain[member], 1e-6);
            Assert.Equal(2 + 4 * ((u - .5) * 4), scaled[member], 1e-6);
            Assert.Equal(2 + 4 * Math.Clamp((u - .5) * 1e4, -ObservationScaling.Clip, ObservationScaling.Clip), clipped[member], 1e-3);
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
        RolloutRequest request = EchoKernel.Request(100) with { Episodes = 2 };
        RolloutResult expected = Run(LaneWidth.Scalar, Pay.Start, request, collect: true);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            foreach (int threads in (int[])[1, 2, 4])
            {
                RolloutResult result = new ThreadBackend(Rollout.Create(new TestEnvironment(Length, Pay.Start), EchoKernel.Policy, width), 2, threads).Evaluate(request, collect: true);
                Assert.Equal(expected.Fitness, result.Fitness);
                Assert.Equal(expected.Steps, result.Steps);
                Assert.Equal(expected.Observations!.Sum, result.Observations!.Sum);
                Assert.Equal(expected.Observations.Square, result.Observations.Square);
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
