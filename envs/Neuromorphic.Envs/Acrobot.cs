using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs;

/// <summary>
/// Acrobot-v1: swing the tip of a two-link arm one link length above its hinge with a torque of -1, 0 or 1 N m (actions 0, 1, 2)
/// at the elbow. Reward -1 each step, 0 on the one that ends the episode. Fourth-order Runge-Kutta, dt .2 s, one substep.
/// State: the two angles (rad, wrapped to [-pi, pi]) and their velocities (rad/s). Observation: cosine and sine of each angle, velocities.
/// </summary>
/// <remarks>
/// Sutton (1996), "Generalization in reinforcement learning: successful examples using sparse coarse coding", NeurIPS 8;
/// the equations of the book (Sutton and Barto) and the constants of Gymnasium 1.x.
/// Gymnasium rounds the reset state (not the later ones) to float32; here it keeps the precision of the number type,
/// so in double precision a seeded reset equals Gymnasium's after rounding it to float32.
/// </remarks>
public readonly struct Acrobot : IEnvironment
{
    /// <summary>Length of either link, m.</summary>
    public const double Length = 1;
    /// <summary>Length of a step, s.</summary>
    public const double TimeStep = .2;
    const double Gravity = 9.8, Mass = 1, Center = .5, Inertia = 1;
    const double SpeedLimit1 = 4 * Math.PI, SpeedLimit2 = 9 * Math.PI;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => new()
    {
        Name = "acrobot",
        Summary = "Swing a two-link arm above its hinge by a torque at the elbow.",
        Source = "Sutton 1996; Gymnasium Acrobot-v1",
        ObservationSpace = new Box([-1, -1, -1, -1, -SpeedLimit1, -SpeedLimit2], [1, 1, 1, 1, SpeedLimit1, SpeedLimit2]),
        ActionSpace = new Discrete(3),
        StateSize = 4,
        StepLimit = 500,
        Appearance = ClassicAppearance.Acrobot,
        TimeStep = TimeStep,
        SolvedReturn = -100,
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R> =>
        random.UniformFour<R, B, TRandom>(-.1, .1, state);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        for (int link = 0; link < 2; link++)
        {
            R.SinCos(state[link], out R sin, out R cos);
            observation[2 * link] = cos;
            observation[2 * link + 1] = sin;
            observation[4 + link] = state[2 + link];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        R angle1 = state[0], angle2 = state[1], velocity1 = state[2], velocity2 = state[3], torque = action[0] - 1.0;
        R k1 = 0.0, k2 = 0.0, k3 = 0.0, k4 = 0.0, sum1 = 0.0, sum2 = 0.0, sum3 = 0.0, sum4 = 0.0;
        // A loop and not four copies: with copies the step passes the number of locals at which the JIT stops inlining operators.
        for (int stage = 0; stage < 4; stage++)
        {
            R reach = stage == 0 ? 0 : stage == 3 ? TimeStep : TimeStep / 2;
            R weight = stage == 0 || stage == 3 ? TimeStep / 6 : TimeStep / 3;
            R v1 = velocity1 + reach * k3, v2 = velocity2 + reach * k4;
            Accelerate(angle1 + reach * k1, angle2 + reach * k2, v1, v2, torque, out k3, out k4);
            k1 = v1;
            k2 = v2;
            sum1 += weight * k1;
            sum2 += weight * k2;
            sum3 += weight * k3;
            sum4 += weight * k4;
        }
        state[0] = angle1 + sum1;
        state[1] = angle2 + sum2;
        state[2] = Real.Clamp<R>(velocity1 + sum3, -SpeedLimit1, SpeedLimit1);
        state[3] = Real.Clamp<R>(velocity2 + sum4, -SpeedLimit2, SpeedLimit2);
        terminated = WrapAndMeasure<R, B>(state) > 1.0;
        reward = R.Select(terminated, 0.0, -1.0);
    }

    /// <summary>Wraps both angles and gives the height of the tip over the hinge in link lengths.</summary>
    /// <remarks>Not marked for inlining, so that the step keeps below the number of locals at which the JIT stops inlining operators.</remarks>
    static R WrapAndMeasure<R, B>(B state) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R sinSum = 0.0, cosSum = 1.0, height = 0.0;
        for (int link = 0; link < 2; link++)
        {
            R angle = Angle.Wrap(state[link]);
            state[link] = angle;
            R.SinCos(angle, out R sin, out R cos);
            R next = cosSum * cos - sinSum * sin;
            sinSum = sinSum * cos + cosSum * sin;
            cosSum = next;
            height -= next;
        }
        return height;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Accelerate<R>(R angle1, R angle2, R velocity1, R velocity2, R torque, out R acceleration1, out R acceleration2) where R : unmanaged, IReal<R>
    {
        const double Coupling = Mass * Length * Center;
        R.SinCos(angle1, out R sin1, out R cos1);
        R.SinCos(angle2, out R sin2, out R cos2);
        R d1 = Mass * (2 * Center * Center + Length * Length) + 2 * Inertia + 2 * Coupling * cos2;
        R d2 = Mass * Center * Center + Inertia + Coupling * cos2;
        R ratio = d2 / d1;
        R phi2 = Mass * Center * Gravity * (sin1 * cos2 + cos1 * sin2);
        R pull = Coupling * sin2;
        R phi1 = Mass * (Center + Length) * Gravity * sin1 + phi2 - pull * velocity2 * (velocity2 + velocity1 + velocity1);
        acceleration2 = (torque + ratio * phi1 - pull * (velocity1 * velocity1) - phi2) / (Mass * Center * Center + Inertia - d2 * ratio);
        acceleration1 = -(d2 * acceleration2 + phi1) / d1;
    }
}
