namespace Neuromorphic.Analysis;

/// <summary>Two samples whose values belong together one by one.</summary>
static class Pairs
{
    /// <summary>The second less the first of each pair of finite values.</summary>
    /// <exception cref="ArgumentException">The samples differ in length.</exception>
    public static double[] Differences(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count) throw new ArgumentException($"Pairs need samples of one length; these have {first.Count} and {second.Count} values.", nameof(second));
        return [.. first.Zip(second).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second)).Select(pair => pair.Second - pair.First)];
    }
}
