using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs;

/// <summary>
/// Pendulum-v1: swing a pendulum up with a torque in [-2, 2] N m, clipped, and hold it there. Never terminates.
/// Reward -(angle^2 + .1 velocity^2 + .001 torque^2) of the state before the step, angle wrapped to [-pi, pi] and 0 when upright.
/// State: angle (rad, not wrapped, as in Gymnasium), angular velocity (rad/s). Observation: cosine, sine, angular velocity.
/// Semi-implicit Euler, dt .05 s.
/// </summary>
/// <remarks>Constants of Gymnasium 1.x.</remarks>
public readonly struct Pendulum : IEnvironment
{
    /// <summary>m.</summary>
    public const double Length = 1;
    /// <summary>Length of a step, s.</summary>
    public const double TimeStep = .05;
    const double Gravity = 10, Mass = 1, SpeedLimit = 8, TorqueLimit = 2;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => new()
    {
        Name = "pendulum",
        Summary = "Swing a pendulum up and hold it upright with a limited torque.",
        Source = "Gymnasium Pendulum-v1",
        ObservationSpace = new Box([-1, -1, -SpeedLimit], [1, 1, SpeedLimit]),
        ActionSpace = Box.Uniform(1, -TorqueLimit, TorqueLimit),
        StateSize = 2,
        StepLimit = 200,
        Appearance = ClassicAppearance.Pendulum,
        TimeStep = TimeStep,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        state[0] = random.Uniform<R, TRandom>(-Math.PI, Math.PI);
        state[1] = random.Uniform<R, TRandom>(-1.0, 1.0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R.SinCos(state[0], out R sin, out R cos);
        observation[0] = cos;
        observation[1] = sin;
        observation[2] = state[1];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        R angle = state[0], velocity = state[1];
        R torque = Real.Clamp<R>(action[0], -TorqueLimit, TorqueLimit);
        R fromUpright = Angle.Wrap(angle);
        reward = -(fromUpright * fromUpright + .1 * (velocity * velocity) + .001 * (torque * torque));
        R.SinCos(angle, out R sin, out _);
        velocity += (3 * Gravity / (2 * Length) * sin + 3.0 / (Mass * Length * Length) * torque) * TimeStep;
        velocity = Real.Clamp<R>(velocity, -SpeedLimit, SpeedLimit);
        state[0] = angle + velocity * TimeStep;
        state[1] = velocity;
        terminated = R.WordFrom(0);
    }
}
