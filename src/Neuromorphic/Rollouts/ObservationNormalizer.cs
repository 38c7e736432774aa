namespace Neuromorphic.Rollouts;

/// <summary>What lane groups saw of observations in one generation: count, sum and sum of squares of the differences from a shift, by member.</summary>
public sealed class ObservationSums(int members, int observations)
{
    /// <summary>Steps of each member.</summary>
    public double[] Count { get; } = new double[members];
    /// <summary>Sums [member][observation].</summary>
    public double[] Sum { get; } = new double[members * observations];
    /// <summary>Sums of squares [member][observation].</summary>
    public double[] Square { get; } = new double[members * observations];

    /// <summary>Leaves a member out whose sums are not finite. Gives whether they were not.</summary>
    internal bool DropUnsound(int member)
    {
        Span<double> sum = Sum.AsSpan(member * observations, observations), square = Square.AsSpan(member * observations, observations);
        bool sound = true;
        for (int i = 0; i < observations; i++) sound &= double.IsFinite(sum[i]) && double.IsFinite(square[i]);
        if (sound) return false;
        Count[member] = 0;
        sum.Clear();
        square.Clear();
        return true;
    }
}

/// <summary>How observations are scaled within one generation: (x - mean) / deviation, clipped.</summary>
/// <param name="Mean">Subtracted [observation].</param>
/// <param name="Scale">Multiplied with [observation].</param>
public sealed record ObservationScaling(float[] Mean, float[] Scale)
{
    /// <summary>Scaled observations stay within plus and minus this.</summary>
    public const float Clip = 5;
}

/// <summary>
/// Running mean and standard deviation of observations, merged once per generation, member by member in order, so that the result
/// does not depend on which thread saw what.
/// </summary>
public sealed class ObservationNormalizer
{
    const double SmallestDeviation = 1e-4;

    double count;
    readonly double[] mean, squares;

    /// <summary>A normaliser that has seen nothing and so changes nothing.</summary>
    public ObservationNormalizer(int observations)
    {
        mean = new double[observations];
        squares = new double[observations];
    }

    /// <summary>A normaliser in a saved state.</summary>
    public ObservationNormalizer(double count, double[] mean, double[] squares)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(squares);
        if (mean.Length != squares.Length) throw new ArgumentException($"A normaliser has as many means as squares, not {mean.Length} and {squares.Length}.");
        this.count = count;
        this.mean = [.. mean];
        this.squares = [.. squares];
    }

    /// <summary>Observations seen.</summary>
    public double Count => count;
    /// <summary>Their mean.</summary>
    public ReadOnlySpan<double> Mean => mean;
    /// <summary>Their summed squared differences from the mean.</summary>
    public ReadOnlySpan<double> Squares => squares;

    /// <summary>The scaling that follows from what has been seen.</summary>
    public ObservationScaling Scaling
    {
        get
        {
            float[] shift = new float[mean.Length], scale = new float[mean.Length];
            for (int i = 0; i < mean.Length; i++)
            {
                shift[i] = (float)mean[i];
                scale[i] = count < 2 ? 1 : (float)(1 / Math.Max(SmallestDeviation, Math.Sqrt(squares[i] / count)));
            }
            return new(shift, scale);
        }
    }

    /// <summary>Merges a generation whose sums are of differences from <paramref name="shift"/>.</summary>
    /// <remarks>Chan, Golub, LeVeque (1983), doi:10.1080/00031305.1983.10483115.</remarks>
    public void Merge(ObservationSums sums, ReadOnlySpan<float> shift)
    {
        ArgumentNullException.ThrowIfNull(sums);
        double added = 0;
        foreach (double steps in sums.Count) added += steps;
        if (added == 0) return;
        int observations = mean.Length;
        for (int i = 0; i < observations; i++)
        {
            double sum = 0, square = 0;
            for (int member = 0; member < sums.Count.Length; member++)
            {
                sum += sums.Sum[member * observations + i];
                square += sums.Square[member * observations + i];
            }
            double batchMean = shift[i] + sum / added, batchSquares = Math.Max(0, square - sum * sum / added);
            double delta = batchMean - mean[i];
            mean[i] += delta * added / (count + added);
            squares[i] += batchSquares + delta * delta * count * added / (count + added);
        }
        count += added;
    }
}
