using CsCheck;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class LogarithmicTicksTests
{
    [Theory]
    [InlineData(1, 10, new double[] { 1, 2, 5, 10 })]
    [InlineData(0.9, 12.6, new double[] { 1, 2, 5, 10 })]
    [InlineData(1, 1000, new double[] { 1, 10, 100, 1000 })]
    [InlineData(2, 6, new double[] { 2, 2.5, 3, 4, 5, 6 })]
    [InlineData(2, 2.02, new double[] { 2, 2.005, 2.01, 2.015, 2.02 })]
    public void Ticks_are_round_values(double low, double high, double[] expected)
    {
        IReadOnlyList<double> values = LogarithmicTicks.Values(Math.Log10(low) - 1e-9, Math.Log10(high) + 1e-9);
        Assert.Equal(expected.Length, values.Count);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], 1e-12);
    }

    [Fact]
    public void Every_axis_has_a_few_ticks_within_it() =>
        Gen.Select(Gen.Double[-8, 8], Gen.Double[-3, 1.2]).Sample((low, logarithm) =>
        {
            double high = low + Math.Pow(10, logarithm);
            IReadOnlyList<double> values = LogarithmicTicks.Values(low, high);
            Assert.InRange(values.Count, 3, 12);
            Assert.All(values, value => Assert.InRange(Math.Log10(value), low - 1e-9, high + 1e-9));
            Assert.Equal(values.Order().Distinct(), values);
        });

    [Fact]
    public void The_shortest_axis_has_an_end_of_ticks() =>
        Gen.Select(Gen.Double[-8, 8], Gen.Int[0, 100_000]).Sample((low, neighbours) =>
        {
            double high = low;
            for (int i = 0; i < neighbours; i++) high = Math.BitIncrement(high);
            Assert.InRange(LogarithmicTicks.Values(low, high).Count, 0, 12);
        });
}
