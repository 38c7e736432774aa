using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>
/// A symmetric matrix as a vector sees it: the tridiagonal matrix T of Lanczos' steps from that vector, and its quadrature. The sum of weight f(value) over the
/// Ritz values is near v'f(H)v, exact for polynomials up to degree 2 steps - 1.
/// </summary>
/// <param name="Alpha">T's diagonal [steps].</param>
/// <param name="Beta">T beside its diagonal [steps - 1].</param>
/// <param name="Values">Ritz values, the eigenvalues of T, rising [steps].</param>
/// <param name="Weights">Squared first components of T's eigenvectors, which sum to 1 [steps].</param>
/// <remarks>
/// Lanczos (1950), doi:10.6028/jres.045.026; Golub, Meurant (2010), doi:10.1515/9781400833887. Vectors are orthogonalised against all before them, so that no Ritz value is
/// there twice by rounding. It ends before its steps are done where the vectors fill a space that H maps to itself.
/// </remarks>
public sealed record Lanczos(IReadOnlyList<double> Alpha, IReadOnlyList<double> Beta, IReadOnlyList<double> Values, IReadOnlyList<double> Weights)
{
    const double Least = 1e-12; // of the greatest number of T: what is left is rounding

    /// <summary>Runs the steps.</summary>
    /// <param name="product">H v.</param>
    /// <param name="start">The first vector [n], not zero; its length does not matter.</param>
    /// <param name="steps">Most steps, 1 or more; there are no more than n. Each costs a product and keeps a vector.</param>
    /// <exception cref="ArgumentException">The first vector is zero or not finite, or there is no step.</exception>
    /// <exception cref="ArithmeticException">A product is not finite.</exception>
    public static Lanczos Run(HessianVectorProduct product, IReadOnlyList<double> start, int steps)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        double[] vector = [.. start];
        if (!double.IsFinite(1 / Products.Normalize(vector))) throw new ArgumentException("The first vector is zero, or not finite.", nameof(start));
        List<double> alpha = [], beta = [];
        List<double[]> basis = [vector];
        double greatest = 0;
        while (true)
        {
            double[] next = new double[vector.Length];
            alpha.Add(product.Quadratic(basis[^1], next));
            greatest = Math.Max(greatest, Math.Abs(alpha[^1]));
            if (alpha.Count == Math.Min(steps, vector.Length)) break;
            Products.Orthogonalize(next, basis);
            double length = Products.Normalize(next);
            if (length <= Least * greatest) break;
            greatest = Math.Max(greatest, length);
            beta.Add(length);
            basis.Add(next);
        }
        return Of(alpha, beta);
    }

    static Lanczos Of(List<double> alpha, List<double> beta)
    {
        int n = alpha.Count;
        double[] lower = new double[n * (n + 1) / 2], values = new double[n], vectors = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            int row = i * (i + 1) / 2;
            lower[row + i] = alpha[i];
            if (i > 0) lower[row + i - 1] = beta[i - 1];
        }
        SymmetricEigen.Decompose(lower, values, vectors);
        return new(alpha, beta, values, [.. Enumerable.Range(0, n).Select(k => vectors[k * n] * vectors[k * n])]);
    }
}
