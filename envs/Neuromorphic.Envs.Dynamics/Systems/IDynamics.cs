namespace Neuromorphic.Envs.Dynamics;

/// <summary>An autonomous system dz/dt = f(z): the truth of a task, or a field that was learned.</summary>
public interface IDynamics
{
    /// <summary>Numbers of a state.</summary>
    int Dimension { get; }

    /// <summary>The rate of change of a state.</summary>
    /// <param name="state">z [Dimension].</param>
    /// <param name="rate">Receives dz/dt [Dimension].</param>
    void Field(ReadOnlySpan<double> state, Span<double> rate);
}

/// <summary>A system of states z = (q, p) whose energy stays: dq/dt = dH/dp, dp/dt = -dH/dq.</summary>
public interface IHamiltonian : IDynamics
{
    /// <summary>The energy H(z) of a state [Dimension].</summary>
    double Energy(ReadOnlySpan<double> state);
}

/// <summary>A Hamiltonian of the form H = T(p) + V(q).</summary>
public interface ISeparableHamiltonian : IHamiltonian
{
    /// <summary>dq/dt = dT/dp.</summary>
    /// <param name="momentum">p [Dimension / 2].</param>
    /// <param name="rate">Receives dq/dt [Dimension / 2].</param>
    void Velocity(ReadOnlySpan<double> momentum, Span<double> rate);

    /// <summary>dp/dt = -dV/dq.</summary>
    /// <param name="position">q [Dimension / 2].</param>
    /// <param name="rate">Receives dp/dt [Dimension / 2].</param>
    void Force(ReadOnlySpan<double> position, Span<double> rate);

    void IDynamics.Field(ReadOnlySpan<double> state, Span<double> rate)
    {
        int half = Dimension / 2;
        Velocity(state[half..], rate[..half]);
        Force(state[..half], rate[half..]);
    }
}
