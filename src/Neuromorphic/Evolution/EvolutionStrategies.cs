using System.Globalization;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using static Neuromorphic.Evolution.EvolutionSettings;

namespace Neuromorphic.Evolution;

/// <summary>What an evolution strategy is made of.</summary>
/// <param name="Noise">The perturbations.</param>
/// <param name="Mean">Where the search begins.</param>
/// <param name="Decay">How much of a weight decay each number takes, 0 to 1; if not given, all of it.</param>
/// <param name="Options">Settings.</param>
/// <param name="Generations">Generations of the training, over which schedules run.</param>
public sealed record EvolutionStart(Noise Noise, double[] Mean, double[]? Decay, OptionSet Options, int Generations = 1);

/// <summary>What is saved of a strategy, and what it was made of.</summary>
/// <param name="State">Its rows.</param>
/// <param name="Layout">The layout of vectors.</param>
/// <param name="Initial">The flat vector at the start [Layout.Count].</param>
/// <param name="Generations">Generations completed.</param>
/// <param name="Options">Settings.</param>
sealed record SavedStrategy(StrategyState State, ParameterLayout Layout, float[] Initial, int Generations, OptionSet Options);

/// <summary>How a run learns, by name: by an evolution strategy, or by a trainer of its own.</summary>
public abstract class StrategyFamily(string name, string summary, params IEnumerable<Setting> settings) : Family(name, summary, settings)
{
    /// <summary>The trained numbers in a saved state, when all of its rows have been found right; no environment is needed.</summary>
    /// <exception cref="ArgumentException">The strategy has never such a state.</exception>
    internal abstract double[] MeanOf(SavedStrategy saved);

    /// <summary>Bytes that the strategy takes for a number of trained numbers, before there is one.</summary>
    internal abstract double BytesOf(int dimension, OptionSet options);
}

/// <summary>An evolution strategy by name.</summary>
/// <param name="name">The name on the command line.</param>
/// <param name="summary">What it is, in one sentence with its source.</param>
/// <param name="create">Begins it.</param>
/// <param name="settings">Its settings.</param>
public sealed class EvolutionFamily(string name, string summary, Func<EvolutionStart, Strategy> create, params IEnumerable<Setting> settings) : StrategyFamily(name, summary, settings)
{
    const int OwnRows = 8; // of any strategy of the library: mean, deviations, sums, an optimiser's moments

    /// <summary>A strategy that begins at a mean.</summary>
    /// <exception cref="ArgumentException">It does not take a setting, or a value is not allowed.</exception>
    public Strategy Create(EvolutionStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        Require(start.Options);
        return create(start);
    }

    /// <summary>Numbers that it keeps beside rows as long as the search vector, for the length of that and the members of a generation.</summary>
    internal Func<double, int, double> Matrices { get; init; } = (_, _) => 0;

    internal override double BytesOf(int dimension, OptionSet options) => sizeof(double) * ((double)OwnRows * dimension + Matrices(dimension, MembersOf(dimension, options)));

    /// <summary>Members of a generation, as far as a setting says it.</summary>
    internal int MembersOf(int dimension, OptionSet options) =>
        Settings.FirstOrDefault(setting => setting.Name == "population") is { } population && options.Given.GetValueOrDefault("population", population.Default!) is { } text
            ? int.Parse(text, CultureInfo.InvariantCulture) : Evolution.Snes.DefaultPopulation(dimension);

    internal override double[] MeanOf(SavedStrategy saved)
    {
        ParameterLayout layout = saved.Layout;
        Strategy strategy = Create(new(new PhiloxNoise(seed: 0, layout.TrainedCount), layout.Search(saved.Initial), layout.WeightDecay(1), saved.Options));
        strategy.Load(saved.State);
        return strategy.UpdateFault(saved.Generations) is { } fault ? throw new ArgumentException($"In the saved state of {Name} {fault}.") : strategy.Mean.ToArray();
    }
}

/// <summary>The evolution strategies of the library.</summary>
static class EvolutionStrategies
{
    public static IReadOnlyList<EvolutionFamily> All { get; } = [Ars(), CmaEs(), OpenAiEs(), Pgpe(), SepCmaEs(), Snes()];

    static EvolutionFamily Ars()
    {
        ArsOptions defaults = new();
        Setting<int> population = Population(defaults.Population);
        Setting<double> sigma = Sigma(defaults.Sigma), rate = LearningRate(defaults.LearningRate);
        Setting<int?> elite = Setting.Count("elite", 1, "Directions that an update uses; all, if not given.");
        return new("ars", "Augmented random search (Mania, Guy, Recht 2018); V2 with --normalization running.", start => new Ars(start.Noise, start.Mean, defaults with
        {
            Population = start.Options.Get(population),
            Sigma = start.Options.Get(sigma),
            LearningRate = start.Options.Get(rate),
            Elite = start.Options.Get(elite),
        }), population, sigma, rate, elite);
    }

