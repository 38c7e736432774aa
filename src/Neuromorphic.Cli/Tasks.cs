using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Registries;
using Neuromorphic.Storage.Data;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>All environments, whichever project they live in.</summary>
static class Tasks
{
    /// <summary>What an episode with an image earns.</summary>
    enum ImageFitness
    {
        Accuracy,
        LogLikelihood,
    }

    static readonly Setting<ImageFitness> Fitness = Setting.Choice("fitness", ImageFitness.Accuracy, "What evolution climbs: whether an image is classified right, or the logarithm of the right class's softmax. Evaluations give the accuracy.");

    static Tasks()
    {
        ClassicEnvironments.Register();
        LocomotionRegistry.Register();
        foreach (DatasetEntry entry in DataCatalog.All)
            EnvironmentRegistry.All.Add(new(entry.Name, Describe(entry).Summary, options => options.Get(Fitness) == ImageFitness.Accuracy ? Images(entry.Name) : Images(entry.Name).ByLogLikelihood(), Fitness) { Preset = ClassicEnvironments.ImagePreset });
    }

    public static IReadOnlyList<string> Names => EnvironmentRegistry.All.Names;

    static bool IsImages(string name) => DataCatalog.All.Any(entry => entry.Name == name);

    /// <summary>The environment's preset, then the given settings.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is not allowed.</exception>
    public static RunConfiguration Configure(string name, IEnumerable<KeyValuePair<string, string>> settings) => Settings.Configure(name, settings);

    /// <summary>The environment of a configuration.</summary>
    /// <exception cref="ArgumentException">The environment or one of its options is not valid.</exception>
    /// <exception cref="DatasetException">Its images are not here, or a file is refused.</exception>
    public static IEnvironment Create(RunConfiguration configuration)
    {
        EnvironmentFamily family = EnvironmentRegistry.All.Find(configuration.Environment);
        if (IsImages(family.Name) && configuration.StepLimit > 1) throw new ArgumentException($"{family.Name} has no step-limit; how long an image is seen is --sub-steps.");
        return family.Create(configuration.EnvironmentOptions);
    }

    /// <summary>What of a task decides which settings count; its images need not be here.</summary>
    public static TaskFacts FactsOf(RunConfiguration configuration) => IsImages(configuration.Environment) ? new(LearnedFrom.Classes, Describe(DataCatalog.Get(configuration.Environment)).ActionSpace is Discrete) : TaskFacts.Of(Create(configuration));

    static ImageClassification Images(string name)
    {
        ImageDataset images = ImageDataset.Load(name);
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
