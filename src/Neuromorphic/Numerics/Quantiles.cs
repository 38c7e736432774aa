namespace Neuromorphic.Numerics;

/// <summary>Quantiles of samples.</summary>
/// <remarks>Hyndman, Fan (1996), "Sample quantiles in statistical packages", doi:10.2307/2684934, definition 7: NumPy's and R's default.</remarks>
public static class Quantiles
{
    /// <summary>The value below which a part of sorted values lies; between two of them linear. NaN without any.</summary>
    /// <param name="sorted">Finite values, rising.</param>
    /// <param name="part">From 0 to 1.</param>
    public static double Of(ReadOnlySpan<double> sorted, double part)
    {
        if (sorted.Length == 0) return double.NaN;
        double position = part * (sorted.Length - 1);
        int below = (int)position;
        double rest = position - below;
        return rest == 0 ? sorted[below] : sorted[below] + rest * (sorted[below + 1] - sorted[below]);
    }
}
