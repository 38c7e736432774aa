using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Registries;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>What environments look like.</summary>
static class Appearances
{
    /// <summary>What an environment looks like.</summary>
    /// <exception cref="ArgumentException">It has no bodies; the message says which environments have.</exception>
    public static Appearance Of(IEnvironment environment) => Look(environment)
        ?? throw new ArgumentException($"{environment.Spec.Name} has no bodies to look at; environments that can be replayed: {string.Join(", ", EnvironmentRegistry.All.Entries.Where(HasBodies).Select(family => family.Name))}.");

    static bool HasBodies(EnvironmentFamily family) => family.Outline == null && Look(family.Create(OptionSet.None)) != null;

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
}
