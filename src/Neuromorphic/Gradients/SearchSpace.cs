using Neuromorphic.Policies;

namespace Neuromorphic.Gradients;

/// <summary>Between what kernels read (gains, thresholds, weights) and what is searched (unconstrained numbers).</summary>
public static class SearchSpace
{
    /// <summary>Gradients of what kernels read become those of a flat vector in search space: multiplied by the slopes of coefficient and transform.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="vector">The flat vector [layout count].</param>
    /// <param name="gradient">The gradient, in place [layout count].</param>
    public static void Pull(ParameterLayout layout, ReadOnlySpan<double> vector, Span<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(layout);
        foreach (ParameterSlice slice in layout.Slices)
        {
            if (slice.Transform == Transform.Identity && slice.Coefficient == Coefficient.Value) continue;
            for (int i = slice.Offset; i < slice.Offset + slice.Count; i++)
                gradient[i] *= slice.Coefficient.Slope(slice.Transform.Value(vector[i])) * slice.Transform.Slope(vector[i]);
        }
    }
}
