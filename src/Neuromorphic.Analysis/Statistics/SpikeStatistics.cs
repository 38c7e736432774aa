using Neuromorphic.Neurons;

namespace Neuromorphic.Analysis;

/// <summary>What the spikes of a recording say of its neurons.</summary>
/// <param name="Rates">[neurons], spikes a step, whatever their sign; divide by the seconds of a step for Hz.</param>
/// <param name="Variations">
/// [neurons], the coefficient of variation of the intervals between a neuron's spikes, their standard deviation (over n) by their mean: 0 for a clock, near 1 for a Poisson process.
/// NaN for fewer than three spikes.
/// </param>
/// <param name="Silent">The share of neurons without a spike, 0 to 1.</param>
/// <remarks>Softky, Koch (1993), "The highly irregular firing of cortical cells is inconsistent with temporal integration of random EPSPs", doi:10.1523/JNEUROSCI.13-01-00334.1993.</remarks>
public sealed record SpikeStatistics(IReadOnlyList<double> Rates, IReadOnlyList<double> Variations, double Silent)
{
    /// <summary>The statistics of a recording.</summary>
    /// <exception cref="ArgumentException">It has no step or no neuron.</exception>
    public static SpikeStatistics Of(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        if (recording.Spikes.Count == 0 || recording.Neurons.Count == 0)
            throw new ArgumentException($"The recording has {recording.Spikes.Count} steps of {recording.Neurons.Count} neurons; allowed are one or more of both.", nameof(recording));
        double[] rates = recording.Rates();
        return new(rates, [.. Enumerable.Range(0, rates.Length).Select(neuron => Variation(recording.Spikes, neuron))], rates.Count(rate => rate == 0) / (double)rates.Length);
    }

    static double Variation(IReadOnlyList<float[]> spikes, int neuron)
    {
        List<double> intervals = [];
        int last = -1;
        for (int step = 0; step < spikes.Count; step++)
        {
            if (spikes[step][neuron] == 0) continue;
            if (last >= 0) intervals.Add(step - last);
            last = step;
        }
        if (intervals.Count < 2) return double.NaN;
        double mean = intervals.Average();
        return Math.Sqrt(intervals.Average(interval => (interval - mean) * (interval - mean))) / mean;
    }
}
