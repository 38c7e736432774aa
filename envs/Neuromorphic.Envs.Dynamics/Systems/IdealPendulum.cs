using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Dynamics;

/// <summary>A pendulum without friction: H = 3 (1 - cos q) + p^2; state (q, p), q in radians.</summary>
/// <remarks>Greydanus, Dzamba, Yosinski (2019), "Hamiltonian neural networks", arXiv:1906.01563, task 2.</remarks>
public sealed class IdealPendulum : ISeparableHamiltonian
{
    /// <inheritdoc/>
    public int Dimension => 2;

    /// <inheritdoc/>
    public double Energy(ReadOnlySpan<double> state) => 3 * (1 - Portable.Cos(state[0])) + state[1] * state[1];

    /// <inheritdoc/>
    public void Velocity(ReadOnlySpan<double> momentum, Span<double> rate) => rate[0] = 2 * momentum[0];

    /// <inheritdoc/>
    public void Force(ReadOnlySpan<double> position, Span<double> rate) => rate[0] = -3 * Portable.Sin(position[0]);
}