    static EvolutionFamily CmaEs()
    {
        CmaEsOptions defaults = new();
        Setting<double> sigma = Sigma(defaults.Sigma);
        return new("cma-es", $"Covariance matrix adaptation with negative weights, up to {Evolution.CmaEs.MaximumDimension} numbers (Hansen 2016).",
            start => new CmaEs(start.Noise, start.Mean, defaults with { Population = start.Options.Get(PopulationByDimension), Sigma = start.Options.Get(sigma) }), PopulationByDimension, sigma)
        {
            Matrices = (n, members) => 1.5 * n * n + 2 * n * members,
        };
    }

    static EvolutionFamily OpenAiEs()
    {
        OpenAiEsOptions defaults = new();
        Setting<int> population = Population(defaults.Population);
        Setting<double> sigma = Sigma(defaults.Sigma), rate = LearningRate(.01), decay = WeightDecay(defaults.WeightDecay);
        Setting<bool> mirrored = Setting.Either("mirrored", "off", "on", true, "Whether members come in pairs on both sides of the mean.");
        return new("openai-es", "Mirrored perturbations of fixed deviation, centred ranks, Adam (Salimans et al. 2017).",
            start => new OpenAiEs(start.Noise, start.Mean, OptimizerOf(start.Options, start.Mean.Length, rate), defaults with
            {
                Population = start.Options.Get(population),
                Sigma = start.Options.Get(sigma),
                WeightDecay = start.Options.Get(decay),
                Sampling = start.Options.Get(mirrored) ? Sampling.Antithetic : Sampling.Independent,
                Shaping = ShapingOf(start.Options),
                Schedule = start.Options.Get(EvolutionSettings.Schedule),
                Generations = start.Generations,
            }, start.Decay), population, sigma, rate, mirrored, Shaping, EvolutionSettings.Optimizer, Momentum, EvolutionSettings.Schedule, decay);
    }

    static EvolutionFamily Pgpe()
    {
        PgpeOptions defaults = new();
        Setting<int> population = Population(defaults.Population);
        Setting<double> sigma = Sigma(defaults.Sigma), rate = LearningRate(.01), sigmaRate = SigmaLearningRate(defaults.SigmaLearningRate);
        Setting<bool> standstill = Setting.Either("standstill", "wait", "widen", false, "What a generation does in which all members earn the same: nothing, or deviations a tenth wider, up to twice the initial one.");
        return new("pgpe", "Mirrored perturbations with a learned deviation for each number (Sehnke et al. 2010; Toklu et al. 2020).",
            start => new Pgpe(start.Noise, start.Mean, OptimizerOf(start.Options, start.Mean.Length, rate), defaults with
            {
                Population = start.Options.Get(population),
                Sigma = start.Options.Get(sigma),
                SigmaLearningRate = start.Options.Get(sigmaRate),
                Widening = start.Options.Get(standstill) ? 1.1 : 1,
                Shaping = ShapingOf(start.Options),
                Schedule = start.Options.Get(EvolutionSettings.Schedule),
                Generations = start.Generations,
            }), population, sigma, rate, sigmaRate, standstill, Shaping, EvolutionSettings.Optimizer, Momentum, EvolutionSettings.Schedule);
    }

    static EvolutionFamily SepCmaEs()
    {
        SepCmaEsOptions defaults = new();
        Setting<double> sigma = Sigma(defaults.Sigma);
        return new("sep-cma-es", "CMA-ES with a diagonal covariance (Ros, Hansen 2008).",
            start => new SepCmaEs(start.Noise, start.Mean, defaults with { Population = start.Options.Get(PopulationByDimension), Sigma = start.Options.Get(sigma) }), PopulationByDimension, sigma);
    }

    static EvolutionFamily Snes()
    {
        SnesOptions defaults = new();
        Setting<double> sigma = Sigma(defaults.Sigma), rate = LearningRate(defaults.LearningRate);
        return new("snes", "Separable natural evolution strategy (Schaul, Glasmachers, Schmidhuber 2011).", start => new Snes(start.Noise, start.Mean, defaults with
        {
            Population = start.Options.Get(PopulationByDimension),
            Sigma = start.Options.Get(sigma),
            LearningRate = start.Options.Get(rate),
            SigmaLearningRate = start.Options.Get(SigmaLearningRateByDimension),
        }), PopulationByDimension, sigma, rate, SigmaLearningRateByDimension);
    }
}
