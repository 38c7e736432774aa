using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs;

/// <summary>
/// MountainCar-v0: an underpowered car in a valley that accelerates left (0), not at all (1) or right (2). Reward -1 each step.
/// State and observation: position, velocity. The velocity is updated first, the position with the new velocity.
/// </summary>
/// <remarks>Moore (1990), "Efficient memory-based learning for robot control", UCAM-CL-TR-209; constants of Gymnasium 1.x.</remarks>
public readonly struct MountainCar : IEnvironment
{
    /// <summary>Position of the flag.</summary>
    public const double Goal = .5;
    const double Force = .001, Gravity = .0025;
    internal const double Leftmost = -1.2, Rightmost = .6, SpeedLimit = .07;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => new()
    {
        Name = "mountain-car",
        Summary = "Rock an underpowered car out of a valley with three pedals.",
        Source = "Moore 1990; Gymnasium MountainCar-v0",
        ObservationSpace = new Box([Leftmost, -SpeedLimit], [Rightmost, SpeedLimit]),
        ActionSpace = new Discrete(3),
        StateSize = 2,
        StepLimit = 200,
        Appearance = () => ClassicAppearance.MountainCar(Goal),
        SolvedReturn = -110,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        state[0] = random.Uniform<R, TRandom>(-.6, -.4);
        state[1] = 0.0;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        observation[0] = state[0];
        observation[1] = state[1];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        R position = state[0], velocity = state[1];
        R.SinCos(3.0 * position, out _, out R slope);
        velocity += (action[0] - 1.0) * Force - Gravity * slope;
        Roll(ref position, ref velocity);
        state[0] = position;
        state[1] = velocity;
        reward = -1.0;
        terminated = R.And(position >= Goal, velocity >= 0.0);
    }

    /// <summary>Moves the car with its new velocity; the left end of the track stops it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Roll<R>(ref R position, ref R velocity) where R : unmanaged, IReal<R>
    {
        velocity = Real.Clamp<R>(velocity, -SpeedLimit, SpeedLimit);
        position = Real.Clamp<R>(position + velocity, Leftmost, Rightmost);
        velocity = R.Select(R.And(position <= Leftmost, velocity < 0.0), 0.0, velocity);
    }
}
