namespace Neuromorphic.Envs.Dynamics;

/// <summary>
/// A star in the potential of a galaxy: H = (px^2 + py^2) / 2 + (x^2 + y^2) / 2 + x^2 y - y^3 / 3; state (x, y, px, py).
/// Orbits of energies below 1/6 stay; they are mostly regular at 1/12 and mostly chaotic near 1/6.
/// </summary>
/// <remarks>Hénon, Heiles (1964), "The applicability of the third integral of motion: some numerical experiments", doi:10.1086/109234.</remarks>
public sealed class HenonHeiles : ISeparableHamiltonian
{
    /// <summary>The energy from which on orbits may leave.</summary>
    public const double EscapeEnergy = 1.0 / 6;

    /// <inheritdoc/>
    public int Dimension => 4;

    /// <summary>The potential V(x, y).</summary>
    public static double Potential(double x, double y) => (x * x + y * y) / 2 + x * x * y - y * y * y / 3;

    /// <inheritdoc/>
    public double Energy(ReadOnlySpan<double> state) => (state[2] * state[2] + state[3] * state[3]) / 2 + Potential(state[0], state[1]);

    /// <inheritdoc/>
    public void Velocity(ReadOnlySpan<double> momentum, Span<double> rate) => momentum.CopyTo(rate);

    /// <inheritdoc/>
    public void Force(ReadOnlySpan<double> position, Span<double> rate)
    {
        double x = position[0], y = position[1];
        rate[0] = -x - 2 * x * y;
        rate[1] = -y - x * x + y * y;
    }
}
