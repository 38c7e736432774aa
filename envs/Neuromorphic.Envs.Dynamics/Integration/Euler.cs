namespace Neuromorphic.Envs.Dynamics;

/// <summary>Explicit Euler: z' = z + h f(z). It adds energy to every oscillator; it is here because Choudhary et al. (2023) forecast with it.</summary>
/// <param name="dimension">Numbers of a state.</param>
public sealed class Euler(int dimension) : IIntegrator<IDynamics>
{
    readonly double[] rate = new double[dimension];

    /// <inheritdoc/>
    public int Order => 1;

    /// <inheritdoc/>
    public void Advance(IDynamics dynamics, Span<double> state, double step)
    {
        dynamics.Field(state, rate);
        for (int i = 0; i < rate.Length; i++) state[i] += step * rate[i];
    }
}
