using System.Text.Json;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class DistributionTests
{
    public static TheoryData<string> Families => [.. DistributionFamily.All.Select(family => family.Name)];

    static ContinuousDistribution Make(string family, double first, double second) => family switch
    {
        "lognormal" => new LognormalDistribution(first, second),
        "gamma" => new GammaDistribution(first, second),
        "normal" => new NormalDistribution(first, second),
        _ => new WeibullDistribution(first, second),
    };

    static ContinuousDistribution Example(string family) => family == "gamma" ? new GammaDistribution(.6, 2) : Make(family, 2, .5);

    [Fact]
    public void Densities_distribution_functions_and_quantiles_are_those_of_scipy()
    {
        foreach (JsonElement item in Golden.Each("functions"))
        {
            double[] p = item.Row("parameters"), parts = item.Row("parts"), values = item.Row("values"), cumulative = item.Row("cumulative"), logarithms = item.Row("logarithms");
            ContinuousDistribution distribution = Make(item.Text("family"), p[0], p[1]);
            Assert.Equal(item.Text("family"), distribution.Family.Name);
            Assert.Equal(p, distribution.Parameters);
            for (int i = 0; i < parts.Length; i++)
            {
                string what = FormattableString.Invariant($"{distribution} at {parts[i]}");
                Golden.AssertClose(values[i], distribution.Quantile(parts[i]), parts[i] > .9999 ? 1e-8 : 1e-10, what); // 1 - 1e-7 has nine digits less
                Golden.AssertClose(cumulative[i], distribution.Cumulative(values[i]), 1e-10, what);
                Assert.Equal(logarithms[i], distribution.LogDensity(values[i]), 1e-9 * Math.Max(1, Math.Abs(logarithms[i])));
            }
        }
    }

    [Theory, MemberData(nameof(Families))]
    public void Samples_follow_the_distribution_and_are_the_same_for_a_seed(string family)
    {
        ContinuousDistribution distribution = Example(family);
        Pcg64 random = new(3), again = new(3);
        double[] sample = [.. Enumerable.Range(0, 20_000).Select(_ => distribution.Sample(ref random))];
        Assert.Equal(sample, Enumerable.Range(0, 20_000).Select(_ => distribution.Sample(ref again)));
        Assert.InRange(KolmogorovSmirnov.DistanceTo(distribution, sample), 0, 1.63 / Math.Sqrt(sample.Length)); // the 1 % point
    }

    [Theory, MemberData(nameof(Families))]
    public void Ends_of_the_range(string family)
    {
        ContinuousDistribution distribution = Example(family);
        double low = distribution.Family.IsPositive ? 0 : double.NegativeInfinity;
        Assert.Equal((low, double.PositiveInfinity), (distribution.Quantile(0), distribution.Quantile(1)));
        Assert.Equal((0, 1), (distribution.Cumulative(low), distribution.Cumulative(double.PositiveInfinity)));
        if (distribution.Family.IsPositive) Assert.Equal((0, double.NegativeInfinity), (distribution.Cumulative(-1), distribution.LogDensity(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => distribution.Quantile(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => distribution.Quantile(double.NaN));
    }

    [Theory]
    [InlineData("lognormal", 1, 0), InlineData("gamma", 0, 1), InlineData("gamma", 1, double.NaN), InlineData("normal", double.NaN, 1), InlineData("weibull", 1, -1)]
    public void Parameters_that_make_no_distribution_are_refused(string family, double first, double second) => Assert.Throws<ArgumentOutOfRangeException>(() => Make(family, first, second));

    [Fact]
    public void A_family_that_there_is_not_is_answered_with_those_that_are() =>
        Assert.Equal("There is no distribution 'lognormel'; there are lognormal, gamma, normal, weibull. Did you mean 'lognormal'?", Assert.Throws<ArgumentException>(() => DistributionFamily.Get("lognormel")).Message);
}
