namespace Neuromorphic.Envs.Dynamics;

/// <summary>Derivatives of a noisy line: those of the polynomial that fits it best, by least squares, around each value.</summary>
/// <remarks>Savitzky, Golay (1964), "Smoothing and differentiation of data by simplified least squares procedures", doi:10.1021/ac60214a047.</remarks>
public sealed class SavitzkyGolay
{
    readonly double[][] weights; // [derivative][offset], for values 1 apart

    /// <summary>A filter.</summary>
    /// <param name="half">Values before and after the one that is looked at.</param>
    /// <param name="order">Degree of the polynomial, below 2 half + 1.</param>
    /// <exception cref="ArgumentException">The values do not determine the polynomial.</exception>
    public SavitzkyGolay(int half, int order)
    {
        if (half < 1 || order < 0 || order > 2 * half) throw new ArgumentException($"A polynomial of degree {order} is not determined by {2 * half + 1} values; allowed: half from 1 on, a degree from 0 to 2 half.");
        Half = half;
        double[][] inverse = Inverse(half, order);
        weights = new double[order + 1][];
        double factorial = 1, unit = 1;
        for (int derivative = 0; derivative <= order; derivative++)
        {
            weights[derivative] = new double[2 * half + 1];
            for (int offset = -half; offset <= half; offset++)
            {
                double sum = 0, power = 1;
                for (int k = 0; k <= order; k++, power *= (double)offset / half) sum += inverse[derivative][k] * power;
                weights[derivative][offset + half] = sum * factorial / unit;
            }
            factorial *= derivative + 1;
            unit *= half;
        }
    }

    /// <summary>Values before and after the one that is looked at.</summary>
    public int Half { get; }

    /// <summary>A derivative, at the values that have enough others on both sides [line - 2 Half].</summary>
    /// <param name="line">Values at equal distances.</param>
    /// <param name="derivative">Which, from 0, which smooths, to the polynomial's degree.</param>
    /// <param name="interval">The distance.</param>
    public double[] Derivative(ReadOnlySpan<double> line, int derivative, double interval)
    {
        double[] own = weights[derivative], values = new double[Math.Max(0, line.Length - 2 * Half)];
        double unit = 1;
        for (int i = 0; i < derivative; i++) unit *= interval;
        for (int at = 0; at < values.Length; at++)
        {
            double sum = 0;
            for (int i = 0; i < own.Length; i++) sum += own[i] * line[at + i];
            values[at] = sum / unit;
        }
        return values;
    }

    /// <summary>The inverse of the normal equations' matrix, in offsets over half, by Gauss-Jordan elimination; the matrix is positive definite.</summary>
    static double[][] Inverse(int half, int order)
    {
        int size = order + 1;
        double[][] rows = new double[size][];
        for (int i = 0; i < size; i++)
        {
            rows[i] = new double[2 * size];
            rows[i][size + i] = 1;
            for (int k = 0; k < size; k++)
                for (int offset = -half; offset <= half; offset++) rows[i][k] += Power((double)offset / half, i + k);
        }
        for (int pivot = 0; pivot < size; pivot++)
        {
            double scale = 1 / rows[pivot][pivot];
            for (int k = 0; k < 2 * size; k++) rows[pivot][k] *= scale;
            for (int i = 0; i < size; i++)
            {
                double factor = rows[i][pivot];
                if (i != pivot)
                    for (int k = 0; k < 2 * size; k++) rows[i][k] -= factor * rows[pivot][k];
            }
        }
        return Array.ConvertAll(rows, row => row[size..]);
    }

    static double Power(double x, int exponent)
    {
        double power = 1;
        for (int i = 0; i < exponent; i++) power *= x;
        return power;
    }
}
