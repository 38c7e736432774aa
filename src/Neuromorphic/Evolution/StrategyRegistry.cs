namespace Neuromorphic.Evolution;

/// <summary>Settings of a strategy by the names of the command line; null leaves one to the strategy's own default.</summary>
public sealed record StrategySettings
{
    /// <summary>Members of a generation.</summary>
    public int? Population { get; init; }
    /// <summary>Initial standard deviation of the search.</summary>
    public double? Sigma { get; init; }
    /// <summary>Step size of the mean.</summary>
    public double? LearningRate { get; init; }
    /// <summary>Step size of the standard deviations.</summary>
    public double? SigmaLearningRate { get; init; }
    /// <summary>The optimiser that turns gradients into steps.</summary>
    public string? Optimizer { get; init; }
    /// <summary>Momentum of the optimiser.</summary>
    public double? Momentum { get; init; }
    /// <summary>Weight decay; parameters of neurons do not decay.</summary>
    public double? WeightDecay { get; init; }
    /// <summary>Directions that the update uses.</summary>
    public int? Elite { get; init; }

    /// <summary>The names of the settings that are given.</summary>
    internal IEnumerable<string> Given
    {
        get
        {
            if (Population is not null) yield return "population";
            if (Sigma is not null) yield return "sigma";
            if (LearningRate is not null) yield return "learning-rate";
            if (SigmaLearningRate is not null) yield return "sigma-learning-rate";
            if (Optimizer is not null) yield return "optimizer";
            if (Momentum is not null) yield return "momentum";
            if (WeightDecay is not null) yield return "weight-decay";
            if (Elite is not null) yield return "elite";
        }
    }
}

/// <summary>The strategies by name. A new strategy is one file and one line here.</summary>
public static class StrategyRegistry
{
    sealed record Entry(string Name, string Summary, string[] Settings, Func<Noise, double[], StrategySettings, double[]?, Strategy> Create);

    static readonly Entry[] Entries =
    [
        new("ars", "Augmented random search (Mania, Guy, Recht 2018); V2 with --normalization running.",
            ["population", "sigma", "learning-rate", "elite"], (noise, mean, settings, _) => CreateArs(noise, mean, settings)),
        new("cma-es", $"Covariance matrix adaptation with negative weights, up to {CmaEs.MaximumDimension} numbers (Hansen 2016).", ["population", "sigma"], (noise, mean, settings, _) => CreateCmaEs(noise, mean, settings)),
        new("openai-es", "Mirrored perturbations of fixed deviation, centred ranks, Adam (Salimans et al. 2017).",
            ["population", "sigma", "learning-rate", "optimizer", "momentum", "weight-decay"], CreateOpenAiEs),
        new("pgpe", "Mirrored perturbations with a learned deviation for each number (Sehnke et al. 2010; Toklu et al. 2020).",
            ["population", "sigma", "learning-rate", "sigma-learning-rate", "optimizer", "momentum"], (noise, mean, settings, _) => CreatePgpe(noise, mean, settings)),
        new("sep-cma-es", "CMA-ES with a diagonal covariance (Ros, Hansen 2008).", ["population", "sigma"], (noise, mean, settings, _) => CreateSepCmaEs(noise, mean, settings)),
        new("snes", "Separable natural evolution strategy (Schaul, Glasmachers, Schmidhuber 2011).",
            ["population", "sigma", "learning-rate", "sigma-learning-rate"], (noise, mean, settings, _) => CreateSnes(noise, mean, settings)),
    ];

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Entries, entry => entry.Name);

    /// <summary>What a strategy is, in one sentence with its source.</summary>
    public static string Summary(string name) => Find(name).Summary;

    /// <summary>The settings that a strategy takes, by name.</summary>
    public static IReadOnlyList<string> SettingsOf(string name) => Find(name).Settings;

    /// <summary>A strategy that begins at a mean.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="noise">The perturbations.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="settings">Settings.</param>
    /// <param name="decay">How much of a weight decay each number takes, 0 to 1; if not given, all of it.</param>
    /// <exception cref="ArgumentException">The name is unknown, the strategy does not take a setting, or a value is not allowed.</exception>
    public static Strategy Create(string name, Noise noise, double[] mean, StrategySettings settings, double[]? decay = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Entry entry = Find(name);
        foreach (string given in settings.Given)
            if (!entry.Settings.Contains(given))
                throw new ArgumentException($"{name} takes no {given}; it takes: {string.Join(", ", entry.Settings)}.");
        return entry.Create(noise, mean, settings, decay);
    }

    static Entry Find(string name) => Array.Find(Entries, entry => entry.Name == name)
        ?? throw new ArgumentException($"There is no strategy '{name}'; there are {string.Join(", ", Names)}.");

    static OpenAiEs CreateOpenAiEs(Noise noise, double[] mean, StrategySettings settings, double[]? decay)
    {
        OpenAiEsOptions defaults = new();
        return new(noise, mean, OptimizerOf(settings, mean.Length), defaults with
        {
            Population = settings.Population ?? defaults.Population,
            Sigma = settings.Sigma ?? defaults.Sigma,
            WeightDecay = settings.WeightDecay ?? defaults.WeightDecay,
        }, decay);
    }

    static Pgpe CreatePgpe(Noise noise, double[] mean, StrategySettings settings)
    {
        PgpeOptions defaults = new();
        return new(noise, mean, OptimizerOf(settings, mean.Length), defaults with
        {
            Population = settings.Population ?? defaults.Population,
            Sigma = settings.Sigma ?? defaults.Sigma,
            SigmaLearningRate = settings.SigmaLearningRate ?? defaults.SigmaLearningRate,
        });
    }

    static Snes CreateSnes(Noise noise, double[] mean, StrategySettings settings)
    {
        SnesOptions defaults = new();
        return new(noise, mean, defaults with
        {
            Population = settings.Population,
            Sigma = settings.Sigma ?? defaults.Sigma,
            LearningRate = settings.LearningRate ?? defaults.LearningRate,
            SigmaLearningRate = settings.SigmaLearningRate,
        });
    }

    static CmaEs CreateCmaEs(Noise noise, double[] mean, StrategySettings settings)
    {
        CmaEsOptions defaults = new();
        return new(noise, mean, defaults with { Population = settings.Population, Sigma = settings.Sigma ?? defaults.Sigma });
    }

    static SepCmaEs CreateSepCmaEs(Noise noise, double[] mean, StrategySettings settings)
    {
        SepCmaEsOptions defaults = new();
        return new(noise, mean, defaults with { Population = settings.Population, Sigma = settings.Sigma ?? defaults.Sigma });
    }

    static Ars CreateArs(Noise noise, double[] mean, StrategySettings settings)
    {
        ArsOptions defaults = new();
        return new(noise, mean, defaults with
        {
            Population = settings.Population ?? defaults.Population,
            Sigma = settings.Sigma ?? defaults.Sigma,
            LearningRate = settings.LearningRate ?? defaults.LearningRate,
            Elite = settings.Elite,
        });
    }

    /// <summary>Adam with the step size of the spec unless told otherwise.</summary>
    static Optimizer OptimizerOf(StrategySettings settings, int dimension) =>
        Optimizer.Create(settings.Optimizer ?? "adam", dimension, settings.LearningRate ?? .01, settings.Momentum);
}
