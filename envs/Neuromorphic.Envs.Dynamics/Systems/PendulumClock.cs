using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Dynamics;

/// <summary>
/// A pendulum with friction that an escapement pushes once in each half swing, where it is lowest:
/// d theta/dt = omega, d omega/dt = -w0^2 sin theta - 2 gamma omega + k exp(-(theta / width)^2) sign omega; state (theta, omega), radians and seconds.
/// It settles into swings of 0.2 rad, whatever swing it begins with.
/// </summary>
/// <remarks>
/// A substitute of ours for the wall clock that Choudhary et al. (2023), doi:10.1038/s41598-023-40766-6, filmed; their angles are not published. The push,
/// smooth in the angle, is chosen so that swings of <see cref="Amplitude"/> keep their size. All numbers are ours.
/// </remarks>
public sealed class PendulumClock : IDynamics
{
    /// <summary>w0, the angular frequency of small swings, in 1/s.</summary>
    public const double Frequency = 6;
    /// <summary>gamma, the rate at which free swings die away, in 1/s.</summary>
    public const double Damping = .02;
    /// <summary>The swings into which it settles, in radians.</summary>
    public const double Amplitude = .2;

    const double Width = .03, Push = .28300294; // the root of "a half swing that begins at rest at 0.2 rad ends there"

    /// <inheritdoc/>
    public int Dimension => 2;

    /// <summary>Kinetic and potential energy over the moment of inertia, in 1/s^2: what friction takes and the escapement gives.</summary>
    public static double Energy(ReadOnlySpan<double> state) => state[1] * state[1] / 2 + Frequency * Frequency * (1 - Portable.Cos(state[0]));

    /// <inheritdoc/>
    public void Field(ReadOnlySpan<double> state, Span<double> rate)
    {
        double angle = state[0], speed = state[1], share = angle / Width;
        rate[0] = speed;
        rate[1] = -Frequency * Frequency * Portable.Sin(angle) - 2 * Damping * speed + Push * Portable.Exp(-share * share) * Math.Sign(speed);
    }
}
