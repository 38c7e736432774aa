using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>All environments, whichever project they live in.</summary>
static class Tasks
{
    public static IReadOnlyList<string> Names { get; } = [.. EnvironmentRegistry.Names.Concat(LocomotionRegistry.Names).Concat(DataCatalog.All.Select(entry => entry.Name)).Order(StringComparer.Ordinal)];

    static bool IsImages(string name) => DataCatalog.All.Any(entry => entry.Name == name);

    static bool IsRobot(string name) => LocomotionRegistry.Names.Contains(name);

    /// <summary>The environment's preset, then the given settings.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is not allowed.</exception>
    public static RunConfiguration Configure(string name, IEnumerable<KeyValuePair<string, string>> settings) =>
        IsRobot(name) ? LocomotionPresets.Configure(name, settings) : EnvironmentPresets.Configure(name, settings);

    /// <summary>The environment of a configuration.</summary>
    /// <exception cref="ArgumentException">The environment or one of its options is not valid.</exception>
    public static IEnvironment Create(RunConfiguration configuration)
    {
        if (!Names.Contains(configuration.Environment))
            throw new ArgumentException($"There is no environment '{configuration.Environment}'; valid names: {string.Join(", ", Names)}.");
        if (IsImages(configuration.Environment)) return Images(configuration);
        return IsRobot(configuration.Environment) ? LocomotionPresets.CreateEnvironment(configuration) : EnvironmentPresets.CreateEnvironment(configuration);
    }

    /// <exception cref="DatasetException">The images are not here, or a file is refused.</exception>
    static ImageClassification Images(RunConfiguration configuration)
    {
        foreach ((string option, bool given) in (ReadOnlySpan<(string, bool)>)[("steps", configuration.Steps != null), ("mode", configuration.Mode != null), ("bits", configuration.Bits != null), ("variant", configuration.Variant != null), ("step-limit", configuration.StepLimit > 1)])
            if (given) throw new ArgumentException($"{configuration.Environment} has no option '{option}'; how long an image is seen is --sub-steps.");
        ImageDataset images = ImageDataset.Load(configuration.Environment);
        return new(Describe(images.Entry), images.Train, images.Test);
    }

    static EnvironmentSpec Describe(DatasetEntry entry) =>
        ImageClassification.Describe(entry.Name, $"Tell the {entry.Classes.Count} classes of {entry.TrainCount + entry.TestCount:N0} images of {entry.Height} x {entry.Width} pixels apart (neuromorphic data get {entry.Name}).", entry.Summary, entry.Height * entry.Width, entry.Classes.Count);

    /// <summary>What an environment looks like.</summary>
    /// <exception cref="ArgumentException">It has no bodies; the message says which environments have.</exception>
    public static Appearance AppearanceOf(IEnvironment environment) => Look(environment)
        ?? throw new ArgumentException($"{environment.Spec.Name} has no bodies to look at; environments that can be replayed: {string.Join(", ", Names.Where(name => !IsImages(name) && Look(Create(new RunConfiguration { Environment = name })) != null))}.");

    static Appearance? Look(IEnvironment environment) => environment switch
    {
        RobotEnvironment robot => RobotAppearance.Of(robot),
        CartPole => ClassicAppearance.CartPole(),
        Pendulum => ClassicAppearance.Pendulum(),
        Acrobot => ClassicAppearance.Acrobot(),
        MountainCar => ClassicAppearance.MountainCar(environment.Spec, MountainCar.Goal),
        MountainCarContinuous => ClassicAppearance.MountainCar(environment.Spec, MountainCarContinuous.Goal),
        _ => null,
    };

    /// <summary>What every environment is.</summary>
    public static IEnumerable<EnvironmentSpec> Specs => Names.Select(name => IsImages(name) ? Describe(DataCatalog.Get(name)) : Create(new RunConfiguration { Environment = name }).Spec);
}
