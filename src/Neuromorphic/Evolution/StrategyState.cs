namespace Neuromorphic.Evolution;

/// <summary>The state of a strategy between generations, as named rows of numbers: what a checkpoint stores.</summary>
public sealed record StrategyState(IReadOnlyDictionary<string, double[]> Arrays)
{
    /// <summary>Named texts, such as a genome or a population of formulas.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();
}

/// <summary>Receives the named rows of a state.</summary>
public abstract class StateWriter
{
    private protected StateWriter()
    {
    }

    /// <summary>Adds a row.</summary>
    public abstract void Add(string name, ReadOnlySpan<double> values);

    /// <summary>Adds a text, such as a genome.</summary>
    public virtual void Add(string name, string text)
    {
    }
}

/// <summary>Collects named rows.</summary>
sealed class StateCollector : StateWriter
{
    readonly SortedDictionary<string, double[]> arrays = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, string> texts = new(StringComparer.Ordinal);

    public override void Add(string name, ReadOnlySpan<double> values) => arrays.Add(name, values.ToArray());

    public override void Add(string name, string text) => texts.Add(name, text);

    public StrategyState State => new(arrays) { Texts = texts };
}

/// <summary>A number of a state that no search can go on from.</summary>
/// <param name="Row">The row's name.</param>
/// <param name="Index">Its place in the row.</param>
/// <param name="Count">Numbers in the row.</param>
/// <param name="Value">The number.</param>
sealed record StateFault(string Row, int Index, int Count, double Value);

/// <summary>Looks for the first number that is not finite, or of a mean that float32 does not hold.</summary>
sealed class StateInspector : StateWriter
{
    public StateFault? Fault { get; private set; }

    public override void Add(string name, ReadOnlySpan<double> values)
    {
        double limit = name == "mean" ? float.MaxValue : double.MaxValue;
        for (int i = 0; i < values.Length && Fault == null; i++)
            if (!(Math.Abs(values[i]) <= limit)) Fault = new(name, i, values.Length, values[i]);
    }
}

/// <summary>Gives named rows back, all or none: targets are written only by <see cref="Commit"/>, after every row was found right.</summary>
public sealed class StateReader
{
    readonly string strategy;
    readonly StrategyState state;
    readonly List<(double[] From, double[] To)> taken = [];
    readonly List<(string Text, Action<string> Take)> takenTexts = [];
    readonly HashSet<string> unread;

    internal StateReader(string strategy, StrategyState state)
    {
        this.strategy = strategy;
        this.state = state;
        unread = [.. state.Arrays.Keys, .. state.Texts.Keys];
    }

    /// <summary>Takes a row into an array of its length.</summary>
    /// <exception cref="ArgumentException">There is no such row, or it has another length.</exception>
    public void Take(string name, double[] target)
    {
        if (!state.Arrays.TryGetValue(name, out double[]? values)) throw new ArgumentException($"The saved state of {strategy} lacks '{name}'.");
        if (values.Length != target.Length) throw new ArgumentException($"'{name}' in the saved state of {strategy} has {values.Length} numbers, not {target.Length}.");
        unread.Remove(name);
        taken.Add((values, target));
    }

    /// <summary>Takes a text; it is given when everything was found right.</summary>
    /// <exception cref="ArgumentException">There is no such text.</exception>
    public void Take(string name, Action<string> take)
    {
        takenTexts.Add((state.Texts.GetValueOrDefault(name) ?? throw new ArgumentException($"The saved state of {strategy} lacks the text '{name}'."), take));
        unread.Remove(name);
    }

    internal void Commit()
    {
        if (unread.Count > 0) throw new ArgumentException($"The saved state of {strategy} has '{unread.Order(StringComparer.Ordinal).First()}', which it does not know: another optimizer or strategy wrote it.");
        foreach ((double[] from, double[] to) in taken) from.CopyTo(to.AsSpan());
        foreach ((string text, Action<string> take) in takenTexts) take(text);
    }
}
