using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs;

/// <summary>
/// CartPole-v1: a pole on a cart that is pushed left (0) or right (1). Reward 1 each step, the last included.
/// State and observation: position, velocity, angle, angular velocity. Explicit Euler, dt .02 s, positions first.
/// </summary>
/// <remarks>Barto, Sutton, Anderson (1983), doi:10.1109/TSMC.1983.6313077; constants of Gymnasium 1.x.</remarks>
public readonly struct CartPole : IEnvironment
{
    /// <summary>Half of the pole's length, m.</summary>
    public const double HalfLength = .5;
    /// <summary>The episode ends where the cart is farther from the middle, m.</summary>
    public const double PositionLimit = 2.4;
    /// <summary>Length of a step, s.</summary>
    public const double TimeStep = .02;
    const double Gravity = 9.8, CartMass = 1, PoleMass = .1, Force = 10;
    const double TotalMass = CartMass + PoleMass, PoleMoment = PoleMass * HalfLength, AngleLimit = 12 * 2 * Math.PI / 360;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => new()
    {
        Name = "cartpole",
        Summary = "Balance a pole on a cart by pushing the cart left or right.",
        Source = "Barto, Sutton, Anderson 1983; Gymnasium CartPole-v1",
        ObservationSpace = new Box(
            [-2 * PositionLimit, double.NegativeInfinity, -2 * AngleLimit, double.NegativeInfinity],
            [2 * PositionLimit, double.PositiveInfinity, 2 * AngleLimit, double.PositiveInfinity]),
        ActionSpace = new Discrete(2),
        StateSize = 4,
        StepLimit = 500,
        Appearance = ClassicAppearance.CartPole,
        TimeStep = TimeStep,
        SolvedReturn = 475,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R> =>
        random.UniformFour<R, B, TRandom>(-.05, .05, state);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        for (int i = 0; i < 4; i++) observation[i] = state[i];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        R x = state[0], velocity = state[1], angle = state[2], angularVelocity = state[3];
        R force = R.Select(action[0] >= .5, Force, -Force);
        R.SinCos(angle, out R sin, out R cos);
        R push = (force + PoleMoment * (angularVelocity * angularVelocity) * sin) * (1 / TotalMass);
        R angularAcceleration = (Gravity * sin - cos * push) / (HalfLength * (4.0 / 3.0 - PoleMass * (cos * cos) * (1 / TotalMass)));
        R acceleration = push - PoleMoment * angularAcceleration * cos * (1 / TotalMass);
        x += TimeStep * velocity;
        velocity += TimeStep * acceleration;
        angle += TimeStep * angularVelocity;
        angularVelocity += TimeStep * angularAcceleration;
        state[0] = x;
        state[1] = velocity;
        state[2] = angle;
        state[3] = angularVelocity;
        reward = 1.0;
        terminated = R.Or(R.Abs(x) > PositionLimit, R.Abs(angle) > AngleLimit);
    }
}
