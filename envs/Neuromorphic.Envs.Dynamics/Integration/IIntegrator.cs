namespace Neuromorphic.Envs.Dynamics;

/// <summary>A rule that follows a system for a step of time. It keeps memory between calls: one for each thread.</summary>
/// <typeparam name="T">What it asks of a system.</typeparam>
public interface IIntegrator<in T> where T : IDynamics
{
    /// <summary>The power of the step with which the error of a whole orbit falls.</summary>
    int Order { get; }

    /// <summary>Advances a state.</summary>
    /// <param name="dynamics">The system.</param>
    /// <param name="state">z [Dimension], replaced by its successor.</param>
    /// <param name="step">The time of the step; below 0, it goes back.</param>
    void Advance(T dynamics, Span<double> state, double step);
}
