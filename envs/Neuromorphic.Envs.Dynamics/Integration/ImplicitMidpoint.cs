namespace Neuromorphic.Envs.Dynamics;

/// <summary>
/// The implicit midpoint rule, z' = z + h f((z + z') / 2), solved by five fixed-point iterations from an Euler step: symplectic up to what these leave, for any Hamiltonian.
/// </summary>
/// <param name="dimension">Numbers of a state.</param>
/// <remarks>Hairer, Lubich, Wanner (2006), "Geometric numerical integration", II.1.1. The iteration converges where half a step times the field's slope is below 1.</remarks>
public sealed class ImplicitMidpoint(int dimension) : IIntegrator<IDynamics>
{
    const int Iterations = 5;

    readonly double[] rate = new double[dimension], middle = new double[dimension];

    /// <inheritdoc/>
    public int Order => 2;

    /// <inheritdoc/>
    public void Advance(IDynamics dynamics, Span<double> state, double step)
    {
        dynamics.Field(state, rate);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            for (int i = 0; i < middle.Length; i++) middle[i] = state[i] + step / 2 * rate[i];
            dynamics.Field(middle, rate);
        }
        for (int i = 0; i < rate.Length; i++) state[i] += step * rate[i];
    }
}
