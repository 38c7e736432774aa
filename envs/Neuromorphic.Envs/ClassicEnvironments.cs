using Neuromorphic.Environments;
using Neuromorphic.Registries;
using Neuromorphic.Training;

namespace Neuromorphic.Envs;

/// <summary>The environments of this project, by name.</summary>
public static class ClassicEnvironments
{
    static readonly EnvironmentFamily[] Families =
    [
        Of(new Acrobot(), Presets.ForFarGoal, "Acrobot-v1"),
        Of(new CartPole(), Presets.ForCartPole, "CartPole-v1"),
        new("function", "Approximate a function from points of it.",
            options => new FunctionRegression(options.Get(FunctionRegression.TargetSetting), options.Get(FunctionRegression.LowSetting), options.Get(FunctionRegression.HighSetting), options.Get(FunctionRegression.PointsSetting)),
            FunctionRegression.TargetSetting, FunctionRegression.LowSetting, FunctionRegression.HighSetting, FunctionRegression.PointsSetting) { Preset = Presets.ForFunctions },
        new("memory-length", default(MemoryLength).Spec.Summary, options => new MemoryLength(options.Get(MemoryLength.StepsSetting), options.Get(MemoryLength.ModeSetting)), MemoryLength.StepsSetting, MemoryLength.ModeSetting) { Preset = Presets.ForMemory },
        new("memory-size", new MemorySize(1).Spec.Summary, options => new MemorySize(options.Get(MemorySize.BitsSetting), options.Get(MemorySize.StepsSetting)), MemorySize.StepsSetting, MemorySize.BitsSetting) { Preset = Presets.ForMemory },
        new("mnist1d", Mnist1d.Describe().Summary, options => Mnist1d.Create(options.Get(Mnist1d.SamplesSetting), (uint)options.Get(Mnist1d.SeedSetting), options.Get(ImageClassification.FitnessSetting)),
            Mnist1d.SamplesSetting, Mnist1d.SeedSetting, ImageClassification.FitnessSetting)
        {
            Preset = Presets.ForSignals,
            Outline = options => new(Mnist1d.Describe(options.Get(ImageClassification.FitnessSetting)), LearnedFrom.Classes), // its signals need not be made
        },
        Of(new MountainCar(), Presets.ForFarGoal, "MountainCar-v0"),
        Of(new MountainCarContinuous(), Presets.ForFarGoal, "MountainCarContinuous-v0"),
        Of(new Pendulum(), Presets.ForControl, "Pendulum-v1"),
    ];

    static ClassicEnvironments()
    {
        foreach (EnvironmentFamily family in Families) EnvironmentRegistry.All.Add(family);
    }

    /// <param name="environment">An environment without options.</param>
    /// <param name="preset">Settings that suit it.</param>
    /// <param name="alias">Its name in Gymnasium.</param>
    static EnvironmentFamily Of(IEnvironment environment, Func<RunConfiguration, IEnumerable<KeyValuePair<string, string>>> preset, string alias) =>
        new(environment.Spec.Name, environment.Spec.Summary, _ => environment) { Preset = preset, Aliases = new Dictionary<string, IReadOnlyList<KeyValuePair<string, string>>> { [alias] = [] } };

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Families, family => family.Name);

    /// <summary>Makes sure that <see cref="EnvironmentRegistry"/> has them now; it looks for them itself when a name is asked for.</summary>
    public static void Register()
    {
    }

    /// <summary>Makes an environment.</summary>
    /// <exception cref="ArgumentException">No environment has the name, the environment does not have an option, or an option is out of range.</exception>
    public static IEnvironment Create(string name, OptionSet? options = null) => EnvironmentRegistry.All.Find(name).Create(options ?? OptionSet.None);

    /// <summary>The configuration of an environment: its preset, then the given settings.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is not allowed.</exception>
    public static RunConfiguration Configure(string environment, IEnumerable<KeyValuePair<string, string>> settings) => Settings.Configure(environment, settings);
}
