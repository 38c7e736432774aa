using Neuromorphic.Environments;
using Neuromorphic.Registries;

namespace Neuromorphic.Training;

/// <summary>A setting of a run and where it belongs.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Section">Its section in a file: none for what all runs have, environment, policy, strategy, or that of a choice within one, such as policy.neuron. A choice stands in its own.</param>
public sealed record PlacedSetting(Setting Setting, string Section);

/// <summary>
/// The settings of a run by name: what all runs have, and what its environment, its policy and its strategy declare. The command line,
/// configuration files, the configuration inside a checkpoint and the help are made from them.
/// </summary>
public static class Settings
{
    const string OfEnvironment = "environment", OfPolicy = "policy", OfStrategy = "strategy", Method = "method";

    static readonly Setting<string> Policy = Setting.Entry(OfPolicy, PolicyRegistry.All, "spiking", "Kind of controller.");
    static readonly Setting<string> Strategy = Setting.Entry(OfStrategy, StrategyRegistry.All, "pgpe", "Evolution strategy, or bptt: gradients through time.");
    static readonly Setting<string> Environment = Setting.Of(OfEnvironment, "a name that `neuromorphic envs` lists", "cartpole", "The task.", text => text, text => text);

    /// <summary>Short for a strategy: bptt, or es for the default evolution strategy.</summary>
    public static Setting Short { get; } = Setting.OneOf(Method, ["es", GradientTrainer.Bptt], "es", "Short for a strategy: bptt, or es for the default evolution strategy.");

