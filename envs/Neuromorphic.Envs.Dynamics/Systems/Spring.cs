namespace Neuromorphic.Envs.Dynamics;

/// <summary>A mass on a spring without friction: H = q^2 + p^2; state (q, p).</summary>
/// <remarks>Greydanus, Dzamba, Yosinski (2019), "Hamiltonian neural networks", arXiv:1906.01563, task 1.</remarks>
public sealed class Spring : ISeparableHamiltonian
{
    /// <inheritdoc/>
    public int Dimension => 2;

    /// <inheritdoc/>
    public double Energy(ReadOnlySpan<double> state) => state[0] * state[0] + state[1] * state[1];

    /// <inheritdoc/>
    public void Velocity(ReadOnlySpan<double> momentum, Span<double> rate) => rate[0] = 2 * momentum[0];

    /// <inheritdoc/>
    public void Force(ReadOnlySpan<double> position, Span<double> rate) => rate[0] = -2 * position[0];
}
