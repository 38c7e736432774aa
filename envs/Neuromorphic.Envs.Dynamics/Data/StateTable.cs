using Neuromorphic.Environments;

namespace Neuromorphic.Envs.Dynamics;

/// <summary>States and their rates of change. As examples, each number is divided by its unit and rounded to float32.</summary>
public sealed class StateTable : ITargets
{
    readonly double[][] states, rates;
    readonly double[] stateUnits, rateUnits;

    internal StateTable(double[][] states, double[][] rates, double[] stateUnits, double[] rateUnits) =>
        (this.states, this.rates, this.stateUnits, this.rateUnits) = (states, rates, stateUnits, rateUnits);

    /// <summary>The states [Count][InputSize], orbit by orbit.</summary>
    public IReadOnlyList<double[]> States => states;
    /// <summary>Their rates of change [Count][TargetSize].</summary>
    public IReadOnlyList<double[]> Rates => rates;

    /// <inheritdoc/>
    public int Count => states.Length;
    /// <inheritdoc/>
    public int InputSize => stateUnits.Length;
    /// <inheritdoc/>
    public int TargetSize => rateUnits.Length;
    /// <inheritdoc/>
    public void Read(int example, Span<float> input) => Write(states[example], stateUnits, input);
    /// <inheritdoc/>
    public void ReadTarget(int example, Span<float> target) => Write(rates[example], rateUnits, target);

    static void Write(double[] values, double[] units, Span<float> to)
    {
        for (int i = 0; i < values.Length; i++) to[i] = (float)(values[i] / units[i]);
    }
}
