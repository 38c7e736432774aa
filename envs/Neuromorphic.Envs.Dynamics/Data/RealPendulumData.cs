using Neuromorphic.Storage.Data;

namespace Neuromorphic.Envs.Dynamics;

/// <summary>
/// A pendulum that was filmed while its swings died away: 554 states (angle in radians, angular velocity in radians a unit of time) with rates from the samples
/// before and after, whose parabola has them as slopes. The first 80 % are for training, the rest for testing. Its truth is not known.
/// </summary>
/// <remarks>
/// Schmidt, Lipson (2009), "Distilling free-form natural laws from experimental data", doi:10.1126/science.1165893, real_pend_h_1.txt; task 3 of Greydanus,
/// Dzamba, Yosinski (2019), arXiv:1906.01563. Samples are 1/6 of a unit of time apart, in ten places 2/6 or 3/6, where the rates are rougher.
/// </remarks>
public static class RealPendulumData
{
    /// <summary>Its name in the catalog.</summary>
    public const string Name = "real-pendulum";

    /// <summary>Reads the data set from where data lie.</summary>
    /// <exception cref="DatasetException">It is not here, or its file is refused.</exception>
    public static DynamicsData Load() => Of(SeriesTable.Load(Name).Rows);

    /// <summary>The data set of measurements.</summary>
    /// <param name="rows">Trial, time, angle, angular velocity [samples][4], in the order of time.</param>
    public static DynamicsData Of(IReadOnlyList<double[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[][] states = new double[rows.Count - 2][], rates = new double[states.Length][];
        for (int i = 0; i < states.Length; i++)
        {
            double[] before = rows[i], here = rows[i + 1], after = rows[i + 2];
            states[i] = here[2..];
            rates[i] = [Slope(before, here, after, 2), Slope(before, here, after, 3)];
        }
        return Samples.Split(states, rates);
    }

    /// <summary>The slope of the parabola through three samples at the middle one.</summary>
    static double Slope(double[] before, double[] here, double[] after, int column)
    {
        double left = here[1] - before[1], right = after[1] - here[1];
        return ((here[column] - before[column]) / left * right + (after[column] - here[column]) / right * left) / (left + right);
    }
}
