using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>Products with a matrix whose numbers are checked.</summary>
static class Products
{
    /// <summary>v'Hv.</summary>
    /// <param name="product">H v.</param>
    /// <param name="vector">v [n].</param>
    /// <param name="image">Receives H v [n].</param>
    /// <exception cref="ArithmeticException">It is not finite.</exception>
    public static double Quadratic(this HessianVectorProduct product, ReadOnlySpan<double> vector, Span<double> image)
    {
        product(vector, image);
        double quadratic = Blas.Dot(vector, image);
        return double.IsFinite(quadratic) ? quadratic : throw new ArithmeticException("A product with the Hessian is not finite: the loss or its gradient is not, there or nearby.");
    }

    /// <summary>Takes out of a vector what lies along others, which are orthonormal: twice, as one pass leaves the rounding of a long vector behind.</summary>
    public static void Orthogonalize(Span<double> vector, IReadOnlyList<double[]> against)
    {
        for (int pass = 0; pass < 2; pass++)
            foreach (double[] other in against) Blas.Axpy(-Blas.Dot(other, vector), other, vector);
    }

    /// <summary>Divides a vector by its length, which it gives.</summary>
    public static double Normalize(Span<double> vector)
    {
        double length = Math.Sqrt(Blas.Dot(vector, vector));
        if (length > 0)
            foreach (ref double value in vector) value /= length;
        return length;
    }
}
