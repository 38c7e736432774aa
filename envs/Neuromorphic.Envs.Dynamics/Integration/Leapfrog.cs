namespace Neuromorphic.Envs.Dynamics;

/// <summary>
/// Leapfrog (Störmer-Verlet), half a step of momenta, a step of positions, half a step of momenta: symplectic, so the energy oscillates and does not drift.
/// It needs H = T(p) + V(q), which a learned H of a single network is not.
/// </summary>
/// <param name="dimension">Numbers of a state.</param>
/// <remarks>Hairer, Lubich, Wanner (2003), "Geometric numerical integration illustrated by the Störmer-Verlet method", doi:10.1017/S0962492902000144.</remarks>
public sealed class Leapfrog(int dimension) : IIntegrator<ISeparableHamiltonian>
{
    readonly double[] rate = new double[dimension / 2];

    /// <inheritdoc/>
    public int Order => 2;

    /// <inheritdoc/>
    public void Advance(ISeparableHamiltonian dynamics, Span<double> state, double step)
    {
        Span<double> position = state[..rate.Length], momentum = state[rate.Length..];
        Kick(dynamics, position, momentum, step / 2);
        dynamics.Velocity(momentum, rate);
        for (int i = 0; i < rate.Length; i++) position[i] += step * rate[i];
        Kick(dynamics, position, momentum, step / 2);
    }

    void Kick(ISeparableHamiltonian dynamics, ReadOnlySpan<double> position, Span<double> momentum, double step)
    {
        dynamics.Force(position, rate);
        for (int i = 0; i < rate.Length; i++) momentum[i] += step * rate[i];
    }
}
