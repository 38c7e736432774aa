using Neuromorphic.Numerics;
using Neuromorphic.Training;

namespace Neuromorphic.Analysis;

/// <summary>Products with the Hessian of a network's loss over a data set, by its trained numbers: differences of exact gradients in float64 along the vector.</summary>
/// <remarks>
/// H u = (8 (g(h) - g(-h)) - (g(2h) - g(-2h))) / 12 h for u = v / |v|, with g(t) the gradient at the point plus t u: the central difference of fourth order. Its error is
/// h^4 / 30 times the fifth derivative of g along u, plus the rounding of g over h: on a network of 27 numbers whose Hessian is known,
/// 4e-13 at the default, the least. A product costs four gradients.
/// Where an activation function has a kink (relu) the second derivative there is not counted, unless a unit's input crosses it within 2 h.
/// </remarks>
public sealed class NetworkHessian
{
    readonly ExampleLoss loss;
    readonly double[] point, moved, gradient;
    readonly double step;

    /// <summary>The Hessian at a point.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="point">Trained numbers [<see cref="ExampleLoss.Count"/>]; those that the loss was made with if null.</param>
    /// <param name="step">h, the distance between gradients.</param>
    /// <exception cref="ArgumentException">The point has another length, the step is not above 0, or the loss is of spiking neurons: the gradient of a surrogate is the slope of no function and has no Hessian.</exception>
    public NetworkHessian(ExampleLoss loss, IReadOnlyList<double>? point = null, double step = 5e-4)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (!loss.IsExact) throw new ArgumentException("The network has spiking neurons: the gradient of their surrogate is the slope of no function and has no Hessian.", nameof(loss));
        if (!(step > 0 && double.IsFinite(step))) throw new ArgumentException(FormattableString.Invariant($"step is {step}; allowed is above 0."), nameof(step));
        this.loss = loss;
        this.step = step;
        this.point = [.. point ?? loss.Point()];
        if (this.point.Length != loss.Count) throw new ArgumentException($"point has {this.point.Length} numbers; the network has {loss.Count} that are trained.", nameof(point));
        (moved, gradient) = (new double[Count], new double[Count]);
    }

    /// <summary>Numbers of a vector.</summary>
    public int Count => loss.Count;

    /// <summary>H v, a <see cref="HessianVectorProduct"/>. One call at a time.</summary>
    /// <param name="vector">v [<see cref="Count"/>].</param>
    /// <param name="product">Receives H v [<see cref="Count"/>].</param>
    /// <exception cref="ArgumentException">One of them has another length.</exception>
    public void Multiply(ReadOnlySpan<double> vector, Span<double> product)
    {
        if (vector.Length != Count || product.Length != Count) throw new ArgumentException($"Vectors of {vector.Length} and {product.Length} numbers; the network has {Count} that are trained.");
        double length = Math.Sqrt(Blas.Dot(vector, vector));
        product.Clear();
        if (length == 0) return;
        Add(vector, step / length, 8, product);
        Add(vector, -step / length, -8, product);
        Add(vector, 2 * step / length, -1, product);
        Add(vector, -2 * step / length, 1, product);
        foreach (ref double value in product) value *= length / (12 * step);
    }

    /// <summary>product += factor times the gradient at the point plus a multiple of v.</summary>
    void Add(ReadOnlySpan<double> vector, double multiple, double factor, Span<double> product)
    {
        point.CopyTo(moved, 0);
        Blas.Axpy(multiple, vector, moved);
        loss.Gradient(moved, gradient);
        Blas.Axpy(factor, gradient, product);
    }
}
