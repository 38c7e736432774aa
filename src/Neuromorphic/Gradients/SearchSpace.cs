using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gradients;

/// <summary>Between what kernels read (gains, thresholds, weights) and what is searched (unconstrained numbers).</summary>
public static class SearchSpace
{
    /// <summary>Gradients of what kernels read become those of a flat vector in search space: multiplied by the slopes of coefficient and transform, or led back through decoders.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="vector">The flat vector [layout count].</param>
    /// <param name="gradient">The gradient, in place [layout count].</param>
    /// <exception cref="ArgumentException">One of them has another length, or a decoder has no way back.</exception>
    public static void Pull(ParameterLayout layout, ReadOnlySpan<double> vector, Span<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (vector.Length != layout.Count) throw new ArgumentException($"vector has {vector.Length} numbers, the layout {layout.Count}.");
        if (gradient.Length != layout.Count) throw new ArgumentException($"gradient has {gradient.Length} numbers, the layout {layout.Count}.");
        foreach (ParameterSlice slice in layout.Slices)
        {
            if (slice.Decoder is { } decoder)
            {
                if (decoder.Adjoint is not { } adjoint) throw new ArgumentException($"{slice.Name} is decoded without a gradient.");
                adjoint(vector.Slice(slice.Offset, slice.Count), gradient.Slice(slice.Offset, slice.Count), slice.Shape[1]);
                continue;
            }
            if (slice.Transform == Transform.Identity && slice.Coefficient == Transform.Identity) continue;
            for (int i = slice.Offset; i < slice.Offset + slice.Count; i++)
                gradient[i] *= slice.Coefficient.Slope(slice.Transform.Value(vector[i])) * slice.Transform.Slope(vector[i]);
        }
    }
}
