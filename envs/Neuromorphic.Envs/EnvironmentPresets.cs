using Neuromorphic.Environments;
using Neuromorphic.Training;

namespace Neuromorphic.Envs;

/// <summary>Settings that work for an environment out of the box, found by us: what `train` uses where neither option nor file says otherwise.</summary>
public static class EnvironmentPresets
{
    /// <param name="Settings">What holds for every strategy.</param>
    /// <param name="AdamStep">Step size of the strategies whose mean moves by Adam.</param>
    /// <param name="ArsStep">Step size of augmented random search, whose steps are longer by far.</param>
    /// <param name="BpttSettings">What is different for gradients.</param>
    sealed record Preset(KeyValuePair<string, string>[] Settings, string AdamStep, string ArsStep, KeyValuePair<string, string>[] BpttSettings)
    {
        public KeyValuePair<string, string>[] Under(string strategy) => strategy switch
        {
            "pgpe" => [.. Settings, new("learning-rate", AdamStep), new("sigma-learning-rate", "0.1")],
            "openai-es" => [.. Settings, new("learning-rate", AdamStep)],
            "ars" => [.. Settings, new("learning-rate", ArsStep)],
            "bptt" => [.. Settings.Where(setting => setting.Key is not ("population" or "sigma" or "episodes" or "episode-sampling")), .. BpttSettings],
            _ => Settings, // the others take their step sizes from the dimension
        };
    }

    static readonly Preset ClassicControl = new(
    [
        new("generations", "100"),
        new("population", "128"),
        new("sigma", "0.3"),
        new("normalization", "running"),
    ], AdamStep: "0.15", ArsStep: "0.5", [new("learning-rate", "0.01")]);

    // Far from the goal every return is the same: wide first steps, and a readout that turns single spikes into lasting pushes.
    static readonly Preset FarGoal = ClassicControl with
    {
        Settings = [.. ClassicControl.Settings, new("sigma", "1"), new("readout", "leaky-integrator"), new("readout-tau", "5")],
    };

    static readonly Preset Memory = new(
    [
        new("generations", "500"),
        new("population", "128"),
        new("episodes", "2"),
        new("episode-sampling", "antithetic"),
        new("sigma", "1"),
        new("input-scale", "4"),
        new("evaluate-every", "50"),
        new("checkpoint-every", "50"),
    ], AdamStep: "0.3", ArsStep: "1", [new("learning-rate", "0.01"), new("batch", "128"), new("input-scale", "1"), new("tau", "20")]); // from short time constants gradients do not reach back to the cue

    static KeyValuePair<string, string>[] Images(string strategy) => strategy == "bptt"
        ? [.. Looking, new("neurons", "256"), new("condition", "both"), new("generations", "10"), new("learning-rate", "0.005"), new("schedule", "cosine"), new("evaluate-every", "1"), new("checkpoint-every", "1")]
        : [.. Looking, new("generations", "300"), new("population", "128"), new("episodes", "64"), new("randomness", "common"), new("sigma", "0.1")];

    static readonly KeyValuePair<string, string>[] Looking = [new("sub-steps", "4"), new("input-scale", "4"), new("evaluation-episodes", "10000")];

    /// <summary>The settings for an environment under a strategy, by name; none if the environment has no preset.</summary>
    public static IEnumerable<KeyValuePair<string, string>> For(string environment, string strategy) => environment switch
    {
        "cartpole" => (ClassicControl with { Settings = [.. ClassicControl.Settings, new("generations", strategy == "bptt" ? "120" : "30")] }).Under(strategy), // 3,840 episodes, as in the paper
        "pendulum" => ClassicControl.Under(strategy),
        "acrobot" or "mountain-car" or "mountain-car-continuous" => FarGoal.Under(strategy),
        "memory-length" or "memory-size" => Memory.Under(strategy),
        "mnist" or "fashion-mnist" => Images(strategy),
        _ => [],
    };

    /// <summary>The configuration of an environment: its preset, then the given settings.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is not allowed.</exception>
    public static RunConfiguration Configure(string environment, IEnumerable<KeyValuePair<string, string>> settings) =>
        Settings.Configure(environment, given => For(environment, given.Strategy), settings);

    /// <summary>The environment that a configuration names, with the options it gives.</summary>
    /// <exception cref="ArgumentException">The environment or its options are not valid.</exception>
    public static IEnvironment CreateEnvironment(RunConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.Variant != null) throw new ArgumentException($"{configuration.Environment} has no option 'variant'; robots have.");
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
