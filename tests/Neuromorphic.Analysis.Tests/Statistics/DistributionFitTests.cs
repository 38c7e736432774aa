using System.Text.Json;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class DistributionFitTests
{
    public static TheoryData<string> Families => [.. DistributionFamily.All.Select(family => family.Name)];

    [Fact]
    public void Fits_are_those_of_scipy()
    {
        foreach (JsonElement item in Golden.Each("fits"))
        {
            bool close = item.Text("sample") == "close"; // there the sums of the reference itself lose digits
            DistributionFit fit = DistributionFit.Of(DistributionFamily.Get(item.Text("family")), Golden.Of("samples").Row(item.Text("sample")));
            string what = $"{item.Text("family")} of {item.Text("sample")}";
            foreach (((double expected, double error), FittedParameter found) in item.Row("parameters").Zip(item.Row("errors")).Zip(fit.Parameters))
            {
                Golden.AssertClose(expected, found.Value, close ? 1e-6 : 1e-11, $"{what}, {found.Name}");
                double half = found.Name == "mu" ? (found.High - found.Low) / 2 : found.Value * Math.Log(found.High / found.Low) / 2;
                if (!close) Golden.AssertClose(error, half / 1.959963984540054, 1e-4, $"{what}, error of {found.Name}");
                Assert.InRange(found.Value, found.Low, found.High);
            }
            Golden.AssertClose(item.Number("likelihood"), fit.LogLikelihood, close ? 1e-8 : 1e-11, what);
            Golden.AssertClose(item.Number("aic"), fit.Aic, close ? 1e-8 : 1e-11, what);
            Golden.AssertClose(item.Number("distance"), fit.Distance, close ? 1e-5 : 1e-9, what);
            Assert.True(double.IsNaN(fit.P));
        }
    }

    [Theory]
    [InlineData("lognormal", 3, .3), InlineData("gamma", 9, 3), InlineData("normal", 50, 7), InlineData("weibull", 2, 12)]
    public void Intervals_hold_the_true_parameters_about_95_times_in_100(string family, double first, double second)
    {
        ContinuousDistribution distribution = family switch
        {
            "lognormal" => new LognormalDistribution(first, second),
            "gamma" => new GammaDistribution(first, second),
            "normal" => new NormalDistribution(first, second),
            _ => new WeibullDistribution(first, second),
        };
        Pcg64 random = new(11);
        int held = 0;
        const int Trials = 500;
        for (int trial = 0; trial < Trials; trial++)
        {
            DistributionFit fit = DistributionFit.Of(distribution.Family, [.. Enumerable.Range(0, 60).Select(_ => distribution.Sample(ref random))]);
            held += fit.Parameters.Zip(distribution.Parameters).Count(pair => pair.First.Low <= pair.Second && pair.Second <= pair.First.High);
        }
        Assert.InRange(held / (2.0 * Trials), .92, .97);
    }

    [Theory, MemberData(nameof(Families))]
    public void The_test_of_the_right_family_refuses_about_5_in_100(string family)
    {
        ContinuousDistribution truth = Truth(family);
        Pcg64 random = new(5);
        int refused = 0;
        const int Draws = 200;
        for (int draw = 0; draw < Draws; draw++)
            if (DistributionFit.Of(truth.Family, [.. Enumerable.Range(0, 40).Select(_ => truth.Sample(ref random))], resamples: 199, seed: (ulong)draw).P <= .05) refused++;
        Assert.InRange(refused / (double)Draws, .02, .09);
    }

    [Theory]
    [InlineData("lognormal", "normal"), InlineData("normal", "weibull"), InlineData("weibull", "lognormal"), InlineData("gamma", "normal"), InlineData("lognormal", "gamma")]
    public void A_wrong_family_is_refused(string truth, string fitted)
    {
        ContinuousDistribution distribution = truth == "lognormal" ? new LognormalDistribution(3, .8) : Truth(truth);
        Pcg64 random = new(6);
        double[] sample = [.. Enumerable.Range(0, 1500).Select(_ => distribution.Sample(ref random))];
        DistributionFit wrong = DistributionFit.Of(DistributionFamily.Get(fitted), sample, resamples: 199), right = DistributionFit.Of(DistributionFamily.Get(truth), sample, resamples: 199);
        Assert.InRange(wrong.P, 0, .01);
        Assert.InRange(right.P, .05, 1);
        Assert.True(right.Aic < wrong.Aic);
    }

    [Fact]
    public void The_same_seed_gives_the_same_p_and_another_one_another()
    {
        double[] sample = Golden.Of("samples").Row("normal");
        double P(ulong seed) => DistributionFit.Of(DistributionFamily.Gamma, sample, 199, seed).P;
        Assert.Equal(P(1), P(1));
        Assert.NotEqual(P(1), P(2));
        Assert.Equal(0, P(1) * 200 % 1, 1e-9);
    }

    static ContinuousDistribution Truth(string family) => family switch
    {
        "lognormal" => new LognormalDistribution(3.05, .27),
        "gamma" => new GammaDistribution(3, 5),
        "normal" => new NormalDistribution(50, 7),
        _ => new WeibullDistribution(1.8, 12),
    };

    [Theory]
    [InlineData("gamma", new[] { 1.0, 2, 0, 3 }, "Value 2 is 0; a gamma distribution has values above 0 only.")]
    [InlineData("lognormal", new[] { -1.5, 2, 3 }, "Value 0 is -1.5; a lognormal distribution has values above 0 only.")]
    [InlineData("normal", new[] { 1.0, 2 }, "There are 2 values; allowed are 3 or more.")]
    [InlineData("weibull", new[] { 4.0, 4, 4, 4 }, "All 4 values are 4; a distribution is fitted to values that differ.")]
    [InlineData("normal", new[] { 1.0, 2, double.NaN }, "Value 2 is NaN; allowed are finite numbers.")]
    [InlineData("gamma", new[] { 1.0, double.PositiveInfinity, 2 }, "Value 1 is Infinity; allowed are finite numbers.")]
    public void Values_that_cannot_be_fitted_are_refused(string family, double[] values, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<ArgumentException>(() => DistributionFit.Of(DistributionFamily.Get(family), values)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_order_of_values_does_not_matter_nor_is_it_changed()
    {
        double[] values = [3, 1, 2, 7], copy = [.. values];
        Assert.Equal(DistributionFit.Of(DistributionFamily.Weibull, [1, 2, 3, 7]).LogLikelihood, DistributionFit.Of(DistributionFamily.Weibull, values).LogLikelihood);
        Assert.Equal(copy, values);
    }

    [Theory, MemberData(nameof(Families))]
    public void Values_that_hardly_differ_and_those_of_many_magnitudes_are_fitted(string family)
    {
        foreach (double[] values in (double[][])[[1, 1 + 1e-9, 1 - 1e-9, 1 + 2e-9], [1e-200, 1, 1e100], [1e-3, 2e-3, 5e-3, 1e-3]])
        {
            if (values[0] == 1e-200 && family == "normal") continue;
            DistributionFit fit = DistributionFit.Of(DistributionFamily.Get(family), values);
            Assert.All(fit.Parameters, parameter => Assert.True(double.IsFinite(parameter.Value) && double.IsFinite(parameter.High) && parameter.Low < parameter.High, parameter.ToString()));
            Assert.InRange(fit.Distance, 0, 1);
        }
    }
}
