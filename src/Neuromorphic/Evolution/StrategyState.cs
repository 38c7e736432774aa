namespace Neuromorphic.Evolution;

/// <summary>The state of a strategy between generations, as named rows of numbers: what a checkpoint stores.</summary>
public sealed record StrategyState(IReadOnlyDictionary<string, double[]> Arrays);

/// <summary>Collects named rows.</summary>
sealed class StateWriter
{
    readonly SortedDictionary<string, double[]> arrays = new(StringComparer.Ordinal);

    public void Add(string name, ReadOnlySpan<double> values) => arrays.Add(name, values.ToArray());

    public StrategyState State => new(arrays);
}

/// <summary>Gives named rows back, all or none: targets are written only by <see cref="Commit"/>, after every row was found right.</summary>
sealed class StateReader(string strategy, StrategyState state)
{
    readonly List<(double[] From, double[] To)> taken = [];
    readonly HashSet<string> unread = [.. state.Arrays.Keys];

    public void Take(string name, double[] target)
    {
        if (!state.Arrays.TryGetValue(name, out double[]? values)) throw new ArgumentException($"The saved state of {strategy} lacks '{name}'.");
        if (values.Length != target.Length) throw new ArgumentException($"'{name}' in the saved state of {strategy} has {values.Length} numbers, not {target.Length}.");
        unread.Remove(name);
        taken.Add((values, target));
    }

    public void Commit()
    {
        if (unread.Count > 0) throw new ArgumentException($"The saved state of {strategy} has '{unread.Order(StringComparer.Ordinal).First()}', which it does not know: another optimizer or strategy wrote it.");
        foreach ((double[] from, double[] to) in taken) from.CopyTo(to.AsSpan());
    }
}
