using Neuromorphic.Rollouts;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>Advantages against numbers that were worked out by hand.</summary>
public sealed class AdvantagesTests
{
    const double Exact = 1e-12;

    static SampledEpisodes Episodes(params (float[] Rewards, bool Terminated, bool Failed)[] played)
    {
        SampledEpisodes episodes = new(played.Length, 5, 1, 1);
        for (int e = 0; e < played.Length; e++)
        {
            (float[] rewards, bool terminated, bool failed) = played[e];
            rewards.CopyTo(episodes.AllRewards(e));
            (episodes.Length[e], episodes.Terminated[e], episodes.Failed[e]) = (rewards.Length, terminated, failed);
        }
        return episodes;
    }

    static void Equal(double[][] expected, double[][] actual)
    {
        Assert.Equal(expected.Select(row => row.Length), actual.Select(row => row.Length));
        for (int e = 0; e < expected.Length; e++)
            for (int t = 0; t < expected[e].Length; t++) Assert.True(Math.Abs(expected[e][t] - actual[e][t]) <= Exact, $"episode {e}, step {t}: {actual[e][t]:R}, not {expected[e][t]:R}");
    }

    [Fact]
    public void Returns_are_discounted_from_each_step_on()
    {
        SampledEpisodes episodes = Episodes(([1, 2, 4], true, false), ([8], false, false));
        Equal([[1 + .5 * 2 + .25 * 4, 2 + .5 * 4, 4], [8]], Advantages.Returns(episodes, .5));
        Equal([[7, 6, 4], [8]], Advantages.Returns(episodes, 1));
        Equal([[1, 2, 4], [8]], Advantages.Returns(episodes, 0));
    }

    [Fact]
    public void An_episode_that_has_ended_counts_with_zero_in_the_baseline_of_later_steps()
    {
        SampledEpisodes episodes = Episodes(([1, 1, 1], true, false), ([1], true, false), ([1, 5], true, false));
        double[][] returns = Advantages.Returns(episodes, 1); // 3 2 1, 1, 6 5
        Equal([[3 - 10 / 3.0, 2 - 7 / 3.0, 1 - 1 / 3.0], [1 - 10 / 3.0], [6 - 10 / 3.0, 5 - 7 / 3.0]], Advantages.WithoutMean(episodes, returns));
    }

    [Fact]
    public void An_episode_that_failed_counts_nowhere()
    {
        SampledEpisodes episodes = Episodes(([1, 1], true, false), ([100, float.NaN], false, true), ([3], true, false));
        Equal([[2 - 2.5, 1 - .5], [0, 0], [3 - 2.5]], Advantages.WithoutMean(episodes, Advantages.Returns(episodes, 1)));
        Equal([[1 + .9 * 4 - 2 + .9 * .5 * (1 - 4), 1 - 4], [0, 0], [3 - 7]], Advantages.Generalised(episodes, [[2, 4], [5, 6], [7]], .9, .5));
        Assert.Equal((3, true), (episodes.SoundSteps, double.IsNaN(episodes.Return(1))));
    }

    [Fact]
    public void Generalised_advantages_end_with_zero_after_a_terminal_state_and_with_the_next_value_after_a_truncation()
    {
        const double Discount = .9, Lambda = .5;
        float[] rewards = [1, 2, 3];
        double[] values = [10, 20, 30], further = [10, 20, 30, 40];
        double d0 = 1 + Discount * 20 - 10, d1 = 2 + Discount * 30 - 20, ended = 3 - 30, cut = 3 + Discount * 40 - 30;
        double[] Sums(double last) => [d0 + .45 * (d1 + .45 * last), d1 + .45 * last, last];
        Equal([Sums(ended), Sums(cut)], Advantages.Generalised(Episodes((rewards, true, false), (rewards, false, false)), [values, further], Discount, Lambda));
    }

    [Fact]
    public void With_lambda_one_generalised_advantages_are_returns_less_values_and_with_zero_differences_of_one_step()
    {
        SampledEpisodes episodes = Episodes(([1, -2, 4, .5f], true, false));
        double[] values = [.3, -.7, 2, 5], returns = Advantages.Returns(episodes, .8)[0];
        Equal([[.. returns.Zip(values, (a, b) => a - b)]], Advantages.Generalised(episodes, [values], .8, 1));
        Equal([[1 + .8 * -.7 - .3, -2 + .8 * 2 + .7, 4 + .8 * 5 - 2, .5 - 5]], Advantages.Generalised(episodes, [values], .8, 0));
    }

    [Fact]
    public void Normalised_advantages_have_mean_zero_and_deviation_one_over_sound_steps()
    {
        SampledEpisodes episodes = Episodes(([0, 0], true, false), ([0, 0, 0], false, true), ([0, 0], true, false));
        double[][] advantages = [[1, 3], [0, 0, 0], [5, 7]];
        Advantages.Normalise(episodes, advantages);
        double deviation = Math.Sqrt(5) + 1e-8; // of 1, 3, 5, 7
        Equal([[-3 / deviation, -1 / deviation], [0, 0, 0], [1 / deviation, 3 / deviation]], advantages);
    }

    [Fact]
    public void Advantages_that_are_all_equal_become_zero_even_far_from_it()
    {
        SampledEpisodes episodes = Episodes(([0, 0, 0], true, false));
        double[][] advantages = [[1e9 + .1, 1e9 + .1, 1e9 + .1]];
        Advantages.Normalise(episodes, advantages);
        Assert.All(advantages[0], value => Assert.InRange(value, -1, 1));
    }
}
