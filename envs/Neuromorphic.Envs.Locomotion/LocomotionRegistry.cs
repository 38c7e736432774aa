using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion.Robots;
using Neuromorphic.Registries;
using Neuromorphic.Training;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>What the robots can be asked for.</summary>
public sealed record LocomotionOptions
{
    /// <summary>The variant by name; the first of <see cref="LocomotionRegistry.Variants"/> if none.</summary>
    public string? Variant { get; init; }
}

/// <summary>Every robot of this project by its name.</summary>
/// <remarks>
/// The steps of gymnasium-v4 are those of Gymnasium on MuJoCo 2 (2.2.2), the steps of gymnasium-v5 those of Gymnasium 1.x on MuJoCo 3.5 and later (3.14), to 1e-9 in double:
/// observation, reward, termination. Between the two MuJoCo changed when contact begins, for ant and hopper: at the greater margin of two geoms, then at the sum of both.
/// The parts of the hopper touch each other as well, where it draws its leg up to the torso; only where the axes of two of them cross, MuJoCo's step hangs on its rounding, and ours does not.
/// Compared with Gymnasium, actions are clipped before they cost; a height exactly on a bound is healthy; resets draw the same distributions by other generators,
/// and the ant's first observation has its quaternion at length 1, as MuJoCo 2 leaves it.
/// </remarks>
public static class LocomotionRegistry
{
    static readonly (string Name, Lazy<LocomotionTask>[] Tasks)[] Entries =
    [
        Entry("ant", RobotTasks.ForAnt),
        Entry("half-cheetah", RobotTasks.ForHalfCheetah),
        Entry("hopper", RobotTasks.ForHopper),
        Entry("walker2d", RobotTasks.ForWalker2d),
    ];

    static (string Name, Lazy<LocomotionTask>[] Tasks) Entry(string name, Func<Edition, LocomotionTask> make) =>
        (name, [.. Enum.GetValues<Edition>().Select(edition => new Lazy<LocomotionTask>(() => make(edition)))]);

    static LocomotionRegistry()
    {
        Setting<string> variant = Setting.OneOf("variant", Variants, Variants[0], "As in Brax, as in Gymnasium v4 on MuJoCo 2, or as in Gymnasium v5 on a current MuJoCo (3.5 or later).");
        foreach (string name in Names)
            EnvironmentRegistry.All.Add(new(name, Task(name).Spec.Summary, options => Create(name, new() { Variant = options.Get(variant) }), variant)
            {
                Preset = LocomotionPresets.For,
                Aliases = new[] { "v4", "v5" }.ToDictionary(version => $"{name}-{version}", version => (IReadOnlyList<KeyValuePair<string, string>>)[new(variant.Name, $"gymnasium-{version}")]),
            });
    }

    /// <summary>Makes sure that <see cref="EnvironmentRegistry"/> has them; any other member does so too.</summary>
    public static void Register()
    {
    }

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Entries, entry => entry.Name);

    /// <summary>
    /// The variants, the default first. brax: few geoms touch the floor, Euler. gymnasium-v4: all geoms touch the floor, those of the hopper each other, Runge-Kutta where the file says so,
    /// the ant's speed is that of its torso at the last evaluation; as on MuJoCo 2. gymnasium-v5: likewise, but the bonus is for healthy steps only, the ant observes the
    /// contact force and moment on each of its 13 bodies, clipped to 1, and pays 5e-4 for their squares, both feet of the walker have friction 1.9, and contact of ant and
    /// hopper begins at twice the distance (2 cm, 2 mm), as on MuJoCo 3.5 and later.
    /// </summary>
    public static IReadOnlyList<string> Variants { get; } = ["brax", "gymnasium-v4", "gymnasium-v5"];

    /// <summary>Makes an environment.</summary>
    /// <exception cref="ArgumentException">No robot or variant has the name.</exception>
    public static IEnvironment Create(string name, LocomotionOptions? options = null) => new RobotEnvironment(Task(name, options?.Variant));

    internal static LocomotionTask Task(string name, string? variant = null)
    {
        var entry = Array.Find(Entries, entry => entry.Name == name);
        if (entry.Name == null) throw new ArgumentException($"There is no robot '{name}'; valid names: {string.Join(", ", Names)}.", nameof(name));
        return variant switch
        {
            null or "brax" => entry.Tasks[(int)Edition.Brax].Value,
            "gymnasium-v4" => entry.Tasks[(int)Edition.GymnasiumV4].Value,
            "gymnasium-v5" => entry.Tasks[(int)Edition.GymnasiumV5].Value,
            _ => throw new ArgumentException($"There is no variant '{variant}' of {name}; valid variants: {string.Join(", ", Variants)}.", nameof(variant)),
        };
    }
}
