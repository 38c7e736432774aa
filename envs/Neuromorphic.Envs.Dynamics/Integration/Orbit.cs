namespace Neuromorphic.Envs.Dynamics;

/// <summary>Orbits of systems, true or learned.</summary>
public static class Orbit
{
    /// <summary>States along an orbit, the first of them its start.</summary>
    /// <param name="dynamics">The system.</param>
    /// <param name="integrator">The rule that follows it.</param>
    /// <param name="start">z at time 0 [Dimension].</param>
    /// <param name="samples">States.</param>
    /// <param name="interval">Time between two of them.</param>
    /// <param name="steps">Steps of the rule in an interval.</param>
    /// <returns>[samples][Dimension].</returns>
    public static double[][] Follow<T>(T dynamics, IIntegrator<T> integrator, ReadOnlySpan<double> start, int samples, double interval, int steps) where T : IDynamics
    {
        ArgumentNullException.ThrowIfNull(dynamics);
        ArgumentNullException.ThrowIfNull(integrator);
        ArgumentOutOfRangeException.ThrowIfNotEqual(start.Length, dynamics.Dimension);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        double[][] states = new double[samples][];
        double[] state = start.ToArray();
        states[0] = [.. state];
        for (int i = 1; i < samples; i++)
        {
            for (int step = 0; step < steps; step++) integrator.Advance(dynamics, state, interval / steps);
            states[i] = [.. state];
        }
        return states;
    }

    /// <summary>The mean over an orbit of the squared change of the true energy since its start: what Greydanus et al. (2019) call energy MSE.</summary>
    public static double EnergyError(IHamiltonian truth, IReadOnlyList<double[]> orbit)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(orbit);
        double first = truth.Energy(orbit[0]), sum = 0;
        foreach (double[] state in orbit)
        {
            double change = truth.Energy(state) - first;
            sum += change * change;
        }
        return sum / orbit.Count;
    }
}
