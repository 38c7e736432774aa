using Neuromorphic.Policies;
using Neuromorphic.Training;

namespace Neuromorphic.Envs.Locomotion;

/// <summary>Settings for the robots: what `train` uses where neither option nor file says otherwise.</summary>
/// <remarks>
/// Population and step size of the deviations as in EvoJAX's locomotion examples; the rest was found by us on one to three seeds of each robot.
/// What matters most is the scale of the readout, how far untrained neurons move the joints. The planar robots need strong drives: at scale 1
/// the hopper may stay at standing still for good, at scale 4 cheetah and walker find slow gaits with some seeds. The ant pays for its drives
/// and falls when they jerk: at scale 1 and above it hardly learns. The hopper needs the widest search: at deviation .2 one seed in three stays
/// with a slow hop, at .3 one in four.
/// </remarks>
public static class LocomotionPresets
{
    const string Population = "256";

    static readonly KeyValuePair<string, string>[] Common =
    [
        new("generations", "400"),
        new("normalization", "running"),
        new("sub-steps", "4"),
        new("readout", "leaky-integrator"),
        new("evaluation-episodes", "64"),
    ];

    /// <summary>The settings for a robot, by name, for a configuration with the strategy and the condition that are asked for.</summary>
    public static IEnumerable<KeyValuePair<string, string>> For(RunConfiguration given)
    {
        ArgumentNullException.ThrowIfNull(given);
        bool weights = given.Policy != "spiking" || given.PolicyOptions.Get(SpikingSettings.Condition) == Condition.Weight;
        (string readout, string sigma, string step) = given.Environment switch
        {
            "ant" => weights ? ("1", "0.05", "0.02") : ("0.3", "0.2", "0.03"),
            _ when weights => ("1", "0.1", "0.05"),
            "hopper" => ("4", "0.3", "0.15"),
            _ => ("2", "0.2", "0.1"),
        };
        return [.. Common, new("readout-scale", readout), .. given.Strategy switch
        {
            "pgpe" => (KeyValuePair<string, string>[])[new("population", Population), new("sigma", sigma), new("learning-rate", step), new("sigma-learning-rate", "0.07")],
            // Not tuned. A window keeps the states of long episodes out of memory.
            GradientTrainer.Bptt => [new("learning-rate", "0.01"), new("advantage", "critic"), new("window", "100")],
            _ => [new("population", Population)],
        }];
    }

    /// <summary>The configuration of a robot: its preset, then the given settings.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is not allowed.</exception>
    public static RunConfiguration Configure(string robot, IEnumerable<KeyValuePair<string, string>> settings)
    {
        LocomotionRegistry.Register();
        return Settings.Configure(robot, settings);
    }
}
