using System.Text.Json;
using Neuromorphic.Evolution;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Evolution;

public class CmaEsTests
{
    const int Dimension = 8;

    /// <summary>-sum of 10^(6 i / (n - 1)) (x'r[i] - 1)^2, with r the rows of a rotation: an ellipsoid whose axes are not the coordinates'.</summary>
    static double Ellipsoid(double[] x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            // The cosine transform is a rotation.
            double along = 0;
            for (int j = 0; j < x.Length; j++) along += Math.Sqrt((i == 0 ? 1.0 : 2.0) / x.Length) * Math.Cos(Math.PI * i * (j + .5) / x.Length) * x[j];
            sum -= Math.Pow(10, 6.0 * i / Math.Max(1, x.Length - 1)) * (along - 1) * (along - 1);
        }
        return sum;
    }

    static double Best(Strategy strategy, int generations)
    {
        for (int generation = 0; generation < generations; generation++)
            strategy.Tell(generation, [.. CandidateSamples.Of(strategy.Ask(generation)).Select(Ellipsoid)]);
        return Ellipsoid([.. strategy.Mean]);
    }

    [Fact]
    public void Learns_a_rotated_ellipsoid_that_sep_CMA_ES_does_not()
    {
        PhiloxNoise noise = new(3, Dimension);
        double[] mean = new double[Dimension];
        Assert.InRange(Best(new CmaEs(noise, mean, new()), 500), -1e-6, 0);
        Assert.InRange(Best(new SepCmaEs(noise, mean, new()), 500), double.NegativeInfinity, -1e-2);
    }

    [Fact]
    public void A_state_saved_between_two_decompositions_continues_bit_for_bit()
    {
        const int Items = 300, Generations = 9;
        CmaEs original = new(new PhiloxNoise(1, Items), new double[Items], new()), resumed = new(new PhiloxNoise(1, Items), new double[Items], new());
        double[] fitness = new double[original.PopulationSize];
        int decompositions = 0;
        double[] lengths = original.Save().Arrays["covariance/lengths"];
        for (int generation = 0; generation < Generations; generation++)
        {
            resumed = new(new PhiloxNoise(1, Items), new double[Items], new());
            resumed.Load(original.Save());
            for (int i = 0; i < fitness.Length; i++) fitness[i] = (i * 5 + generation) % fitness.Length;
            original.Tell(generation, fitness);
            resumed.Tell(generation, fitness);
            StrategyState expected = original.Save(), actual = resumed.Save();
            foreach ((string row, double[] values) in expected.Arrays) Assert.True(values.AsSpan().SequenceEqual(actual.Arrays[row]));
            if (!lengths.AsSpan().SequenceEqual(expected.Arrays["covariance/lengths"])) decompositions++;
            lengths = expected.Arrays["covariance/lengths"];
        }
        Assert.InRange(decompositions, 2, Generations / 2);
    }

    /// <summary>In axes that are 1,000 times as long as others, and where the covariance changes between decompositions.</summary>
    [Theory]
    [InlineData(Dimension, 400, 1), InlineData(300, 60, 2), InlineData(1, 60, 1)]
    public void Every_state_that_a_search_comes_to_is_taken_back(int dimension, int generations, int fewestBetween)
    {
        CmaEs strategy = new(new PhiloxNoise(2, dimension), new double[dimension], new());
        double[] lengths = [];
        int between = 0, most = 0;
        for (int generation = 0; generation < generations; generation++)
        {
            strategy.Tell(generation, [.. CandidateSamples.Of(strategy.Ask(generation)).Select(Ellipsoid)]);
            StrategyState state = strategy.Save();
            strategy.Load(state);
            between = lengths.AsSpan().SequenceEqual(state.Arrays["covariance/lengths"]) ? between + 1 : 1;
            most = Math.Max(most, between);
            lengths = state.Arrays["covariance/lengths"];
        }
        Assert.InRange(most, fewestBetween, generations / 2);
        if (dimension == Dimension) Assert.InRange(lengths[^1] / lengths[0], 300, 3000);
    }

    [Fact]
    public void A_dimension_over_the_limit_is_refused_with_the_alternative()
    {
        const int Items = CmaEs.MaximumDimension + 1;
        string message = Assert.Throws<ArgumentException>(() => new CmaEs(new PhiloxNoise(1, Items), new double[Items], new())).Message;
        Assert.Contains("3000", message, StringComparison.Ordinal);
        Assert.Contains("3001", message, StringComparison.Ordinal);
        Assert.Contains("sep-cma-es", message, StringComparison.Ordinal);
        new SepCmaEs(new PhiloxNoise(1, Items), new double[Items], new()).Tell(0, new double[28]);
    }

    [Theory]
    [InlineData("cma-es")]
    [InlineData("sep-cma-es")]
    public void A_large_population_in_few_dimensions_converges(string name)
    {
        Strategy strategy = StrategyRegistry.Create(name, new PhiloxNoise(1, 2), [0, 0], StrategyTests.Options(name, ("population", 1000)));
        for (int generation = 0; generation < 40; generation++)
            strategy.Tell(generation, [.. CandidateSamples.Of(strategy.Ask(generation)).Select(x => -Math.Abs(x[0] - 2) - Math.Abs(x[1] + 3))]);
        Assert.Equal(2, strategy.Mean[0], 1e-3);
        Assert.Equal(-3, strategy.Mean[1], 1e-3);
    }

    /// <summary>The stored runs of the reference never get this far: on a slope the path grows until h_sigma is 0. Constants are the reference's.</summary>
    [Theory]
    [InlineData("cma-es", "cma_es")]
    [InlineData("sep-cma-es", "sep_cma_es")]
    public void A_path_that_is_too_long_stalls_the_rank_one_path_and_keeps_the_covariance(string name, string reference)
    {
        JsonElement constants = StrategyReferenceTests.Vectors.GetProperty(reference).GetProperty("params");
        double pathRate = Number("c_c"), rankOne = Number("c_1"), rankMu = Number("c_mu"), sigmaRate = Number("c_sigma"), length = Number("chi_n");
        double[] weights = StrategyReferenceTests.Row(constants, "weights");
        const int N = 6;
        PhiloxNoise noise = new(1, N);
        Strategy strategy = StrategyRegistry.Create(name, noise, new double[N]);
        int stalled = 0;
        for (int generation = 0; generation < 12; generation++)
        {
            IReadOnlyDictionary<string, double[]> before = strategy.Save().Arrays;
            double[] fitness = [.. CandidateSamples.Of(strategy.Ask(generation)).Select(x => x.Sum())];
            strategy.Tell(generation, fitness);
            IReadOnlyDictionary<string, double[]> after = strategy.Save().Arrays;
            double longest = (1.4 + 2.0 / (N + 1)) * length * Math.Sqrt(1 - Math.Pow(1 - sigmaRate, 2 * (generation + 2)));
            if (Math.Sqrt(after["sigma/path"].Sum(p => p * p)) < longest) continue;
            stalled++;
            double[] expected = [.. Variances(before).Select(c => (1 - rankOne - rankMu * weights.Sum() + rankOne * pathRate * (2 - pathRate)) * c)];
            string path = name == "cma-es" ? "covariance/path" : "variance/path";
            for (int i = 0; i < N; i++)
            {
                Assert.Equal((1 - pathRate) * before[path][i], after[path][i], 1e-12);
                expected[i] += rankOne * after[path][i] * after[path][i];
            }
            int[] order = [.. Enumerable.Range(0, fitness.Length).OrderByDescending(member => fitness[member])];
            for (int k = 0; k < weights.Length; k++)
            {
                double[] z = new double[N];
                noise.Row(generation, order[k], z);
                double weight = weights[k] < 0 ? weights[k] * N / z.Sum(value => value * value) : weights[k];
                for (int i = 0; i < N; i++) expected[i] += rankMu * weight * Math.Pow(Deviate(before, z, i), 2);
            }
            for (int i = 0; i < N; i++) Assert.Equal(expected[i], Variances(after)[i], 1e-8);
        }
        Assert.InRange(stalled, 1, 11);

        double Number(string constant) => StrategyReferenceTests.Number(constants, constant);
        double[] Variances(IReadOnlyDictionary<string, double[]> state) =>
            name == "cma-es" ? [.. Enumerable.Range(0, N).Select(i => state["covariance"][i * (i + 3) / 2])] : state["variance"];
        double Deviate(IReadOnlyDictionary<string, double[]> state, double[] z, int item) => name == "cma-es"
            ? Enumerable.Range(0, N).Sum(k => state["covariance/axes"][k * N + item] * state["covariance/lengths"][k] * z[k])
            : Math.Sqrt(state["variance"][item]) * z[item];
    }
}
