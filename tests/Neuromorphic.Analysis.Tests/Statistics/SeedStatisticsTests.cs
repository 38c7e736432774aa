using System.Text.Json;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class SeedStatisticsTests
{
    [Fact]
    public void Tests_of_two_samples_and_their_effects_are_those_of_scipy()
    {
        foreach (JsonElement item in Golden.Each("pairs"))
        {
            double[] a = item.Row("a"), b = item.Row("b"), welch = item.Row("welch"), ranks = item.Row("mann_whitney");
            TTest t = TTest.Welch(a, b);
            Golden.AssertClose(welch[0], t.T, 1e-11);
            Golden.AssertClose(welch[1], t.P, 1e-9);
            RankTest mannWhitney = RankTest.MannWhitney(a, b);
            Assert.Equal(ranks[0], mannWhitney.Statistic);
            Golden.AssertClose(ranks[1], mannWhitney.P, 1e-9);
            Golden.AssertClose(item.Number("hedges"), EffectSize.HedgesG(a, b), 1e-11);
            Golden.AssertClose(item.Number("better"), EffectSize.ProbabilityOfImprovement(a, b), 1e-12);
            Assert.Equal(-EffectSize.CliffsDelta(b, a), EffectSize.CliffsDelta(a, b), 1e-12);
            Assert.Equal(t.P < .05, t.Low > 0 || t.High < 0);
        }
    }

    [Fact]
    public void Tests_of_pairs_are_those_of_scipy()
    {
        foreach (JsonElement item in Golden.Each("signed"))
        {
            double[] a = item.Row("a"), b = item.Row("b"), paired = item.Row("t");
            Golden.AssertClose(item.Number("p"), RankTest.WilcoxonSignedRank(a, b).P, 1e-9, $"{a.Length} pairs");
            Golden.AssertClose(paired[0], TTest.Paired(a, b).T, 1e-11);
            Golden.AssertClose(paired[1], TTest.Paired(a, b).P, 1e-9);
        }
    }

    [Fact]
    public void Samples_without_spread_and_without_enough_values_have_defined_results()
    {
        Assert.Equal((0, 1), (TTest.Welch([1, 1], [1, 1]).T, TTest.Welch([1, 1], [1, 1]).P));
        Assert.Equal((double.PositiveInfinity, 0), (TTest.Welch([1, 1], [2, 2]).T, TTest.Welch([1, 1], [2, 2]).P));
        Assert.True(double.IsNaN(TTest.Welch([1], [2, 3]).P));
        Assert.True(double.IsNaN(TTest.Paired([1, double.NaN], [2, 3]).P));
        Assert.Equal(new(0, 1), RankTest.WilcoxonSignedRank([1, 2], [1, 2]));
        Assert.True(double.IsNaN(RankTest.WilcoxonSignedRank([], []).P));
        Assert.Equal(0, EffectSize.HedgesG([1, 1], [1, 1]));
        Assert.Equal(double.PositiveInfinity, EffectSize.HedgesG([1, 1], [2, 2]));
        Assert.True(double.IsNaN(EffectSize.CliffsDelta([], [1])));
        Assert.StartsWith("Pairs need samples of one length; these have 1 and 2 values.", Assert.Throws<ArgumentException>(() => TTest.Paired([1], [1, 2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Middles_are_those_of_scipy_and_numpy()
    {
        foreach (JsonElement item in Golden.Each("trimmed"))
        {
            double[] values = item.Row("values");
            Golden.AssertClose(item.Number("mean"), Location.InterquartileMean(values), 1e-12);
            Golden.AssertClose(item.Number("median"), Location.Median(values), 1e-12);
        }
        Assert.True(double.IsNaN(Location.InterquartileMean([])));
    }

    [Fact]
    public void Intervals_of_every_statistic_hold_the_true_value_about_that_often()
    {
        foreach (Statistic statistic in (Statistic[])[Location.Mean, Location.Median, Location.InterquartileMean])
        {
            Pcg64 random = new(8);
            int held = 0;
            const int Trials = 100;
            for (int trial = 0; trial < Trials; trial++)
            {
                Interval interval = Interval.Of([.. Enumerable.Range(0, 25).Select(_ => random.NextUnit().Value)], statistic);
                if (interval.Low <= .5 && .5 <= interval.High) held++;
            }
            Assert.InRange(held / (double)Trials, .88, .99);
        }
    }

    [Fact]
    public void An_interval_of_the_mean_is_that_of_the_estimate_and_hangs_on_the_seed_alone()
    {
        double[] values = [0, 0, 1, 2, 5];
        Estimate estimate = Estimate.Of(values);
        Assert.Equal(new(estimate.Mean, estimate.Low, estimate.High), Interval.Of(values, Location.Mean));
        Assert.Equal(Interval.Of(values, Location.Median, 3), Interval.Of([.. values, double.NaN], Location.Median, 3));
        Assert.Equal(new(7, double.NaN, double.NaN), Interval.Of([7], Location.Median));
        Assert.True(double.IsNaN(Interval.Of([], Location.InterquartileMean).Value));
    }
}