    /// <summary>The settings of a run, each where it belongs; those that a choice brings along follow it.</summary>
    /// <exception cref="ArgumentException">Two of its parts declare the same setting.</exception>
    public static IReadOnlyList<PlacedSetting> Of(RunConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        List<PlacedSetting> placed = [.. CommonSettings.All.Select(setting => new PlacedSetting(setting, "")), new(Environment, OfEnvironment)];
        if (EnvironmentRegistry.All.Has(configuration.Environment)) Add(OfEnvironment, EnvironmentRegistry.All.Find(configuration.Environment), configuration.EnvironmentOptions);
        placed.Add(new(Policy, OfPolicy));
        Add(OfPolicy, PolicyRegistry.All.Find(configuration.Policy), configuration.PolicyOptions);
        placed.Add(new(Strategy, OfStrategy));
        Add(OfStrategy, StrategyRegistry.All.Find(configuration.Strategy), configuration.StrategyOptions);
        if (placed.GroupBy(item => item.Setting.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The setting '{twice.Key}' is declared twice: by {string.Join(" and by ", twice.Select(item => item.Section == "" ? "every run" : $"the {NameOf(configuration, placed, item.Section)}"))}.");
        return placed;

        void Add(string section, Family family, OptionSet options)
        {
            foreach ((Setting setting, string? choice) in family.All(options)) placed.Add(new(setting, string.Join('.', new[] { section, choice, setting.IsChoice ? setting.Name : null }.OfType<string>())));
        }
    }

    /// <summary>What a section is about: the policy spiking, the neuron lif.</summary>
    static string NameOf(RunConfiguration configuration, IEnumerable<PlacedSetting> placed, string section)
    {
        string kind = section[(section.LastIndexOf('.') + 1)..];
        return $"{kind} {ValueOf(configuration, placed.First(item => item.Section == section && item.Setting.Name == kind))}";
    }

    /// <summary>Every setting of every environment, policy and strategy, by name: what a command line may contain.</summary>
    public static IReadOnlyDictionary<string, Setting> Everywhere
    {
        get
        {
            Dictionary<string, Setting> all = CommonSettings.All.Append(Policy).Append(Strategy).Append(Short).ToDictionary(setting => setting.Name);
            foreach (Setting setting in Families.SelectMany(family => family.Settings).SelectMany(WithFurther)) all.TryAdd(setting.Name, setting);
            return all;
        }
    }

    static IEnumerable<Family> Families => [.. EnvironmentRegistry.All.Entries, .. PolicyRegistry.All.Entries, .. StrategyRegistry.All.Entries];

    static IEnumerable<Setting> WithFurther(Setting setting) =>
        [setting, .. setting.IsChoice ? (setting.Words ?? []).SelectMany(word => setting.Further(word)).SelectMany(WithFurther) : []];

    /// <summary>Names that are spelled in two ways: the one of older files, or of the other side of the ocean.</summary>
    public static IReadOnlyDictionary<string, string> OtherSpellings { get; } = new Dictionary<string, string> { ["parameterisation"] = "parameterization", ["normalisation"] = "normalization" };

    /// <summary>A name as it is spelled here.</summary>
    public static string Spelled(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return OtherSpellings.GetValueOrDefault(name, name);
    }

    /// <summary>A configuration with settings applied, by name. Choices come before what they bring along, whatever the order.</summary>
    /// <exception cref="ArgumentException">A name is unknown or belongs to something that is not chosen, or a value is not allowed.</exception>
    public static RunConfiguration Apply(RunConfiguration configuration, IEnumerable<KeyValuePair<string, string>> values) => Apply(configuration, values, _ => false);

    /// <summary>Likewise; settings that belong to something else are passed over where that is allowed.</summary>
    internal static RunConfiguration Apply(RunConfiguration configuration, IEnumerable<KeyValuePair<string, string>> values, Func<string, bool> mayBeForeign)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(values);
        List<KeyValuePair<string, string>> left = [.. values.Select(value => KeyValuePair.Create(Spelled(value.Key), value.Value))];
        foreach ((string name, string text) in left) configuration = Choose(configuration, name, text);
        left.RemoveAll(value => value.Key is OfEnvironment or OfPolicy or OfStrategy or Method);
        Dictionary<string, PlacedSetting> known = ByName(configuration);
        foreach (bool choices in (bool[])[true, false])
            for (int i = 0; i < left.Count; i++)
            {
                (string name, string text) = left[i];
                PlacedSetting? placed = known.GetValueOrDefault(name);
                if (choices ? placed?.Setting.IsChoice != true : placed == null)
                {
                    if (choices) continue;
                    if (!mayBeForeign(name)) throw new ArgumentException(Unknown(configuration, name));
                    if (!EnvironmentRegistry.All.Has(configuration.Environment) && MayBeOfEnvironment(name)) configuration = configuration with { EnvironmentOptions = configuration.EnvironmentOptions.WithUnchecked(name, text) };
                    continue;
                }
                configuration = Set(configuration, placed!, text);
                if (!choices) continue;
                known = ByName(configuration);
                left.RemoveAt(i--);
            }
        return configuration;
    }

    static Dictionary<string, PlacedSetting> ByName(RunConfiguration configuration) => Of(configuration).ToDictionary(placed => placed.Setting.Name);

    /// <summary>Whether a setting of a file may belong to an environment that nobody has registered yet.</summary>
    static bool MayBeOfEnvironment(string name) => name is "steps" or "mode" or "bits" or "variant" || !Everywhere.ContainsKey(name) && !OfVersion01.Contains(name);

    static RunConfiguration Choose(RunConfiguration configuration, string name, string text) => name switch
    {
        OfEnvironment => configuration with { Environment = text },
        OfPolicy => configuration with { Policy = Policy.Check(text) },
        OfStrategy => configuration with { Strategy = Strategy.Check(text) },
        Method => Short.Check(text) == GradientTrainer.Bptt ? configuration with { Strategy = GradientTrainer.Bptt }
            : configuration.Strategy == GradientTrainer.Bptt ? configuration with { Strategy = Strategy.Default! } : configuration,
        _ => configuration,
    };

    static RunConfiguration Set(RunConfiguration configuration, PlacedSetting placed, string text) => placed.Section.Split('.')[0] switch
    {
        OfEnvironment => configuration with { EnvironmentOptions = configuration.EnvironmentOptions.With(placed.Setting, text) },
        OfPolicy => configuration with { PolicyOptions = configuration.PolicyOptions.With(placed.Setting, text) },
        OfStrategy => configuration with { StrategyOptions = configuration.StrategyOptions.With(placed.Setting, text) },
        _ => configuration with { Common = configuration.Common.With(placed.Setting, text) },
    };

    /// <summary>Why a name is no setting of a run.</summary>
    public static string Unknown(RunConfiguration configuration, string name)
    {
        string[] owners = [.. Families.SelectMany(family => Owners(family.Name, family.Settings, name)).Distinct()];
        if (owners.Length > 0) return $"{configuration.Environment}, {configuration.Policy} and {configuration.Strategy} have no setting '{name}'; {string.Join(", ", owners)} {(owners.Length == 1 ? "has" : "have")} it.";
        string[] names = [.. Of(configuration).Select(placed => placed.Setting.Name)];
        return $"There is no setting '{name}'; there are {string.Join(", ", names)}.{NearestName.Suggest(name, names)}";
    }

    /// <summary>What has a setting: the owner of the settings, or what one of them may choose.</summary>
    static IEnumerable<string> Owners(string owner, IReadOnlyList<Setting> settings, string name) =>
    [
        .. settings.Any(setting => setting.Name == name) ? [owner] : (string[])[],
        .. settings.Where(setting => setting.IsChoice).SelectMany(setting => (setting.Words ?? []).SelectMany(word => Owners(word, setting.Further(word), name))),
    ];

    /// <summary>The configuration of an environment: its preset for what is asked for, then the given settings.</summary>
    /// <param name="environment">The environment's name, as <see cref="EnvironmentRegistry.Resolve"/> knows it.</param>
    /// <param name="values">The given settings.</param>
    /// <exception cref="ArgumentException">A name is unknown or belongs to something that is not chosen, a value is not allowed, or has no effect.</exception>
    public static RunConfiguration Configure(string environment, IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        (string task, IReadOnlyList<KeyValuePair<string, string>> given) = EnvironmentRegistry.Resolve(environment, values.Select(value => KeyValuePair.Create(Spelled(value.Key), value.Value)));
        EnvironmentFamily family = EnvironmentRegistry.All.Find(task);
        RunConfiguration start = new() { Environment = task };
        foreach ((string name, string text) in given) start = Choose(start, name, text);
        // What a preset says of another policy or strategy does not count here.
        RunConfiguration preset = Apply(start, family.PresetFor(Apply(start, given)), name => Everywhere.ContainsKey(name)
            ? true : throw new ArgumentException($"The preset of {task} holds '{name}', which nothing has.{NearestName.Suggest(name, [.. Everywhere.Keys])}"));
        RunConfiguration configuration = Apply(preset, given);
        RequireEffect(configuration, given.Select(value => value.Key), family.Describe(configuration.EnvironmentOptions));
        return configuration;
    }

    /// <summary>What a setting is for, where it belongs to what is chosen and changes nothing in a run; null where it may change something.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="name">The setting's name.</param>
    /// <param name="task">Its task, where it is known; settings that depend on it count as long as it is not.</param>
    public static string? Missing(RunConfiguration configuration, string name, TaskFacts? task = null) => Of(configuration).FirstOrDefault(placed => placed.Setting.Name == name)?.Setting.Missing(new RunFacts(configuration, task));

    /// <summary>Refuses a setting that is given, is not what it would be anyway, and changes nothing.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="given">The names of what is given.</param>
    /// <param name="task">Its task, where it is known.</param>
    /// <exception cref="ArgumentException">There is one; the message says what it is for.</exception>
    public static void RequireEffect(RunConfiguration configuration, IEnumerable<string> given, TaskFacts? task = null)
    {
        foreach (PlacedSetting placed in Of(configuration).IntersectBy(given, placed => placed.Setting.Name))
            if (ValueOf(configuration, placed) != placed.Setting.Default && placed.Setting.Missing(new RunFacts(configuration, task)) is { } what)
                throw new ArgumentException($"{placed.Setting.Name} has no effect here: it is for {what}.");
    }

    /// <summary>A run, as settings ask about it.</summary>
    sealed record RunFacts(RunConfiguration Configuration, TaskFacts? Task) : IRunFacts
    {
        OptionSet[] Parts => [Configuration.Common, Configuration.EnvironmentOptions, Configuration.PolicyOptions, Configuration.StrategyOptions];

        public T Get<T>(Setting<T> setting) => (Parts.FirstOrDefault(part => part.Given.ContainsKey(setting.Name)) ?? OptionSet.None).Get(setting);

        public T? Find<T>() where T : class => typeof(T) == typeof(TaskFacts) ? Task as T : PolicyRegistry.All.Find(Configuration.Policy).Describe(Configuration.PolicyOptions) as T;
    }

    /// <summary>What counts in a run, defaults included, with where it stands.</summary>
    public static IEnumerable<(PlacedSetting Placed, string Text)> Counting(RunConfiguration configuration) =>
        from placed in Of(configuration) where placed.Setting.Missing(new RunFacts(configuration, null)) == null let text = ValueOf(configuration, placed) where text != null select (placed, text);

    /// <summary>The same by name.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Values(RunConfiguration configuration) =>
        [.. from item in Counting(configuration) select KeyValuePair.Create(item.Placed.Setting.Name, item.Text),
            .. configuration.EnvironmentOptions.Given.Where(_ => !EnvironmentRegistry.All.Has(configuration.Environment))];

    /// <summary>The value of a setting, as text; null where it is left to what it is for.</summary>
    public static string? ValueOf(RunConfiguration configuration, PlacedSetting placed)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(placed);
        return placed.Setting.Name switch
        {
            OfEnvironment => configuration.Environment,
            OfPolicy => configuration.Policy,
            OfStrategy => configuration.Strategy,
            string name => (placed.Section.Split('.')[0] switch
            {
                OfEnvironment => configuration.EnvironmentOptions,
                OfPolicy => configuration.PolicyOptions,
                OfStrategy => configuration.StrategyOptions,
                _ => configuration.Common,
            }).Given.GetValueOrDefault(name, placed.Setting.Default!),
        };
    }

