namespace Neuromorphic.Evolution;

/// <summary>
/// The standard normal perturbations of a strategy: direction d of generation g is a row of <see cref="Dimension"/> numbers.
/// Rows are made again when they are needed, never stored, so a strategy's memory does not grow with its population.
/// </summary>
public abstract class Noise
{
    /// <summary>Numbers in a row.</summary>
    public abstract int Dimension { get; }

    /// <summary>Writes one row.</summary>
    public abstract void Row(int generation, int direction, Span<double> row);

    /// <summary>
    /// sums[i] = sum over d of weights[d] z[d][i], and squares[i] = sum over d of squareWeights[d] z[d][i]^2; in order of d, in double.
    /// </summary>
    /// <param name="generation">The generation whose rows are meant.</param>
    /// <param name="weights">One weight for each direction.</param>
    /// <param name="sums">Weighted sums [Dimension].</param>
    /// <param name="squareWeights">One weight for each direction, or empty if squares are not wanted.</param>
    /// <param name="squares">Weighted sums of squares [Dimension], or empty.</param>
    public abstract void WeightedSums(int generation, ReadOnlySpan<double> weights, Span<double> sums, ReadOnlySpan<double> squareWeights, Span<double> squares);

    /// <summary>The candidates mean + deviation * z, member m from direction m, or, if antithetic, from direction m / 2 with the odd members mirrored.</summary>
    /// <param name="generation">The generation whose rows are meant.</param>
    /// <param name="count">Number of candidates.</param>
    /// <param name="mean">Centre [Dimension].</param>
    /// <param name="deviation">Standard deviations [Dimension].</param>
    /// <param name="sampling">Whether members come in mirrored pairs.</param>
    public abstract Candidates Candidates(int generation, int count, ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation, Sampling sampling);
}

/// <summary>How members relate to directions.</summary>
public enum Sampling
{
    /// <summary>Each member has a direction of its own.</summary>
    Independent,
    /// <summary>Members 2k and 2k + 1 are mean + s z[k] and mean - s z[k].</summary>
    Antithetic,
}
