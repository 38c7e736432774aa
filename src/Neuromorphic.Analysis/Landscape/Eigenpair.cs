using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>An eigenvalue of a symmetric matrix with its vector, by power iteration.</summary>
/// <param name="Value">The eigenvalue.</param>
/// <param name="Vector">Its eigenvector, of length 1.</param>
/// <param name="Iterations">Products that it took.</param>
/// <param name="Residual">|H v - value v|: no farther than this from the value is a true eigenvalue.</param>
/// <param name="Converged">Whether the last change was below the tolerance. Two eigenvalues of like size and opposite sign, or many close ones, hinder it.</param>
public sealed record Eigenpair(double Value, IReadOnlyList<double> Vector, int Iterations, double Residual, bool Converged)
{
    /// <summary>The eigenvalues of greatest magnitude, greatest first: each by power iteration in the space orthogonal to those before it (deflation).</summary>
    /// <param name="product">H v.</param>
    /// <param name="count">Numbers of a vector, 1 or more.</param>
    /// <param name="wanted">Eigenvalues, 1 to count.</param>
    /// <param name="iterations">Most products for each.</param>
    /// <param name="tolerance">It ends when the value changes by less than this part of itself.</param>
    /// <param name="seed">Of the vectors that it begins with.</param>
    /// <remarks>PyHessian's procedure and defaults: Yao, Gholami, Keutzer, Mahoney (2020), arXiv:1912.07145.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    /// <exception cref="ArithmeticException">A product is not finite.</exception>
    public static IReadOnlyList<Eigenpair> Top(HessianVectorProduct product, int count, int wanted = 1, int iterations = 100, double tolerance = 1e-3, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, count);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        if (!(tolerance > 0 && double.IsFinite(tolerance))) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "Allowed is above 0.");
        List<Eigenpair> found = [];
        List<double[]> vectors = [];
        for (int index = 0; index < wanted; index++)
        {
            double[] vector = new double[count];
            RandomVectors.Rademacher(seed, RandomVectorUse.Eigenvectors, index, vector);
            found.Add(Iterate(product, vector, vectors, iterations, tolerance));
            vectors.Add(vector);
        }
        return found;
    }

    static Eigenpair Iterate(HessianVectorProduct product, double[] vector, IReadOnlyList<double[]> before, int iterations, double tolerance)
    {
        double[] image = new double[vector.Length];
        Products.Orthogonalize(vector, before);
        Products.Normalize(vector);
        double value = double.NaN;
        for (int iteration = 1; ; iteration++)
        {
            double last = value;
            value = product.Quadratic(vector, image);
            double residual = 0;
            for (int i = 0; i < image.Length; i++) residual += (image[i] - value * vector[i]) * (image[i] - value * vector[i]);
            residual = Math.Sqrt(residual);
            Products.Orthogonalize(image, before);
            bool converged = Math.Abs(value - last) <= tolerance * Math.Abs(last) || Blas.Dot(image, image) == 0;
            if (converged || iteration == iterations) return new(value, vector, iteration, residual, converged);
            Products.Normalize(image);
            image.CopyTo(vector, 0);
        }
    }
}
