using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Neurons;

/// <summary>A population without a network computes the same bits as its neurons one by one, over all registered models.</summary>
public class PopulationTests
{
    const int Neurons = 37, Steps = 60;

    [Theory]
    [MemberData(nameof(Model.Names), MemberType = typeof(Model))]
    public void A_population_is_its_neurons_for_any_members_width_and_threads(string name)
    {
        Model model = Model.Of(name);
        Func<string, int, double> value = HeterogeneityTests.Heterogeneous();
        foreach (int members in (int[])[1, 5, 16, 35])
        {
            float[] currents = new float[Steps * Neurons * members];
            var random = new SeededNumbers((ulong)members);
            for (int i = 0; i < currents.Length; i++) currents[i] = (float)(1 + 2 * random.Normal());
            float[] spikes = new float[currents.Length], potentials = new float[currents.Length];
            for (int member = 0; member < members; member++)
            {
                Trace alone = model.Run<Scalar>(new(), value, Neurons, Steps, (step, n, m) => currents[(step * Neurons + n) * members + m], member)[0];
                for (int step = 0; step < Steps; step++)
                    for (int n = 0; n < Neurons; n++)
                    {
                        spikes[(step * Neurons + n) * members + member] = (float)alone.Spikes[step][n];
                        potentials[(step * Neurons + n) * members + member] = (float)alone.Potentials[step][n];
                    }
            }
            Assert.Contains(1, spikes);
            foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            {
                NeuronPopulation population = NeuronRegistry.CreatePopulation(name, Neurons, members, width: width);
                foreach (string parameter in population.ParameterNames) population.Set(parameter, [.. Enumerable.Range(0, Neurons).Select(n => value(parameter, n))]);
                population.Reset();
                float[] s = new float[currents.Length], v = new float[currents.Length];
                int half = currents.Length / 2;
                population.Run(currents.AsSpan(0, half), s.AsSpan(0, half), v.AsSpan(0, half), threads: 3); // the state goes on between runs
                population.Run(currents.AsSpan(half), s.AsSpan(half), v.AsSpan(half));
                Assert.Equal(potentials, v);
                Assert.Equal(spikes, s);
                population.Reset();
                float[] again = new float[currents.Length];
                population.Run(currents, again);
                Assert.Equal(spikes, again);
            }
        }
    }

    /// <summary>
    /// A threshold of 1e-17 above a rest of 0 is one as any other: potentials follow the currents, so currents as small make a neuron fire as currents of order 1 make
    /// one with a threshold of 1, in the same steps, and with ordinary currents it fires whenever its current is positive.
    /// </summary>
    [Theory]
    [InlineData(Parameterization.Unconstrained), InlineData(Parameterization.Direct)]
    public void A_tiny_threshold_is_a_threshold(Parameterization parameterization)
    {
        const double Tiny = 1e-17;
        float[] currents = new float[Steps], small = new float[Steps];
        for (int i = 0; i < Steps; i++) currents[i] = (float)(1 + 2 * new SeededNumbers((ulong)i).Normal());
        for (int i = 0; i < Steps; i++) small[i] = (float)(Tiny * currents[i]);
        (float[] spikes, float[] potentials) = Run(1, currents);
        (float[] tinySpikes, float[] tinyPotentials) = Run(Tiny, small);
        Assert.InRange(spikes.Sum(), 5, Steps - 5);
        Assert.Equal(spikes, tinySpikes);
        for (int i = 0; i < Steps; i++) Assert.Equal(potentials[i], tinyPotentials[i] / Tiny, 1e-4);
        Assert.Equal(currents.Select(current => current > 0 ? 1f : 0), Run(Tiny, currents, tau: 1.0011).Spikes);

        (float[] Spikes, float[] Potentials) Run(double threshold, float[] currents, double tau = 2)
        {
            NeuronPopulation population = NeuronRegistry.CreatePopulation("lif", 1, 1, new() { Threshold = threshold, Tau = tau, Parameterization = parameterization });
            population.Reset();
            float[] s = new float[Steps], v = new float[Steps];
            population.Run(currents, s, v);
            return (s, v);
        }
    }

    [Fact]
    public void Wrong_sizes_and_names_are_refused()
    {
        Assert.Contains("neurons is 0", Assert.Throws<ArgumentException>(() => NeuronRegistry.CreatePopulation("lif", 0, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("members is 0", Assert.Throws<ArgumentException>(() => NeuronRegistry.CreatePopulation("lif", 1, 0)).Message, StringComparison.Ordinal);
        NeuronPopulation population = NeuronRegistry.CreatePopulation("lif", 2, 3);
        Assert.Contains("tau, threshold, rest, resistance", Assert.Throws<ArgumentException>(() => population.Set("gain", [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("2 neurons", Assert.Throws<ArgumentException>(() => population.Set("tau", [3])).Message, StringComparison.Ordinal);
        Assert.Contains("multiple", Assert.Throws<ArgumentException>(() => population.Run(new float[7], [])).Message, StringComparison.Ordinal);
        Assert.Contains("spikes has 5", Assert.Throws<ArgumentException>(() => population.Run(new float[6], new float[5])).Message, StringComparison.Ordinal);
    }
}
