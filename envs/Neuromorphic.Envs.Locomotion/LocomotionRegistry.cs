using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion.Robots;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>What the robots can be asked for.</summary>
public sealed record LocomotionOptions
{
    /// <summary>The variant by name; the first of <see cref="LocomotionRegistry.Variants"/> if none.</summary>
    public string? Variant { get; init; }
}

/// <summary>Every robot of this project by its name.</summary>
public static class LocomotionRegistry
{
    // Compared with Gymnasium v4, geoms do not touch each other, and the ant's speed is that of the position, not of the torso one substep earlier.
    static readonly (string Name, Lazy<LocomotionTask> Brax, Lazy<LocomotionTask> Gymnasium)[] Entries =
    [
        ("ant", new(() => RobotTasks.ForAnt(Ant.Brax, .55, 1)), new(() => RobotTasks.ForAnt(Ant.Gymnasium, .75, 0))),
        ("half-cheetah", new(() => RobotTasks.ForHalfCheetah(HalfCheetah.Brax)), new(() => RobotTasks.ForHalfCheetah(HalfCheetah.Gymnasium))),
        ("hopper", new(() => RobotTasks.ForHopper(Hopper.Brax, 0)), new(() => RobotTasks.ForHopper(Hopper.Gymnasium, 1.25))),
        ("walker2d", new(() => RobotTasks.ForWalker2d(Walker2d.Brax, 0)), new(() => RobotTasks.ForWalker2d(Walker2d.Gymnasium, 1.25))),
    ];

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Entries, entry => entry.Name);

    /// <summary>
    /// The variants, the default first. brax: few geoms touch the floor, Euler. gymnasium: as v4, all geoms touch the floor, Runge-Kutta where the file says so.
    /// </summary>
    public static IReadOnlyList<string> Variants { get; } = ["brax", "gymnasium"];

    /// <summary>Makes an environment.</summary>
    /// <exception cref="ArgumentException">No robot or variant has the name.</exception>
    public static IEnvironment Create(string name, LocomotionOptions? options = null) => new RobotEnvironment(Task(name, options?.Variant));

    internal static LocomotionTask Task(string name, string? variant = null)
    {
        var entry = Array.Find(Entries, entry => entry.Name == name);
        if (entry.Name == null) throw new ArgumentException($"There is no robot '{name}'; valid names: {string.Join(", ", Names)}.", nameof(name));
        return variant switch
        {
            null or "brax" => entry.Brax.Value,
            "gymnasium" => entry.Gymnasium.Value,
            _ => throw new ArgumentException($"There is no variant '{variant}' of {name}; valid variants: {string.Join(", ", Variants)}.", nameof(variant)),
        };
    }
}
