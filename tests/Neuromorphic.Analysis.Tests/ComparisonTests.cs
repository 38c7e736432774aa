using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class ComparisonTests
{
    /// <summary>scipy.stats.mannwhitneyu(a, b, method="exact") without ties; with ties all 70 divisions counted by hand-written enumeration in Python.</summary>
    [Theory]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 4, 5, 6 }, .1, 1)]
    [InlineData(new double[] { 1, 3, 5, 7 }, new double[] { 2, 4, 6, 8 }, 48.0 / 70, .625)]
    [InlineData(new double[] { 0, 0, 0, 1 }, new double[] { 1, 1, 1, 1 }, 10.0 / 70, .875)]
    [InlineData(new double[] { 500, 500 }, new double[] { 500, 500 }, 1, .5)]
    public void The_test_is_exact_with_and_without_ties(double[] a, double[] b, double p, double better)
    {
        Comparison comparison = Comparison.Of(a, b);
        Assert.Equal(p, comparison.P, 12);
        Assert.Equal(better, comparison.ProbabilityOfImprovement, 12);
        Assert.Equal(p, Comparison.Of(b, a).P, 12);
        Assert.Equal(1 - better, Comparison.Of(b, a).ProbabilityOfImprovement, 12);
    }

    [Fact]
    public void Beyond_a_hundred_and_twenty_seeds_the_normal_approximation_continues_the_exact_values()
    {
        double P(int seeds) => Comparison.Of([.. Enumerable.Range(0, seeds).Select(i => (double)i)], [.. Enumerable.Range(0, seeds).Select(i => i + .18 * seeds)]).P;
        Assert.InRange(P(61), .8 * P(60), 1.25 * P(60));
    }

    [Fact]
    public void An_interval_holds_the_mean_stays_within_the_values_and_is_the_same_each_time()
    {
        double[] values = [0, 0, 1, 1, 1];
        Estimate estimate = Estimate.Of(values);
        Assert.Equal(.6, estimate.Mean, 12);
        Assert.InRange(estimate.Low, 0, .6);
        Assert.InRange(estimate.High, .6, 1);
        Assert.Equal((estimate.Low, estimate.High), (Estimate.Of(values).Low, Estimate.Of(values).High));
        Assert.True(double.IsNaN(Estimate.Of([3]).Low));
        Assert.Equal(3, Estimate.Of([3, double.NaN]).Mean);
    }

    [Fact]
    public void An_interval_of_95_percent_holds_the_true_mean_about_that_often()
    {
        var random = new Numerics.Pcg64(7);
        int held = 0;
        const int Trials = 300;
        for (int trial = 0; trial < Trials; trial++)
        {
            Estimate estimate = Estimate.Of([.. Enumerable.Range(0, 20).Select(_ => random.NextUnit().Value)]);
            if (estimate.Low <= .5 && .5 <= estimate.High) held++;
        }
        Assert.InRange(held / (double)Trials, .88, .98);
    }
}
