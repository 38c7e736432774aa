namespace Neuromorphic.Envs.Dynamics;

/// <summary>The classical Runge-Kutta rule of four stages (Kutta 1901).</summary>
/// <param name="dimension">Numbers of a state.</param>
public sealed class RungeKutta4(int dimension) : IIntegrator<IDynamics>
{
    readonly double[] first = new double[dimension], second = new double[dimension], third = new double[dimension], fourth = new double[dimension], stage = new double[dimension];

    /// <inheritdoc/>
    public int Order => 4;

    /// <inheritdoc/>
    public void Advance(IDynamics dynamics, Span<double> state, double step)
    {
        dynamics.Field(state, first);
        Stage(state, first, step / 2);
        dynamics.Field(stage, second);
        Stage(state, second, step / 2);
        dynamics.Field(stage, third);
        Stage(state, third, step);
        dynamics.Field(stage, fourth);
        for (int i = 0; i < stage.Length; i++) state[i] += step / 6 * (first[i] + 2 * (second[i] + third[i]) + fourth[i]);
    }

    void Stage(ReadOnlySpan<double> state, double[] rate, double step)
    {
        for (int i = 0; i < stage.Length; i++) stage[i] = state[i] + step * rate[i];
    }
}
