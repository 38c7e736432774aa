using System.Text.Json;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class DistanceTests
{
    [Fact]
    public void Distances_of_two_samples_are_those_of_scipy()
    {
        foreach (JsonElement item in Golden.Each("pairs"))
        {
            double[] a = item.Row("a"), b = item.Row("b"), expected = item.Row("ks");
            KolmogorovSmirnov found = KolmogorovSmirnov.TwoSample(a, b);
            Assert.Equal(expected[0], found.Distance, 1e-14);
            Golden.AssertClose(expected[1], found.P, 1e-9, $"{a.Length} and {b.Length}");
            Assert.Equal(found, KolmogorovSmirnov.TwoSample(b, a) with { P = found.P });
            Golden.AssertClose(item.Number("wasserstein"), Wasserstein.Distance(a, b), 1e-12);
            Golden.AssertClose(item.Number("wasserstein"), Wasserstein.Distance(b, a), 1e-12);
        }
    }

    [Fact]
    public void Samples_too_great_to_count_have_Kolmogorovs_limit()
    {
        Pcg64 random = new(2);
        double[] Sample(int count, double shift)
        {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) values[i] = random.NextUnit().Value + shift;
            return values;
        }
        double[] a = Sample(10_001, 0), b = Sample(10_000, .012);
        KolmogorovSmirnov limit = KolmogorovSmirnov.TwoSample(a, b), exact = KolmogorovSmirnov.TwoSample(a[1..], b);
        Assert.InRange(limit.P / exact.P, .9, 1.1);
        Assert.InRange(limit.P, .0001, .9);
    }

    [Fact]
    public void Equal_samples_have_no_distance_and_separate_ones_the_greatest()
    {
        Assert.Equal(new(0, 1), KolmogorovSmirnov.TwoSample([1, 2, 3], [3, 1, 2]));
        Assert.Equal(0, Wasserstein.Distance([1, 2, 3], [3, 1, 2]));
        Assert.Equal(1, KolmogorovSmirnov.TwoSample([1, 2, 3], [4, 5]).Distance);
        Assert.Equal(.2, KolmogorovSmirnov.TwoSample([1, 2, 3], [4, 5]).P, 1e-14); // 2 of 10 orders
        Assert.Equal(2.5, Wasserstein.Distance([1, 2, 3], [4, 5]), 1e-14);
    }

    [Fact]
    public void Empty_samples_and_those_with_a_value_that_is_not_finite_are_refused()
    {
        Assert.StartsWith("There are 0 values; allowed are 1 or more.", Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.TwoSample([], [1])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Value 1 is NaN", Assert.Throws<ArgumentException>(() => Wasserstein.Distance([1], [1, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => QuantilePair.Of(new NormalDistribution(0, 1), [double.NaN]));
    }

    [Fact]
    public void Quantile_pairs_of_a_distribution_lie_on_the_diagonal_for_its_own_quantiles()
    {
        GammaDistribution gamma = new(3, 5);
        QuantilePair[] pairs = QuantilePair.Of(gamma, [.. Enumerable.Range(0, 9).Select(i => gamma.Quantile((i + .5) / 9)).Reverse()]);
        Assert.Equal(9, pairs.Length);
        Assert.All(pairs, pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(.5, pairs[4].Part);
    }

    [Fact]
    public void Quantile_pairs_of_two_samples_are_their_values_and_quantiles_between()
    {
        Assert.Equal([new(.25, 1, 5), new(.75, 2, 7)], QuantilePair.Of([2.0, 1], [7.0, 5]));
        // numpy.quantile([1, 2, 3, 4], [1/4, 3/4], method="hazen")
        Assert.Equal([new(.25, 1.5, 10), new(.75, 3.5, 20)], QuantilePair.Of([4.0, 3, 2, 1], [10.0, 20]));
        Assert.Equal([new(.5, 2, 7)], QuantilePair.Of([1.0, 2, 3], [7.0]));
    }
}
