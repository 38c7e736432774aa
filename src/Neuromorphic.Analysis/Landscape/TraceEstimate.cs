namespace Neuromorphic.Analysis;

/// <summary>The trace of a matrix of which only products with vectors are known: the mean of v'Hv over random vectors v of -1 and 1 (Rademacher).</summary>
/// <param name="Samples">v'Hv of each vector.</param>
/// <remarks>
/// Hutchinson (1990), doi:10.1080/03610919008812866, as PyHessian has it: Yao, Gholami, Keutzer, Mahoney (2020), arXiv:1912.07145. That stops as soon as the mean
/// hardly moves, which may be after a few vectors by luck; here the number of vectors is given and the standard error says how sure the mean is.
/// </remarks>
public sealed record TraceEstimate(IReadOnlyList<double> Samples)
{
    /// <summary>The estimate of the trace.</summary>
    public double Mean { get; } = Summary.Of(Samples).Mean;
    /// <summary>Its standard error; NaN with one vector.</summary>
    public double StandardError { get; } = Samples.Count < 2 ? double.NaN : Summary.Of(Samples).Deviation / Math.Sqrt(Samples.Count);

    /// <summary>The estimates after the first vector, the first two, and so on.</summary>
    public IReadOnlyList<double> RunningMean
    {
        get
        {
            double sum = 0;
            return [.. Samples.Select((sample, i) => (sum += sample) / (i + 1))];
        }
    }

    /// <summary>Estimates a trace.</summary>
    /// <param name="product">H v.</param>
    /// <param name="count">Numbers of a vector, 1 or more.</param>
    /// <param name="vectors">Random vectors, 1 or more; each costs a product.</param>
    /// <param name="seed">Of the vectors: the same seed gives the same ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1.</exception>
    /// <exception cref="ArithmeticException">A product is not finite.</exception>
    public static TraceEstimate Of(HessianVectorProduct product, int count, int vectors = 100, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(vectors, 1);
        return Of(product, Enumerable.Range(0, vectors).Select(index =>
        {
            double[] vector = new double[count];
            RandomVectors.Rademacher(seed, RandomVectorUse.Trace, index, vector);
            return vector;
        }));
    }

    /// <summary>The estimate by given vectors, all of one length.</summary>
    internal static TraceEstimate Of(HessianVectorProduct product, IEnumerable<double[]> vectors)
    {
        ArgumentNullException.ThrowIfNull(product);
        return new([.. vectors.Select(vector => product.Quadratic(vector, new double[vector.Length]))]);
    }
}
