namespace Neuromorphic.Environments;

/// <summary>What observations or actions may be; names as in Gymnasium.</summary>
public abstract record Space
{
    /// <summary>Numbers that a value of this space consists of.</summary>
    public abstract int Size { get; }

    /// <summary>Whether a value lies in the space.</summary>
    public abstract bool Contains(ReadOnlySpan<double> value);
}

/// <summary>The integers 0 to Count - 1, held as one number.</summary>
public sealed record Discrete(int Count) : Space
{
    /// <inheritdoc/>
    public override int Size => 1;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<double> value) =>
        value.Length == 1 && value[0] == Math.Floor(value[0]) && value[0] >= 0 && value[0] < Count;

    /// <inheritdoc/>
    public override string ToString() => $"Discrete({Count})";
}

/// <summary>Vectors between two bounds, each bound included; a bound may be infinite.</summary>
public sealed record Box : Space
{
    /// <summary>A box of the given bounds; they have the same length.</summary>
    public Box(double[] low, double[] high)
    {
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        if (low.Length != high.Length) throw new ArgumentException($"A box has as many lower as upper bounds, not {low.Length} and {high.Length}.");
        Low = low;
        High = high;
    }

    /// <summary>A box with the same bounds in every dimension.</summary>
    public static Box Uniform(int size, double low, double high) => new(Enumerable.Repeat(low, size).ToArray(), Enumerable.Repeat(high, size).ToArray());

    /// <summary>Lower bounds.</summary>
    public IReadOnlyList<double> Low { get; }
    /// <summary>Upper bounds.</summary>
    public IReadOnlyList<double> High { get; }

    /// <inheritdoc/>
    public override int Size => Low.Count;

    /// <inheritdoc/>
    /// <remarks>Bounds are compared after rounding to float32, in which kernels hold them.</remarks>
    public override bool Contains(ReadOnlySpan<double> value)
    {
        if (value.Length != Size) return false;
        for (int i = 0; i < Size; i++)
            if (!((float)value[i] >= (float)Low[i] && (float)value[i] <= (float)High[i])) return false;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"Box({Size})";
}
