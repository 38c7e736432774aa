using CsCheck;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class SummaryTests
{
    // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], p) and statistics.stdev.
    static readonly double[] Digits = [3, 1, 4, 1, 5, 9, 2, 6];

    [Fact]
    public void Quantiles_are_NumPys()
    {
        Summary summary = Summary.Of(Digits);
        Assert.Equal((8, 3.875, 1, 1.75, 3.5, 5.25, 9), (summary.Count, summary.Mean, summary.Minimum, summary.LowerQuartile, summary.Median, summary.UpperQuartile, summary.Maximum));
        Assert.Equal(2.748376143938713, summary.Deviation, 1e-14);
        Assert.Equal(6.9, Summary.Quantile(Digits, 0.9), 1e-14);
    }

    [Fact]
    public void What_is_not_finite_does_not_count() =>
        Assert.Equal(Summary.Of(Digits), Summary.Of([double.NaN, .. Digits, double.PositiveInfinity, double.NegativeInfinity]));

    [Fact]
    public void One_value_is_every_quantile_and_has_no_deviation() => Assert.Equal(new Summary(1, 7, 0, 7, 7, 7, 7, 7), Summary.Of([7]));

    [Fact]
    public void Nothing_has_no_statistics()
    {
        Assert.Equal(new Summary(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN), Summary.Of([double.NaN]));
        Assert.Equal(double.NaN, Summary.Quantile([], 0.5));
    }

    [Fact]
    public void Half_of_the_values_lie_on_either_side_of_the_median() =>
        Gen.Double[-1e6, 1e6].Array[1, 50].Sample(values =>
        {
            double median = Summary.Of(values).Median;
            Assert.True(2 * values.Count(value => value <= median) >= values.Length);
            Assert.True(2 * values.Count(value => value >= median) >= values.Length);
        });

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_part_outside_0_to_1_is_refused(double part) => Assert.Throws<ArgumentOutOfRangeException>(() => Summary.Quantile(Digits, part));
}
