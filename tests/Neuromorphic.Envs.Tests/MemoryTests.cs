using System.Text.Json;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Tests;

public class MemoryTests
{
    sealed record Episode(int Steps, int Bits, int[] Context, int Query, double[] Actions, double[][] Observations, double[] Rewards);

    static IEnumerable<Episode> Episodes =>
        from item in GoldenTrajectories.Read("memory_chain.json").GetProperty("cases").EnumerateArray()
        from episode in item.GetProperty("episodes").EnumerateArray()
        select new Episode(item.GetProperty("memory_length").GetInt32(), item.GetProperty("num_bits").GetInt32(),
            [.. episode.GetProperty("context").EnumerateArray().Select(bit => bit.GetInt32())], episode.GetProperty("query").GetInt32(),
            GoldenTrajectories.Doubles(episode.GetProperty("actions")),
            [.. episode.GetProperty("observations").EnumerateArray().Select(GoldenTrajectories.Doubles)],
            GoldenTrajectories.Doubles(episode.GetProperty("rewards")));

    [Fact]
    public void Memory_size_agrees_with_bsuite_for_every_length_and_number_of_bits()
    {
        foreach (Episode episode in Episodes)
        {
            double[] first = [0, episode.Query, .. episode.Context.Select(bit => 2.0 * bit - 1)];
            Follow<Scalar64>(new MemorySize(episode.Bits, episode.Steps), first, episode);
            Follow<Lanes8>(new MemorySize(episode.Bits, episode.Steps), first, episode);
        }
    }

    [Fact]
    public void Memory_length_agrees_with_bsuite()
    {
        Assert.Contains(Episodes, episode => episode is { Bits: 1, Steps: 100 });
        foreach (Episode episode in Episodes.Where(episode => episode.Bits == 1))
        {
            double[] first = [0, 2 * episode.Context[0] - 1];
            Follow<Scalar64>(new MemoryLength(episode.Steps), first, episode);
            Follow<Lanes8>(new MemoryLength(episode.Steps), first, episode);
        }
    }

    [Fact]
    public void The_cue_is_seen_at_its_moment_alone_and_the_question_is_the_last_step()
    {
        foreach (int steps in new[] { 1, 2, 10 })
            foreach ((IEnvironment environment, double[] first, int cue) in new (IEnvironment, double[], int)[]
            {
                (new MemoryLength(steps), [0, 1], 2), (new MemoryLength(steps, MemoryLengthMode.Paper), [0, 1], 0), (new MemorySize(3, steps), [0, 2, 1, -1, 1], 2),
            })
            {
                KernelDriver<Scalar64> driver = new(environment);
                EnvironmentSpec spec = environment.Spec;
                Moment shown = spec.Moments.Single(moment => moment.Name == "cue"), question = spec.Moments.Single(moment => moment.Name == "question");
                double[] state = first;
                for (int step = 0; step < spec.StepLimit; step++)
                {
                    Assert.Equal(step >= shown.First && step <= shown.Last, driver.Observe(state)[cue] != 0);
                    state = driver.Step(state, [0]).State;
                }
                Assert.Equal((spec.StepLimit - 1, spec.StepLimit - 1), (question.First, question.Last));
            }
    }

    static void Follow<R>(IEnvironment environment, double[] state, Episode episode) where R : unmanaged, IReal<R>
    {
        KernelDriver<R> driver = new(environment);
        Assert.Equal(episode.Observations[0], driver.Observe(state));
        for (int k = 0; k < episode.Actions.Length; k++)
        {
            Outcome outcome = driver.Step(state, [episode.Actions[k]]);
            // bsuite's observations are float32.
            Close.Assert(episode.Observations[k + 1], outcome.Observation, 1e-7, $"N = {episode.Steps}, observation after step {k}");
            Assert.Equal(episode.Rewards[k], outcome.Reward);
            Assert.Equal(k == episode.Actions.Length - 1, outcome.Terminated);
            state = outcome.State;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void The_papers_memory_length_shows_the_cue_once_and_pays_on_the_last_of_N_steps(int steps)
    {
        KernelDriver<Scalar64> driver = new(new MemoryLength(steps, MemoryLengthMode.Paper));
        foreach (double cue in new[] { -1.0, 1.0 })
            foreach (double answer in new[] { 0.0, 1.0 })
            {
                double[] state = [0, cue];
                Assert.Equal([cue, 0], driver.Observe(state));
                for (int k = 1; k <= steps; k++)
                {
                    // Only the last action counts: the ones before are the opposite.
                    Outcome outcome = driver.Step(state, [k == steps ? answer : 1 - answer]);
                    Assert.Equal([0, k / (double)steps], outcome.Observation);
                    Assert.Equal(k == steps, outcome.Terminated);
                    Assert.Equal(k < steps ? 0 : answer == 1 == (cue == 1) ? 1 : -1, outcome.Reward);
                    state = outcome.State;
                }
            }
    }

    [Fact]
    public void Resets_draw_every_bit_and_every_query_equally_often()
    {
        const int Bits = 7, Draws = 7000;
        KernelEnvironment environment = new(new MemorySize(Bits));
        double[] ones = new double[Bits], queries = new double[Bits];
        for (ulong seed = 0; seed < Draws; seed++)
        {
            environment.Reset(seed);
            double[] state = environment.State;
            queries[(int)state[1]]++;
            for (int i = 0; i < Bits; i++) ones[i] += state[2 + i] == 1 ? 1 : 0;
        }
        // Five standard deviations of the binomial distributions.
        Assert.All(ones, count => Assert.InRange(count, 3500 - 210, 3500 + 210));
        Assert.All(queries, count => Assert.InRange(count, 1000 - 147, 1000 + 147));
    }

    [Fact]
    public void A_default_struct_is_a_sensible_task()
    {
        Assert.Equal((10, MemoryLengthMode.BsuiteCompatible, 11), (default(MemoryLength).Steps, default(MemoryLength).Mode, default(MemoryLength).Spec.StepLimit));
        Assert.Equal((5, 2, 3), (default(MemorySize).Bits, default(MemorySize).Steps, default(MemorySize).Spec.StepLimit));
    }
}
