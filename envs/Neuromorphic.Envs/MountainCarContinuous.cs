using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs;

/// <summary>
/// MountainCarContinuous-v0: the car of <see cref="MountainCar"/> with a throttle in [-1, 1], clipped.
/// Reward 100 at the goal, less a tenth of the squared action (before clipping, as in Gymnasium) each step.
/// State and observation: position, velocity.
/// </summary>
/// <remarks>
/// Moore (1990), UCAM-CL-TR-209; constants of Gymnasium 1.x.
/// Gymnasium rounds the state to float32 after each step; here it keeps the precision of the number type.
/// </remarks>
public readonly struct MountainCarContinuous : IEnvironment
{
    /// <summary>Position of the flag.</summary>
    public const double Goal = .45;
    const double Power = .0015, Gravity = .0025;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => new()
    {
        Name = "mountain-car-continuous",
        Summary = "Rock an underpowered car out of a valley with little use of the throttle.",
        Source = "Moore 1990; Gymnasium MountainCarContinuous-v0",
        ObservationSpace = new Box([MountainCar.Leftmost, -MountainCar.SpeedLimit], [MountainCar.Rightmost, MountainCar.SpeedLimit]),
        ActionSpace = Box.Uniform(1, -1, 1),
        StateSize = 2,
        StepLimit = 999,
        Appearance = () => ClassicAppearance.MountainCar(Goal),
        SolvedReturn = 90,
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
        R position = state[0], velocity = state[1], throttle = action[0];
        R.SinCos(3.0 * position, out _, out R slope);
        velocity += Real.Clamp<R>(throttle, -1.0, 1.0) * Power - Gravity * slope;
        MountainCar.Roll(ref position, ref velocity);
        state[0] = position;
        state[1] = velocity;
        terminated = R.And(position >= Goal, velocity >= 0.0);
        reward = R.Select(terminated, 100.0, 0.0) - throttle * throttle * .1;
    }
}
