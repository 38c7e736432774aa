namespace Neuromorphic.Analysis;

/// <summary>
/// How a leaky integrate-and-fire neuron fires under a constant current, by formula. From its resting potential, to which a spike puts it back, it charges
/// exponentially towards rest + R I: it fires like a clock, or, where the threshold is not below that, never.
/// </summary>
/// <param name="Tau">Membrane time constant, in steps, above 1.</param>
/// <param name="Threshold">Threshold.</param>
/// <param name="Rest">Resting potential, below the threshold; also the potential after a spike.</param>
/// <param name="Resistance">Membrane resistance.</param>
public sealed record RegularFiring(double Tau, double Threshold, double Rest, double Resistance)
{
    /// <summary>The interval in continuous time, in steps; infinite where it never fires. Lapicque (1907), J. Physiol. Pathol. Gen. 9, 620-635.</summary>
    /// <remarks>T = tau ln(R I / (R I - (threshold - rest))).</remarks>
    public double Interval(double current) => -Tau * Math.Log(1 - Needed(current));

    /// <summary>The interval of explicit Euler, a whole number of steps, also from the beginning to the first spike; null where it never fires.</summary>
    /// <remarks>The potential after n steps is rest + R I (1 - (1 - 1/tau)^n); this is the least n at which it is not below the threshold.</remarks>
    public int? Steps(double current) => Needed(current) is var needed and < 1 ? Math.Max(1, (int)Math.Ceiling(Math.Log(1 - needed) / Math.Log(1 - 1 / Tau))) : null;

    /// <summary>The part of the way to the potential at infinity that lies below the threshold, 1 where that is not reached.</summary>
    double Needed(double current) => Resistance * current > 0 ? Math.Min(1, (Threshold - Rest) / (Resistance * current)) : 1;
}
