using Neuromorphic.Neurons;

namespace Neuromorphic.Analysis;

/// <summary>How often each neuron of a population spikes, by the category of what it is shown.</summary>
public sealed record FiringRates
{
    /// <summary>[neurons][categories], spikes a step, whatever their sign; NaN where nothing of the category was shown.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> ByCategory { get; init; }
    /// <summary>[neurons], spikes a step over all that was shown.</summary>
    public required IReadOnlyList<double> Rates { get; init; }

    /// <summary>The mean over neurons.</summary>
    public double Mean => Rates.Average();
    /// <summary>The share of neurons without a spike, 0 to 1.</summary>
    public double Silent => (double)Rates.Count(rate => rate == 0) / Rates.Count;
    /// <summary>The median over neurons.</summary>
    public double Median => Summary.Quantile(Rates, .5);
    /// <summary>The rate below which nine in ten neurons lie.</summary>
    public double UpperDecile => Summary.Quantile(Rates, .9);
    /// <summary>The mean over neurons that spike at all; NaN where none does.</summary>
    public double MeanOfActive => Rates.Where(rate => rate > 0).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The share of neurons that spike less often than at a rate, 0 to 1.</summary>
    public double Below(double rate) => (double)Rates.Count(own => own < rate) / Rates.Count;

    /// <summary>Gini's coefficient of the rates: 0 where all neurons spike equally often, towards 1 the fewer do all the spiking; NaN without a spike.</summary>
    /// <remarks>With rates r_1 to r_n in ascending order it is sum_i (2 i - n - 1) r_i / (n sum_i r_i).</remarks>
    public double Gini
    {
        get
        {
            double weighted = 0, sum = 0;
            foreach ((int i, double rate) in Rates.Order().Index())
            {
                weighted += (2.0 * (i + 1) - Rates.Count - 1) * rate;
                sum += rate;
            }
            return sum > 0 ? weighted / (Rates.Count * sum) : double.NaN;
        }
    }

    /// <summary>The rates of recordings of the same neurons, each of something of one category.</summary>
    /// <param name="shown">Recordings of equally many steps, and the category of each.</param>
    /// <param name="categories">How many categories there are.</param>
    /// <exception cref="ArgumentException">There is no recording, they differ in their sizes, or a category is not one of these.</exception>
    public static FiringRates Of(IReadOnlyList<(Recording Recording, int Category)> shown, int categories)
    {
        ArgumentNullException.ThrowIfNull(shown);
        if (shown.Count == 0) throw new ArgumentException("Nothing was recorded; allowed is one recording or more.", nameof(shown));
        (int steps, int neurons) = (shown[0].Recording.Spikes.Count, shown[0].Recording.Neurons.Count);
        double[][] sums = [.. Enumerable.Range(0, neurons).Select(_ => new double[categories])];
        int[] times = new int[categories];
        foreach ((Recording recording, int category) in shown)
        {
            if ((recording.Spikes.Count, recording.Neurons.Count) != (steps, neurons))
                throw new ArgumentException($"A recording has {recording.Spikes.Count} steps of {recording.Neurons.Count} neurons, the first one {steps} of {neurons}; allowed: as many.", nameof(shown));
            if (category < 0 || category >= categories) throw new ArgumentException($"A category is {category}; allowed: 0 to {categories - 1}.", nameof(shown));
            double[] rates = recording.Rates();
            for (int n = 0; n < neurons; n++) sums[n][category] += rates[n];
            times[category]++;
        }
        return new()
        {
            ByCategory = [.. sums.Select(row => (double[])[.. row.Select((sum, category) => sum / times[category])])],
            Rates = [.. sums.Select(row => row.Sum() / shown.Count)],
        };
    }
}
