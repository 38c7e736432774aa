using Neuromorphic.Rollouts;
using Xunit;

namespace Neuromorphic.Tests.Rollouts;

public class ObservationNormalizerTests
{
    const int Observations = 3;

    /// <summary>Observations far from zero, of different spreads.</summary>
    static double[][] Data(int count)
    {
        var random = new SeededNumbers(2);
        return [.. Enumerable.Range(0, count).Select(_ => new[] { 1000 + random.Normal(), .01 * random.Normal(), -5 + 20 * random.Between(0, 1) })];
    }

    /// <summary>Sums as a rollout gives them: member m saw its share of the rows, as differences from the shift.</summary>
    static ObservationSums Sums(ReadOnlySpan<double[]> rows, int members, ReadOnlySpan<float> shift)
    {
        var sums = new ObservationSums(members, Observations);
        for (int row = 0; row < rows.Length; row++)
        {
            int member = row * row % members; // uneven on purpose: some members see nothing
            sums.Count[member]++;
            for (int i = 0; i < Observations; i++)
            {
                double difference = rows[row][i] - shift[i];
                sums.Sum[member * Observations + i] += difference;
                sums.Square[member * Observations + i] += difference * difference;
            }
        }
        return sums;
    }

    static ObservationNormalizer Merge(double[][] data, int generations, int members)
    {
        var normalizer = new ObservationNormalizer(Observations);
        for (int g = 0; g < generations; g++)
        {
            (int first, int last) = (g * data.Length / generations, (g + 1) * data.Length / generations);
            float[] shift = normalizer.Scaling.Mean;
            normalizer.Merge(Sums(data.AsSpan(first..last), members, shift), shift);
        }
        return normalizer;
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 16)]
    [InlineData(2, 7)]
    [InlineData(50, 3)]
    [InlineData(1000, 1)]
    public void Mean_and_variance_are_those_of_all_data_however_it_is_grouped(int generations, int members)
    {
        double[][] data = Data(1000);
        ObservationNormalizer normalizer = Merge(data, generations, members);
        Assert.Equal(1000, normalizer.Count);
        for (int i = 0; i < Observations; i++)
        {
            double mean = data.Average(row => row[i]), variance = data.Average(row => (row[i] - mean) * (row[i] - mean));
            Assert.Equal(mean, normalizer.Mean[i], 1e-11 * Math.Max(1, Math.Abs(mean)));
            // The first generation has shift 0, so 1000^2 cancels there: 1e-10 of the variance is left.
            Assert.Equal(1, normalizer.Squares[i] / 1000 / variance, 1e-8);
            Assert.Equal((float)mean, normalizer.Scaling.Mean[i], 1e-6f * Math.Max(1, Math.Abs((float)mean)));
            Assert.Equal(1, normalizer.Scaling.Scale[i] * Math.Sqrt(variance), 1e-6);
        }
    }

    [Fact]
    public void Before_data_nothing_is_scaled_and_nothing_merges_to_nothing()
    {
        var normalizer = new ObservationNormalizer(Observations);
        normalizer.Merge(new ObservationSums(4, Observations), new float[Observations]);
        Assert.Equal(0, normalizer.Count);
        Assert.Equal([0f, 0f, 0f, 1f, 1f, 1f], [.. normalizer.Scaling.Mean, .. normalizer.Scaling.Scale]);
        ObservationNormalizer seen = Merge(Data(10), 1, 1);
        double[] mean = seen.Mean.ToArray();
        seen.Merge(new ObservationSums(4, Observations), new float[Observations]);
        Assert.Equal(mean, seen.Mean.ToArray());
    }

    [Fact]
    public void An_observation_that_never_changes_is_not_blown_up_beyond_bounds()
    {
        ObservationNormalizer normalizer = Merge([[1, 2, 3], [1, 2, 3], [1, 2, 3]], 1, 1);
        Assert.Equal([1e4f, 1e4f, 1e4f], normalizer.Scaling.Scale);
    }

    [Fact]
    public void A_saved_state_goes_on_with_the_same_bits_and_a_crooked_one_is_refused()
    {
        double[][] data = Data(100);
        ObservationNormalizer whole = Merge(data, 2, 3), half = Merge(data[..50], 1, 3);
        var copy = new ObservationNormalizer(half.Count, half.Mean.ToArray(), half.Squares.ToArray());
        float[] shift = copy.Scaling.Mean;
        copy.Merge(Sums(data.AsSpan(50), 3, shift), shift);
        Assert.Equal(whole.Mean.ToArray(), copy.Mean.ToArray());
        Assert.Equal(whole.Squares.ToArray(), copy.Squares.ToArray());
        Assert.Throws<ArgumentException>(() => new ObservationNormalizer(1, [1, 2], [1]));
    }
}
