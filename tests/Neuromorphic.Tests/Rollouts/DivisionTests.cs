using System.Collections.Concurrent;
using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Rollouts;

/// <summary>How work is divided among threads: units that are there to be worked on, counted where cores are missing.</summary>
public class DivisionTests
{
    static readonly LaneWidth[] Both = [LaneWidth.Lanes16, LaneWidth.Lanes8];

    [Theory]
    [InlineData(128, 1, false, 16, LaneWidth.Lanes8, 16)] // narrower lanes
    [InlineData(128, 1, true, 16, LaneWidth.Lanes8, 16)]
    [InlineData(128, 2, false, 16, LaneWidth.Lanes16, 16)] // episodes
    [InlineData(128, 2, true, 16, LaneWidth.Lanes8, 16)] // sums of observations run through all episodes of a member
    [InlineData(128, 2, false, 32, LaneWidth.Lanes8, 32)] // both
    [InlineData(128, 64, false, 16, LaneWidth.Lanes16, 16)] // no finer than threads ask for
    [InlineData(32, 1, false, 16, LaneWidth.Lanes8, 4)]
    [InlineData(128, 1, false, 8, LaneWidth.Lanes16, 8)] // as wide as they come where groups are enough
    [InlineData(256, 4, false, 16, LaneWidth.Lanes16, 16)]
    [InlineData(128, 1, false, 12, LaneWidth.Lanes16, 8)] // 16 groups would take two turns
    [InlineData(144, 1, false, 16, LaneWidth.Lanes16, 9)]
    [InlineData(128, 1, false, 2, LaneWidth.Lanes16, 8)]
    [InlineData(1, 1, false, 16, LaneWidth.Lanes8, 1)]
    public void Units_are_as_many_as_threads_where_that_ends_earlier(int members, int episodes, bool together, int threads, LaneWidth width, int units)
    {
        Division division = Division.Of(members, episodes, together, threads, Both);
        Assert.Equal((width, units), (division.Width, division.Units));
    }

    [Fact]
    public void Units_hold_every_episode_of_every_member_once()
    {
        foreach (int members in (int[])[1, 15, 16, 17, 100, 128, 300])
            foreach (int episodes in (int[])[1, 2, 3, 7, 64])
                foreach (int threads in (int[])[1, 2, 3, 5, 8, 16, 33])
                    foreach (bool together in (bool[])[false, true])
                    {
                        Division division = Division.Of(members, episodes, together, threads, Both);
                        int[,] played = new int[members, episodes];
                        for (int i = 0; i < division.Units; i++)
                        {
                            RolloutUnit unit = division[i];
                            Assert.True(!together || (unit.From, unit.Until) == (0, episodes));
                            for (int member = unit.First; member < Math.Min(members, unit.First + (int)division.Width); member++)
                                for (int episode = unit.From; episode < unit.Until; episode++) played[member, episode]++;
                        }
                        Assert.All(played.Cast<int>(), times => Assert.Equal(1, times));
                        if ((members + 15) / 16 >= threads) Assert.Equal((LaneWidth.Lanes16, 1), (division.Width, division.Parts));
                    }
    }

    [Theory]
    [InlineData("cartpole")]
    [InlineData("memory-length")]
    public void A_population_of_128_keeps_16_threads_busy(string environment)
    {
        Assert.SkipUnless(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(LaneWidths.Variable)), "The lane width is forced.");
        RunConfiguration configuration = ClassicEnvironments.Configure(environment, []);
        IEnvironment task = configuration.CreateEnvironment();
        TrainingRun run = TrainingRun.Create(configuration, task, 16);
        RolloutRequest request = run.EvaluationRequest(run.Initial, null, run.Strategy!.PopulationSize, 1) with { Episodes = configuration.Episodes };
        Assert.Equal(128, request.Candidates.Count);
        Assert.True(Rollout.Create(task, run.Policy).Divide(request, collect: configuration.Normalization != Normalization.Off, 16).Units >= 16);
    }

    [Fact]
    public void A_batch_of_32_episodes_keeps_more_than_two_threads_busy()
    {
        Assert.SkipUnless(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(LaneWidths.Variable)), "The lane width is forced.");
        RunConfiguration configuration = ClassicEnvironments.Configure("cartpole", [new("method", "bptt")]);
        IEnvironment task = configuration.CreateEnvironment();
        TrainingRun run = TrainingRun.Create(configuration, task, 16);
        Assert.True(EpisodeSampler.Create(task, run.Policy, 1, null).Divide(32, 16).Units >= 4);
        SpikingNetwork network = SpikingNetwork.Create("lif", 4, 2, new() { Neurons = 1024 });
        ConcurrentBag<int> shares = [];
        new BatchGradient(network, new(), 2, threads: 16).Run(new double[network.Layout.Count], 32, (group, _, _) =>
        {
            shares.Add(group.Threads);
            group.Begin(2);
            group.Forward();
        });
        Assert.Equal([8, 8], shares);
    }
}
