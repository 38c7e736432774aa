using Neuromorphic.Environments;

namespace Neuromorphic.Envs;

/// <summary>Every environment of this project by its name.</summary>
public static class EnvironmentRegistry
{
    sealed record Entry(string Name, string[] Options, Func<EnvironmentOptions, IEnvironment> Make);

    static readonly Entry[] Entries =
    [
        new("acrobot", [], _ => new Acrobot()),
        new("cartpole", [], _ => new CartPole()),
        new("memory-length", ["steps", "mode"], options => new MemoryLength(options.Steps ?? MemoryLength.DefaultSteps, options.Mode ?? MemoryLengthMode.BsuiteCompatible)),
        new("memory-size", ["steps", "bits"], options => new MemorySize(options.Bits ?? MemorySize.DefaultBits, options.Steps ?? MemorySize.DefaultSteps)),
        new("mountain-car", [], _ => new MountainCar()),
        new("mountain-car-continuous", [], _ => new MountainCarContinuous()),
        new("pendulum", [], _ => new Pendulum()),
    ];

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Entries, entry => entry.Name);

    /// <summary>Makes an environment.</summary>
    /// <exception cref="ArgumentException">No environment has the name, the environment does not have an option, or an option is out of range.</exception>
    public static IEnvironment Create(string name, EnvironmentOptions? options = null)
    {
        options ??= EnvironmentOptions.None;
        Entry entry = Array.Find(Entries, entry => entry.Name == name)
            ?? throw new ArgumentException($"There is no environment '{name}'; valid names: {string.Join(", ", Names)}.", nameof(name));
        foreach (string option in options.Given)
            if (!entry.Options.Contains(option))
                throw new ArgumentException(entry.Options.Length == 0
                    ? $"{name} has no option '{option}'; it takes none."
                    : $"{name} has no option '{option}'; it takes: {string.Join(", ", entry.Options)}.", nameof(options));
        return entry.Make(options);
    }
}