    /// <summary>
    /// The settings that files of version 0.1 may hold although nothing that is chosen reads them: these files list the settings of everything.
    /// </summary>
    public static IReadOnlySet<string> OfVersion01 { get; } = new HashSet<string>
    {
        "environment", "steps", "mode", "bits", "variant", "step-limit", "policy", "neuron", "neurons", "condition", "learned", "shared", "shared-network", "sub-steps", "readout", "readout-tau",
        "input-scale", "readout-scale", "integration", "threshold-rule", "reset-rule", "parameterization", "tau", "threshold", "rest", "resistance", "adaptation", "adaptation-tau", "synapse-tau",
        "refractory", "reset", "layers", "recurrence", "activation", "strategy", "method", "generations", "population", "episodes", "sigma", "learning-rate", "sigma-learning-rate", "optimizer",
        "momentum", "weight-decay", "elite", "randomness", "episode-sampling", "normalization", "surrogate", "slope", "reset-gradient", "truncation", "window", "batch", "clip", "neuron-rate",
        "schedule", "warmup", "loss", "advantage", "discount", "lambda", "entropy", "exploration", "on-non-finite", "seed", "evaluation-episodes", "evaluate-every", "checkpoint-every",
    };

    /// <summary>A configuration that was saved: settings of an environment that nobody has registered yet are kept for it.</summary>
    /// <exception cref="ArgumentException">A name is unknown or belongs to something that is not chosen, or a value is not allowed.</exception>
    public static RunConfiguration ApplySaved(RunConfiguration configuration, IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        string environment = values.LastOrDefault(value => value.Key == OfEnvironment).Value ?? configuration.Environment;
        return Apply(configuration, values, _ => !EnvironmentRegistry.All.Has(environment));
    }

    /// <summary>A configuration of version 0.1: what belongs to nothing that is chosen is passed over.</summary>
    /// <exception cref="ArgumentException">A name was never a setting, or a value is not allowed.</exception>
    public static RunConfiguration ApplyVersion01(RunConfiguration configuration, IEnumerable<KeyValuePair<string, string>> values) =>
        Apply(configuration, values, OfVersion01.Contains);
}
