using System.Runtime.InteropServices;
using Neuromorphic.Environments;
using Neuromorphic.Envs.Locomotion;

namespace Neuromorphic.Mujoco;

/// <summary>
/// A robot of this project, in its variant brax, moved by MuJoCo. Only the MJCF comes from this project: what is observed, earned and when an episode
/// ends is written in environment.c a second time. A seed gives the first state that a <see cref="KernelEnvironment"/> of the robot has.
/// </summary>
public sealed unsafe class MujocoEnvironment : GymEnvironment, IDisposable
{
    readonly EnvironmentHandle environment;
    readonly EnvironmentSpec spec;
    readonly double[] units;

    /// <summary>Loads a robot.</summary>
    /// <exception cref="ArgumentException">No robot has the name.</exception>
    /// <exception cref="DllNotFoundException">There is no MuJoCo; <see cref="MujocoLibrary.Problem"/> says why.</exception>
    public MujocoEnvironment(string robot)
    {
        spec = LocomotionRegistry.Create(robot).Spec;
        environment = Create(robot);
        units = new double[MujocoLibrary.Units(environment)];
        (int observations, int actions) = (MujocoLibrary.Observations(environment), MujocoLibrary.Actions(environment));
        if (observations != spec.ObservationSpace.Size || actions != spec.ActionSpace.Size)
            throw new InvalidOperationException($"{robot} has {spec.ObservationSpace.Size} observations and {spec.ActionSpace.Size} actions, in MuJoCo {observations} and {actions}.");
    }

    /// <inheritdoc/>
    public override Box ObservationSpace => spec.ObservationSpace;
    /// <inheritdoc/>
    public override Space ActionSpace => spec.ActionSpace;
    /// <inheritdoc/>
    public override int StepLimit => spec.StepLimit;

    /// <summary>Random actions, observations, rewards and resets, all in C: steps of the environment per second of the thread's processor time.</summary>
    /// <param name="seconds">How long.</param>
    public double StepsPerSecond(double seconds) => MujocoLibrary.StepsPerSecond(environment, seconds);

    /// <inheritdoc/>
    public void Dispose() => environment.Dispose();

    /// <inheritdoc/>
    protected override double[] Begin()
    {
        for (int i = 0; i < units.Length; i++) units[i] = Random.NextUnit().Value;
        fixed (double* numbers = units) MujocoLibrary.Reset(environment, numbers);
        return Observe();
    }

    /// <inheritdoc/>
    protected override (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action)
    {
        fixed (double* numbers = action)
        {
            bool terminated = MujocoLibrary.Step(environment, numbers, out double reward) != 0;
            return (Observe(), reward, terminated);
        }
    }

    double[] Observe()
    {
        double[] observation = new double[spec.ObservationSpace.Size];
        fixed (double* numbers = observation) MujocoLibrary.Observe(environment, numbers);
        return observation;
    }

    static EnvironmentHandle Create(string robot)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, MjcfWriter.Write(robot));
            byte* message = stackalloc byte[1000];
            message[0] = 0;
            EnvironmentHandle environment = MujocoLibrary.Create(file, robot, message, 1000);
            return environment.IsInvalid ? throw new InvalidOperationException($"MuJoCo refuses {robot}: {Marshal.PtrToStringUTF8((nint)message)}.") : environment;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
