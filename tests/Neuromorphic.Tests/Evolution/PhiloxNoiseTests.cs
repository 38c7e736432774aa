using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Evolution;

public class PhiloxNoiseTests
{
    const ulong Seed = 11;

    public static TheoryData<LaneWidth> Widths => [.. Enum.GetValues<LaneWidth>()];

    static double[] Row(PhiloxNoise noise, int generation, int direction)
    {
        double[] row = new double[noise.Dimension];
        noise.Row(generation, direction, row);
        return row;
    }

    /// <summary>The standard normal distribution function by Simpson's rule from zero; about 1e-9 for |x| below 7.</summary>
    static double Cumulative(double x)
    {
        const int Steps = 200;
        double width = x / Steps, sum = 1 + Math.Exp(-x * x / 2);
        for (int i = 1; i < Steps; i++) sum += (i % 2 == 0 ? 2 : 4) * Math.Exp(-(i * width) * (i * width) / 2);
        return .5 + sum * width / 3 / Math.Sqrt(2 * Math.PI);
    }

    [Fact]
    public void Rows_are_standard_normal()
    {
        const int Items = 500, Directions = 100, N = Items * Directions;
        PhiloxNoise noise = new(Seed, Items);
        double[] z = [.. Enumerable.Range(0, Directions).SelectMany(direction => Row(noise, 2, direction))];
        double mean = z.Average(), variance = z.Average(x => (x - mean) * (x - mean)), kurtosis = z.Average(x => Math.Pow(x - mean, 4)) / (variance * variance);
        double neighbours = z.Zip(z.Skip(1), (a, b) => a * b).Average(), squares = z.Zip(z.Skip(1), (a, b) => (a * a - 1) * (b * b - 1)).Average();
        // Three standard errors each.
        Assert.Equal(0, mean, 3 / Math.Sqrt(N));
        Assert.Equal(1, variance, 3 * Math.Sqrt(2.0 / N));
        Assert.Equal(3, kurtosis, 3 * Math.Sqrt(24.0 / N));
        Assert.Equal(0, neighbours, 3 / Math.Sqrt(N));
        Assert.Equal(0, squares, 6 / Math.Sqrt(N));
        Array.Sort(z);
        double distance = 0;
        for (int i = 0; i < N; i++)
        {
            double expected = Cumulative(z[i]);
            distance = Math.Max(distance, Math.Max(expected - (double)i / N, (i + 1.0) / N - expected));
        }
        Assert.InRange(distance, 0, 1.36 / Math.Sqrt(N)); // Kolmogorov-Smirnov at 5 %
    }

    [Theory, MemberData(nameof(Widths))]
    public void Candidates_are_mean_plus_deviation_times_row_in_float32(LaneWidth width)
    {
        const int Items = 37, Members = 21;
        PhiloxNoise noise = new(Seed, Items);
        double[] mean = [.. Enumerable.Range(0, Items).Select(i => i * .1 - 2)], deviation = [.. Enumerable.Range(0, Items).Select(i => .01 + i * .03)];
        double[][] candidates = CandidateSamples.Of(noise.Candidates(4, Members, mean, deviation, Sampling.Independent), width);
        Assert.Equal(Members, candidates.Length);
        for (int member = 0; member < Members; member++)
        {
            double[] row = Row(noise, 4, member);
            for (int i = 0; i < Items; i++)
                Assert.Equal(MathF.FusedMultiplyAdd((float)deviation[i], (float)row[i], (float)mean[i]), (float)candidates[member][i]);
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Antithetic_members_mirror_each_other_exactly(LaneWidth width)
    {
        const int Items = 37, Members = 22;
        PhiloxNoise noise = new(Seed, Items);
        double[] mean = [.. Enumerable.Range(0, Items).Select(i => i * .1 - 2)], deviation = [.. Enumerable.Repeat(.25, Items)];
        double[][] centred = CandidateSamples.Of(noise.Candidates(4, Members, new double[Items], deviation, Sampling.Antithetic), width);
        double[][] shifted = CandidateSamples.Of(noise.Candidates(4, Members, mean, deviation, Sampling.Antithetic), width);
        for (int pair = 0; pair < Members / 2; pair++)
        {
            double[] row = Row(noise, 4, pair);
            for (int i = 0; i < Items; i++)
            {
                Assert.Equal(.25f * (float)row[i], (float)centred[2 * pair][i]);
                Assert.Equal(-centred[2 * pair][i], centred[2 * pair + 1][i]);
                Assert.Equal(MathF.FusedMultiplyAdd(.25f, -(float)row[i], (float)mean[i]), (float)shifted[2 * pair + 1][i]);
            }
        }
    }

    [Fact]
    public void Rows_of_other_generations_directions_and_seeds_share_no_number()
    {
        const int Items = 200;
        double[][] rows =
        [
            .. from seed in new ulong[] { 1, 2, 1UL << 32, ulong.MaxValue }
               from generation in new[] { 0, 1, int.MaxValue }
               from direction in new[] { 0, 1, 8, 16 }
               select Row(new PhiloxNoise(seed, Items), generation, direction),
        ];
        for (int a = 0; a < rows.Length; a++)
            for (int b = 0; b < a; b++) Assert.Empty(rows[a].Where((value, i) => value == rows[b][i]));
    }

    [Fact]
    public void A_row_does_not_depend_on_the_dimension_that_follows()
    {
        double[] shorter = Row(new PhiloxNoise(Seed, 13), 3, 5), longer = Row(new PhiloxNoise(Seed, 1000), 3, 5);
        Assert.Equal(longer[..13], shorter);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    [InlineData(131)]
    [InlineData(391)]
    public void Weighted_sums_are_those_over_rows_in_their_order_bit_for_bit(int items)
    {
        const int Directions = 9;
        double[] weights = [.. Enumerable.Range(0, Directions).Select(d => d == 4 ? 0 : Math.Sin(d + 1))], squareWeights = [.. Enumerable.Range(0, Directions).Select(d => d % 4 == 0 ? 0 : Math.Cos(d))];
        PhiloxNoise source = new(Seed, items);
        double[] expected = new double[items], expectedSquares = new double[items];
        for (int d = 0; d < Directions; d++)
        {
            double[] z = Row(source, 6, d);
            for (int i = 0; i < items; i++)
            {
                expected[i] = Math.FusedMultiplyAdd(weights[d], z[i], expected[i]);
                expectedSquares[i] = Math.FusedMultiplyAdd(squareWeights[d], z[i] * z[i], expectedSquares[i]);
            }
        }
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            foreach (int threads in new[] { 1, 2, 4 })
            {
                PhiloxNoise noise = new(Seed, items, threads, width);
                double[] sums = [.. Enumerable.Repeat(9.0, items)], squares = [.. sums], alone = [.. sums];
                noise.WeightedSums(6, weights, sums, squareWeights, squares);
                noise.WeightedSums(6, weights, alone, [], []);
                Assert.Equal(expected, sums);
                Assert.Equal(expected, alone);
                Assert.Equal(expectedSquares, squares);
            }
    }
}
