using Neuromorphic.Environments;
using Neuromorphic.Training;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>Settings for the robots: what `train` uses where neither option nor file says otherwise.</summary>
/// <remarks>
/// Population and step size of the deviations as in EvoJAX's locomotion examples; the rest was found by us on the hopper: with one sub-step,
/// or with smaller steps, the search stays at standing still for hundreds of generations.
/// </remarks>
public static class LocomotionPresets
{
    static readonly KeyValuePair<string, string>[] Common =
    [
        new("generations", "400"),
        new("population", "256"),
        new("normalization", "running"),
        new("sub-steps", "4"),
        new("readout", "leaky-integrator"),
        new("evaluation-episodes", "64"),
    ];

    static readonly KeyValuePair<string, string>[] Pgpe =
    [
        new("sigma", "0.2"),
        new("learning-rate", "0.1"),
        new("sigma-learning-rate", "0.07"),
    ];

    /// <summary>The settings for a robot under a strategy, by name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> For(string strategy) => strategy == "pgpe" ? [.. Common, .. Pgpe] : Common;

    /// <summary>The configuration of a robot: its preset, then the given settings.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is not allowed.</exception>
    public static RunConfiguration Configure(string robot, IEnumerable<KeyValuePair<string, string>> settings) =>
        Settings.Configure(robot, For, settings);

    /// <summary>The robot that a configuration names, in the variant that it gives.</summary>
    /// <exception cref="ArgumentException">The robot or the variant is unknown, or an option is given that robots do not have.</exception>
    public static IEnvironment CreateEnvironment(RunConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        string? foreign = configuration.Steps != null ? "steps" : configuration.Mode != null ? "mode" : configuration.Bits != null ? "bits" : null;
        if (foreign != null) throw new ArgumentException($"{configuration.Environment} has no option '{foreign}'; it takes: variant.");
        return LocomotionRegistry.Create(configuration.Environment, new() { Variant = configuration.Variant });
    }
}
