using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>How many dimensions the activity of a population fills: (tr C)^2 / tr(C^2) of the covariance C between neurons, over inputs.</summary>
/// <param name="Dimension">R: 1 if all neurons do the same, their number if each does something of its own with equal variance; 0 if nothing varies.</param>
/// <param name="Normalized">r = R / N, its share of the number of neurons.</param>
/// <remarks>
/// Gao, Trautmann, Yu, Santhanam, Ryu, Shenoy, Ganguli (2017), "A theory of multineuronal dimensionality, dynamics and measurement", doi:10.1101/214262; as
/// Choudhary et al. (2023), doi:10.1038/s41598-023-40766-6, use it. It is between 1 and min(N, M - 1), the same for all activity times a number and for any
/// rotation of the neurons. No eigenvalue is needed: tr(C^2) is the sum of C's squares.
/// </remarks>
public readonly record struct ParticipationRatio(double Dimension, double Normalized)
{
    /// <summary>The ratio of an activity.</summary>
    /// <param name="activity">Activity after the activation function [neurons][inputs]: at least one neuron and one input, finite.</param>
    /// <exception cref="ArgumentException">The activity is not so; the message says where.</exception>
    public static ParticipationRatio Of(IReadOnlyList<IReadOnlyList<double>> activity)
    {
        double[][] rows = Centred(activity);
        int neurons = rows.Length, inputs = rows[0].Length;
        // X X' and X' X have the same trace, and the same sum of squares: the smaller of the two is enough.
        double[][] vectors = neurons <= inputs ? rows : [.. Enumerable.Range(0, inputs).Select(m => Array.ConvertAll(rows, row => row[m]))];
        double trace = 0, squares = 0;
        for (int i = 0; i < vectors.Length; i++)
        {
            double own = Blas.Dot(vectors[i], vectors[i]);
            trace += own;
            squares += own * own;
            for (int j = 0; j < i; j++)
            {
                double product = Blas.Dot(vectors[i], vectors[j]);
                squares += 2 * product * product;
            }
        }
        double dimension = trace == 0 ? 0 : trace * trace / squares;
        return new(dimension, dimension / neurons);
    }

    /// <summary>Each row less its mean, all divided by the greatest distance from a mean, so that no square is too large or too small.</summary>
    static double[][] Centred(IReadOnlyList<IReadOnlyList<double>> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        if (activity.Count == 0 || activity[0].Count == 0) throw new ArgumentException("There is no activity; allowed are one neuron and one input or more.", nameof(activity));
        double[][] rows = new double[activity.Count][];
        double greatest = 0;
        for (int n = 0; n < rows.Length; n++)
        {
            double[] row = rows[n] = [.. activity[n]];
            if (row.Length != activity[0].Count) throw new ArgumentException($"Neuron {n} has {row.Length} values, neuron 0 has {activity[0].Count}.", nameof(activity));
            int wrong = Array.FindIndex(row, value => !double.IsFinite(value));
            if (wrong >= 0) throw new ArgumentException(FormattableString.Invariant($"Neuron {n} is {row[wrong]} at input {wrong}; allowed are finite numbers."), nameof(activity));
            if (row.AsSpan().IndexOfAnyExcept(row[0]) < 0)
            {
                Array.Clear(row); // the rounding of a mean is no variance
                continue;
            }
            double mean = 0;
            foreach (double value in row) mean += value / row.Length;
            for (int m = 0; m < row.Length; m++) greatest = Math.Max(greatest, Math.Abs(row[m] -= mean));
        }
        if (greatest > 0)
            foreach (double[] row in rows)
                for (int m = 0; m < row.Length; m++) row[m] /= greatest;
        return rows;
    }
}
