namespace Neuromorphic.Analysis;

/// <summary>Samples of which every value counts: where one is not finite, they are refused.</summary>
static class FiniteSample
{
    /// <summary>A copy of a sample.</summary>
    /// <exception cref="ArgumentException">There are fewer values than the least allowed number, or one is not finite.</exception>
    public static double[] Of(IReadOnlyList<double> values, int least, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        double[] sample = [.. values];
        int wrong = Array.FindIndex(sample, value => !double.IsFinite(value));
        if (wrong >= 0) throw new ArgumentException(FormattableString.Invariant($"Value {wrong} is {sample[wrong]}; allowed are finite numbers."), name);
        if (sample.Length < least) throw new ArgumentException($"There are {sample.Length} values; allowed are {least} or more.", name);
        return sample;
    }

    /// <summary>A copy of a sample, rising.</summary>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static double[] Sorted(IReadOnlyList<double> values, string name)
    {
        double[] sample = Of(values, least: 1, name);
        Array.Sort(sample);
        return sample;
    }
}
