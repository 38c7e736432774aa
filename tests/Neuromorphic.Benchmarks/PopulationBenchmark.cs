using System.Globalization;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// Populations with four heterogeneous parameters through whole sequences, one thread. Currents come from memory and spikes go there,
/// so the floor is the memory's speed, which a copy of the same arrays in the same run shows; constant currents leave only the arithmetic.
/// </summary>
static class PopulationBenchmark
{
    public static IReadOnlyList<Row> Run() => [.. Of(128, 1024, 100), .. Of(1024, 8192, 10)];

    static Row[] Of(int members, int neurons, int steps)
    {
        NeuronPopulation population = NeuronRegistry.CreatePopulation("lif", neurons, members);
        PhiloxStream<Scalar> random = new(RandomKey.For(1, RandomPurpose.Check), 0u, 0, 0, 0);
        foreach ((string name, double low, double high) in new[] { ("tau", 2.0, 20.0), ("threshold", .8, 1.2), ("rest", 0, .1), ("resistance", .8, 1.2) })
        {
            double[] values = new double[neurons];
            for (int n = 0; n < neurons; n++)
            {
                random = new(RandomKey.For(1, RandomPurpose.Check), (uint)n, 0, 0, 0);
                values[n] = low + (high - low) * random.NextUnit().Value;
            }
            population.Set(name, values);
        }
        int step = members * neurons;
        float[] currents = new float[(long)step * steps], spikes = new float[currents.Length], counts = new float[step];
        for (int i = 0; i < currents.Length; i++) currents[i] = 2 * (i * 2654435761u >> 8) / 16777216f;
        string size = string.Create(CultureInfo.InvariantCulture, $"{members} x {neurons} x {steps}");
        return Timing.Compare("ns/update", 2, 11,
            new($"{size}, spikes kept", currents.Length, () => population.Run(currents, spikes)),
            new($"{size}, spikes dropped", currents.Length, () => population.Run(currents, [])),
            new($"{size}, copy of the currents", currents.Length, () => currents.CopyTo(spikes, 0)),
            new($"{size}, constant currents, spikes counted", currents.Length, () => population.Count(currents.AsSpan(0, step), steps, counts)));
    }
}
