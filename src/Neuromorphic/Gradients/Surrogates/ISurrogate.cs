using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>
/// What stands in for the derivative of a spike: the step function that fires at x = u - v_th &gt;= 0 has none, so that the backward pass
/// uses this function of x instead. The forward pass stays a step.
/// </summary>
/// <remarks>Neftci, Mostafa, Zenke (2019), "Surrogate gradient learning in spiking neural networks", arXiv:1901.09948.</remarks>
public interface ISurrogate
{
    /// <summary>The name on the command line.</summary>
    static abstract string Name { get; }
    /// <summary>What it is, in one sentence with its source.</summary>
    static abstract string Summary { get; }
    /// <summary>The slope that the field takes where none is given.</summary>
    static abstract double DefaultSlope { get; }

    /// <summary>The derivative at a distance x from the threshold; the larger the slope, the narrower it is.</summary>
    static abstract R Derivative<R>(R x, R slope) where R : unmanaged, IReal<R>;
}
