using Neuromorphic.Environments;
using Neuromorphic.Training;

namespace Neuromorphic.Envs;

/// <summary>Settings that work for an environment out of the box, found by us: what `train` uses where neither option nor file says otherwise.</summary>
public static class EnvironmentPresets
{
    static readonly KeyValuePair<string, string>[] ClassicControl =
    [
        new("generations", "100"),
        new("population", "128"),
        new("sigma", "0.3"),
        new("learning-rate", "0.15"),
        new("sigma-learning-rate", "0.1"),
        new("normalization", "running"),
    ];

    static readonly KeyValuePair<string, string>[] Memory =
    [
        new("generations", "500"),
        new("population", "128"),
        new("episodes", "2"),
        new("episode-sampling", "antithetic"),
        new("sigma", "1"),
        new("learning-rate", "0.3"),
        new("sigma-learning-rate", "0.1"),
        new("input-scale", "4"),
        new("evaluate-every", "50"),
        new("checkpoint-every", "50"),
    ];

    /// <summary>The settings for an environment, by name; none if the environment has no preset.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> For(string environment) => environment switch
    {
        "cartpole" => [.. ClassicControl, new("generations", "30")],
        "acrobot" or "mountain-car" or "mountain-car-continuous" or "pendulum" => ClassicControl,
        "memory-length" or "memory-size" => Memory,
        _ => [],
    };

    /// <summary>The configuration of an environment: its preset, then the given settings.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is not allowed.</exception>
    public static RunConfiguration Configure(string environment, IEnumerable<KeyValuePair<string, string>> settings) =>
        Settings.Apply(Settings.Apply(new RunConfiguration { Environment = environment }, For(environment)), settings);

    /// <summary>The environment that a configuration names, with the options it gives.</summary>
    /// <exception cref="ArgumentException">The environment or its options are not valid.</exception>
    public static IEnvironment CreateEnvironment(RunConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        MemoryLengthMode? mode = configuration.Mode switch
        {
            null => null,
            "paper" => MemoryLengthMode.Paper,
            "bsuite-compatible" => MemoryLengthMode.BsuiteCompatible,
            string other => throw new ArgumentException($"mode is '{other}'; allowed: paper, bsuite-compatible."),
        };
        return EnvironmentRegistry.Create(configuration.Environment, new EnvironmentOptions { Steps = configuration.Steps, Mode = mode, Bits = configuration.Bits });
    }
}
