namespace Neuromorphic.Envs.Dynamics;

/// <summary>The van der Pol oscillator: dx/dt = v, dv/dt = mu (1 - x^2) v - x; state (x, v). It has no energy that stays; for mu above 0 all orbits but the origin approach one cycle.</summary>
/// <param name="mu">How strongly it is damped or driven, 0 or more.</param>
/// <remarks>Van der Pol (1926), "On relaxation-oscillations", doi:10.1080/14786442608564127. For mu 2.7 the cycle has the period 8.474535418 and the amplitude 2.022874043.</remarks>
public sealed class VanDerPol(double mu) : IDynamics
{
    /// <summary>How strongly it is damped or driven.</summary>
    public double Mu => mu;

    /// <inheritdoc/>
    public int Dimension => 2;

    /// <inheritdoc/>
    public void Field(ReadOnlySpan<double> state, Span<double> rate)
    {
        double x = state[0], v = state[1];
        rate[0] = v;
        rate[1] = mu * (1 - x * x) * v - x;
    }
}
