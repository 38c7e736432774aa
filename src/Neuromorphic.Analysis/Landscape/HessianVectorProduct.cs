namespace Neuromorphic.Analysis;

/// <summary>H v of a symmetric matrix H, such as the Hessian of a loss, which need not be stored.</summary>
/// <param name="vector">v [n].</param>
/// <param name="product">Receives H v [n].</param>
public delegate void HessianVectorProduct(ReadOnlySpan<double> vector, Span<double> product);
