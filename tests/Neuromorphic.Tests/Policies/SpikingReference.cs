using Neuromorphic.Policies;

namespace Neuromorphic.Tests.Policies;

/// <summary>A network of plain leaky integrate-and-fire neurons in double precision, written down from the equations and nothing else.</summary>
public sealed class SpikingReference(ParameterLayout layout, float[] vector, int neurons, int observations, int outputs, int subSteps, Readout readout, bool exponential)
{
    readonly double[] tau = layout.Values("hidden/tau", vector), threshold = layout.Values("hidden/threshold", vector), rest = layout.Values("hidden/rest", vector), resistance = layout.Values("hidden/resistance", vector);
    readonly double[] input = layout.Values("input/weight", vector), output = layout.Values("readout/weight", vector);
    readonly double[] integrators = new double[outputs];
    double[]? v;

    /// <summary>The smallest distance of a potential from its threshold so far: below float32's rounding, spikes may differ.</summary>
    public double Margin { get; private set; } = double.PositiveInfinity;

    /// <summary>Spikes and potentials of the sub-steps of the last step.</summary>
    public List<double[]> Spikes { get; } = [];
    public List<double[]> Potentials { get; } = [];

    /// <summary>The network's outputs for an observation, before the action head.</summary>
    public double[] Step(double[] observation)
    {
        v ??= [.. rest];
        double[] current = new double[neurons], mean = new double[neurons], y = new double[outputs];
        for (int n = 0; n < neurons; n++)
            for (int i = 0; i < observations; i++) current[n] += input[n * observations + i] * observation[i];
        for (int k = 0; k < subSteps; k++)
        {
            double[] spikes = new double[neurons];
            for (int n = 0; n < neurons; n++)
            {
                double gain = exponential ? 1 - Math.Exp(-1 / tau[n]) : 1 / tau[n];
                double u = v[n] + gain * (resistance[n] * current[n] - v[n] + rest[n]);
                Margin = Math.Min(Margin, Math.Abs(u - threshold[n]));
                spikes[n] = u >= threshold[n] ? 1 : 0;
                v[n] = spikes[n] == 1 ? rest[n] : u;
                mean[n] += spikes[n] / subSteps;
            }
            Spikes.Add(spikes);
            Potentials.Add([.. v]);
        }
        for (int o = 0; o < outputs; o++)
            for (int n = 0; n < neurons; n++) y[o] += output[o * neurons + n] * mean[n];
        if (readout == Readout.Spikes) return y;
        double leak = 1 / layout.Values("readout/tau", vector)[0];
        for (int o = 0; o < outputs; o++) integrators[o] += leak * (y[o] - integrators[o]);
        return [.. integrators];
    }
}
