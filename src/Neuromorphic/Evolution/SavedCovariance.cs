using Neuromorphic.Numerics;

namespace Neuromorphic.Evolution;

/// <summary>
/// Whether saved rows are a covariance and its axes, as <see cref="CmaEs"/> keeps them: C's lower triangle, B' and D of its last decomposition. In about n^2 steps:
/// products are compared for one vector, which rows that differ anywhere do not map alike but by an accident.
/// </summary>
/// <remarks>C stays positive definite: what the negative weights of the generations between two decompositions take away is less than what there was.</remarks>
sealed class SavedCovariance(string strategy, double[] covariance, double[] axes, double[] lengths)
{
    /// <summary>Far above rounding errors, far below what changes a search.</summary>
    const double Tolerance = 1e-6;

    readonly int n = lengths.Length;

    /// <summary>Refuses what is none.</summary>
    /// <param name="isDecomposed">Whether the axes are those of this covariance, and not of an earlier one.</param>
    /// <exception cref="ArgumentException">The rows are no covariance and axes; the message says where.</exception>
    public void Require(bool isDecomposed)
    {
        for (int i = 0; i < n; i++)
            if (!(At(i, i) > 0)) throw Refused("covariance", $"is {At(i, i):R} at {Index(i, i)}, the variance of number {i}; allowed: above 0");
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
                if (Math.Abs(At(i, j)) > (1 + Tolerance) * Math.Sqrt(At(i, i)) * Math.Sqrt(At(j, j)))
                    throw Refused("covariance", $"is {At(i, j):R} at {Index(i, j)}, of two numbers whose variances are {At(i, i):R} and {At(j, j):R}; allowed: at most the root of their product");
        for (int k = 1; k < n; k++)
            if (lengths[k] < lengths[k - 1]) throw Refused("covariance/lengths", $"is {lengths[k]:R} at {k}, after {lengths[k - 1]:R}; allowed: no less");
        double[] probe = new double[n], along = new double[n], back = new double[n];
        for (int i = 0; i < n; i++) probe[i] = 1 + .618 * i % 1;
        Turn(probe, along, back);
        RequireSame("covariance/axes", back, probe, 1, "are no rotation");
        if (!isDecomposed) return;
        for (int k = 0; k < n; k++) along[k] *= lengths[k] * lengths[k];
        TurnBack(along, back);
        RequireSame("covariance", Product(probe), back, lengths[^1] * lengths[^1], "is not that of its axes and lengths");
    }

    static int Index(int i, int j) => i * (i + 1) / 2 + j;

    double At(int i, int j) => covariance[Index(i, j)];

    /// <summary>along = B' x, back = B along.</summary>
    void Turn(double[] x, double[] along, double[] back)
    {
        for (int k = 0; k < n; k++) along[k] = Blas.Dot(axes.AsSpan(k * n, n), x);
        TurnBack(along, back);
    }

    void TurnBack(double[] along, double[] back)
    {
        Array.Clear(back);
        for (int k = 0; k < n; k++) Blas.Axpy(along[k], axes.AsSpan(k * n, n), back);
    }

    /// <summary>C x.</summary>
    double[] Product(double[] x)
    {
        double[] product = new double[n];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = covariance.AsSpan(Index(i, 0), i);
            product[i] += Blas.Dot(row, x.AsSpan(0, i)) + At(i, i) * x[i];
            Blas.Axpy(x[i], row, product);
        }
        return product;
    }

    void RequireSame(string row, double[] actual, double[] expected, double scale, string fault)
    {
        double allowed = Tolerance * scale * Math.Sqrt(n);
        for (int i = 0; i < n; i++)
            if (!(Math.Abs(actual[i] - expected[i]) <= allowed)) throw Refused(row, $"{fault}, as it shows in number {i}");
    }

    ArgumentException Refused(string row, FormattableString fault) => new($"'{row}' in the saved state of {strategy} {FormattableString.Invariant(fault)}.");
}
