using System.Text.Json;
using Neuromorphic.Evolution;
using Xunit;

namespace Neuromorphic.Tests.Evolution;

/// <summary>
/// Every strategy against the published implementation it follows, generation by generation, on -sum (i + 1) (x[i] - 1/2)^2 in six dimensions.
/// es_vectors.json holds the noise (for the CMA family the candidates), fitnesses and resulting states in float64.
/// Sources: openai/evolution-strategies-starter, evosax 0.1.6 and 0.3.1, EvoTorch, EvoJAX and modestyachts/ARS as formulas; the output of cmaes 0.9.1 for the CMA family.
/// </summary>
public class StrategyReferenceTests
{
    const double Tolerance = 1e-9;
    internal static JsonElement Vectors { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "es_vectors.json"))).RootElement;

    internal static double[] Row(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(item => item.GetDouble())];
    static double[][] Rows(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(item => item.GetDouble()).ToArray())];
    internal static double Number(JsonElement parent, string name) => parent.GetProperty(name).GetDouble();

    static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Tolerance);
    }

    /// <summary>Tells a strategy every stored generation; the fitness is turned so that larger is better.</summary>
    static void Run(string name, Func<StoredNoise, double[], JsonElement, Strategy> create, string noiseName, Func<JsonElement, double[]> fitness, Action<Strategy, JsonElement> check)
    {
        JsonElement entry = Vectors.GetProperty(name);
        double[] mean = Row(entry, "mean0");
        StoredNoise noise = new(mean.Length);
        Strategy strategy = create(noise, mean, entry.GetProperty("params"));
        int generation = 0;
        foreach (JsonElement stored in entry.GetProperty("generations").EnumerateArray())
        {
            noise.Rows = Rows(stored, noiseName);
            Assert.Equal(0, strategy.Tell(generation++, fitness(stored)));
            Close(Row(stored, "mean"), strategy.Mean);
            check(strategy, stored);
        }
        Assert.True(generation >= 6);
    }

    static double[] Pairs(JsonElement stored) => [.. Rows(stored, "fitness_pairs").SelectMany(pair => pair)];
    static double[] Costs(JsonElement stored) => [.. Row(stored, "fitness").Select(cost => -cost)];

    /// <summary>evosax lists all members with +z before all with -z.</summary>
    static double[] HalvedCosts(JsonElement stored)
    {
        double[] costs = Costs(stored), pairs = new double[costs.Length];
        for (int k = 0; k < costs.Length; k++) pairs[k] = costs[k / 2 + k % 2 * (costs.Length / 2)];
        return pairs;
    }

    static void Nothing(Strategy strategy, JsonElement stored) { }

    [Fact]
    public void OpenAI_ES_equals_the_code_of_its_authors() => Run("openai_es_original", (noise, mean, settings) => new OpenAiEs(
        noise, mean,
        new Adam(mean.Length, Number(settings, "lr"), Number(settings, "beta1"), Number(settings, "beta2"), Number(settings, "eps"), AdamEpsilon.Running),
        new OpenAiEsOptions
        {
            Population = 10,
            Sigma = Number(settings, "sigma"),
            WeightDecay = Number(settings, "l2coeff"),
            Scale = GradientScale.Plain,
            Shaping = FitnessShaping.OrderedRanks,
        }), "z", Pairs, Nothing);

    [Theory]
    [InlineData("open_es_evosax_0_1")]
    [InlineData("open_es_evosax_0_3_sgd")]
    [InlineData("open_es_adam_std")]
    public void OpenAI_ES_equals_evosax(string name) => Run(name, (noise, mean, settings) => new OpenAiEs(
        noise, mean,
        settings.GetProperty("optimizer").GetString() == "sgd"
            ? new Sgd(mean.Length, Number(settings, "lr"))
            : new Adam(mean.Length, Number(settings, "lr"), Number(settings, "beta1"), Number(settings, "beta2"), Number(settings, "eps")),
        new OpenAiEsOptions { Population = 10, Sigma = Number(settings, "sigma"), WeightDecay = 0 }), "z_plus", HalvedCosts, Nothing);

    [Fact]
    public void SNES_equals_evosax_and_EvoTorch_with_its_default_population_and_step_size() => Run("snes",
        (noise, mean, settings) => new Snes(noise, mean, new SnesOptions { Sigma = Number(settings, "std0") }), "z", Costs,
        (strategy, stored) => Close(Row(stored, "std"), ((Snes)strategy).Sigma));

    [Theory]
    [InlineData("pgpe_clipup")]
    [InlineData("pgpe_adam")]
    public void PGPE_equals_EvoTorch(string name) => Run(name, (noise, mean, settings) => new Pgpe(
        noise, mean,
        Optimizer.Create(settings.GetProperty("optimizer").GetString()!, mean.Length, Number(settings, "center_lr")),
        new PgpeOptions
        {
            Population = 10,
            Sigma = Number(settings, "std0"),
            SigmaLearningRate = Number(settings, "std_lr"),
            SigmaMaximumChange = Number(settings, "std_max_change"),
        }), "z", Pairs, (strategy, stored) => Close(Row(stored, "std"), ((Pgpe)strategy).Sigma));

    [Fact]
    public void ARS_equals_the_code_of_its_authors() => Run("ars", (noise, mean, settings) => new Ars(noise, mean, new ArsOptions
    {
        Population = 2 * settings.GetProperty("n_directions").GetInt32(),
        Elite = settings.GetProperty("deltas_used").GetInt32(),
        Sigma = Number(settings, "delta_std"),
        LearningRate = Number(settings, "step_size"),
    }), "z", Pairs, Nothing);

    [Fact]
    public void CMA_ES_equals_cmaes() => Candidates("cma_es", (noise, mean, settings) => new CmaEs(noise, mean, new CmaEsOptions { Sigma = Number(settings, "sigma0") }),
        (state, step, z) =>
        {
            double[] axes = state["covariance/axes"], lengths = state["covariance/lengths"];
            for (int k = 0; k < z.Length; k++)
            {
                for (int i = 0; i < z.Length; i++) z[k] += axes[k * z.Length + i] * step[i];
                z[k] /= lengths[k];
            }
        },
        (state, stored) =>
        {
            double[][] covariance = Rows(stored, "C");
            Close([.. covariance.SelectMany((row, i) => row[..(i + 1)])], state["covariance"]);
            Close(Row(stored, "p_c"), state["covariance/path"]);
        });

    [Fact]
    public void Sep_CMA_ES_equals_cmaes() => Candidates("sep_cma_es", (noise, mean, settings) => new SepCmaEs(noise, mean, new SepCmaEsOptions { Sigma = Number(settings, "sigma0") }),
        (state, step, z) =>
        {
            for (int i = 0; i < z.Length; i++) z[i] = step[i] / Math.Sqrt(state["variance"][i]);
        },
        (state, stored) =>
        {
            Close(Row(stored, "C"), state["variance"]);
            Close(Row(stored, "p_c"), state["variance/path"]);
        });

    /// <summary>Where candidates are stored, the noise that leads to them from the strategy's own state is given, and the strategy must then ask for them.</summary>
    static void Candidates(string name, Func<StoredNoise, double[], JsonElement, Strategy> create,
        Action<IReadOnlyDictionary<string, double[]>, double[], double[]> whiten, Action<IReadOnlyDictionary<string, double[]>, JsonElement> check)
    {
        JsonElement entry = Vectors.GetProperty(name);
        double[] mean = Row(entry, "mean0");
        StoredNoise noise = new(mean.Length);
        Strategy strategy = create(noise, mean, entry.GetProperty("params"));
        Assert.Equal(entry.GetProperty("params").GetProperty("popsize").GetInt32(), strategy.PopulationSize);
        int generation = 0;
        foreach (JsonElement stored in entry.GetProperty("generations").EnumerateArray())
        {
            IReadOnlyDictionary<string, double[]> state = strategy.Save().Arrays;
            double[][] candidates = Rows(stored, "x");
            noise.Rows = Array.ConvertAll(candidates, x =>
            {
                double[] step = new double[x.Length], z = new double[x.Length];
                for (int i = 0; i < x.Length; i++) step[i] = (x[i] - state["mean"][i]) / state["sigma"][0];
                whiten(state, step, z);
                return z;
            });
            double[][] asked = CandidateSamples.Of(strategy.Ask(generation));
            for (int member = 0; member < candidates.Length; member++)
                for (int i = 0; i < mean.Length; i++) Assert.Equal(candidates[member][i], asked[member][i], 1e-6); // float32
            strategy.Tell(generation++, Costs(stored));
            state = strategy.Save().Arrays;
            Close(Row(stored, "mean"), strategy.Mean);
            Close([Number(stored, "sigma")], state["sigma"]);
            Close(Row(stored, "p_sigma"), state["sigma/path"]);
            check(state, stored);
        }
        Assert.Equal(12, generation);
    }

    [Fact]
    public void Shaping_equals_its_sources_with_ties()
    {
        JsonElement entry = Vectors.GetProperty("shaping");
        double[] fitness = Row(entry, "input");
        Close(Row(entry, "openai_centered_rank_stable"), FitnessShaping.OrderedRanks.Shape(fitness));
        Close(Row(entry, "evosax_centered_rank_average_ties"), FitnessShaping.CentredRanks.Shape(fitness));
        Close(Row(entry, "zscore_ddof0"), FitnessShaping.StandardScore.Shape(fitness));
    }

    [Fact]
    public void Natural_utilities_equal_those_of_the_reference()
    {
        double[] best = Row(Vectors.GetProperty("snes").GetProperty("params"), "utilities_sorted_best_first");
        Close(best, FitnessShaping.NaturalUtilities.Shape([.. best.Select((_, rank) => -(double)rank)]));
    }
}
