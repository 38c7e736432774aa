using System.Globalization;
using Range = Neuromorphic.Registries.Range;

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

    /// <summary>Adds a row of finite numbers; the row "mean" is one of numbers that float32 holds.</summary>
    public void Add(string name, ReadOnlySpan<double> values) => Add(name, values, name == "mean" ? Range.Single : Range.Any);

    /// <summary>Adds a row.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its numbers.</param>
    /// <param name="range">Which finite numbers there can be in it: a search that comes to another one ends, a saved state with another one is refused.</param>
    public abstract void Add(string name, ReadOnlySpan<double> values, Range range);

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

    public override void Add(string name, ReadOnlySpan<double> values, Range range) => arrays.Add(name, values.ToArray());

    public override void Add(string name, string text) => texts.Add(name, text);

    public StrategyState State => new(arrays) { Texts = texts };
}

/// <summary>A number of a state that no search can go on from.</summary>
/// <param name="Row">The row's name.</param>
/// <param name="Index">Its place in the row.</param>
/// <param name="Count">Numbers in the row.</param>
/// <param name="Value">The number.</param>
/// <param name="Range">What it should be.</param>
sealed record StateFault(string Row, int Index, int Count, double Value, Range Range);

/// <summary>Looks for the first number that a row cannot have.</summary>
sealed class StateInspector : StateWriter
{
    public StateFault? Fault { get; private set; }

    public override void Add(string name, ReadOnlySpan<double> values, Range range)
    {
        if (Fault == null && First(values, range) is >= 0 and int i) Fault = new(name, i, values.Length, values[i], range);
    }

    /// <summary>The first number that is not finite or not in a range; -1 if there is none.</summary>
    public static int First(ReadOnlySpan<double> values, Range range)
    {
        for (int i = 0; i < values.Length; i++)
            if (!range.Has(values[i])) return i;
        return -1;
    }
}

/// <summary>The ranges of rows by name.</summary>
sealed class StateRanges : StateWriter
{
    readonly Dictionary<string, Range> ranges = [];

    public override void Add(string name, ReadOnlySpan<double> values, Range range) => ranges.Add(name, range);

    public Range Of(string name) => ranges.GetValueOrDefault(name, Range.Any);
}

/// <summary>Looks for a row that counts more updates than there can have been.</summary>
sealed class UpdateLimit(int most) : StateWriter
{
    public string? Fault { get; private set; }

    public override void Add(string name, ReadOnlySpan<double> values, Range range)
    {
        foreach (double value in values)
            if (range == Range.Updates && value > most) Fault ??= $"'{name}' counts {value} updates in {most} generations";
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
    readonly StateRanges ranges = new();

    /// <param name="strategy">Its name in errors.</param>
    /// <param name="state">The rows.</param>
    /// <param name="save">Adds what there should be, whose ranges count.</param>
    internal StateReader(string strategy, StrategyState state, Action<StateWriter> save)
    {
        this.strategy = strategy;
        this.state = state;
        save(ranges);
        unread = [.. state.Arrays.Keys, .. state.Texts.Keys];
    }

    /// <summary>Takes a row into an array of its length.</summary>
    /// <exception cref="ArgumentException">There is no such row, or it has another length, or a number that it cannot have.</exception>
    public void Take(string name, double[] target)
    {
        if (!state.Arrays.TryGetValue(name, out double[]? values)) throw new ArgumentException($"The saved state of {strategy} lacks '{name}'.");
        if (values.Length != target.Length) throw new ArgumentException($"'{name}' in the saved state of {strategy} has {values.Length} numbers, not {target.Length}.");
        Range range = ranges.Of(name);
        if (StateInspector.First(values, range) is >= 0 and int i)
            throw new ArgumentException($"'{name}' in the saved state of {strategy} is {values[i].ToString(CultureInfo.InvariantCulture)} at {i}; allowed: {range.Text}.");
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

    /// <summary>A row that was taken and found right by itself, to be compared with others.</summary>
    internal double[] Taken(string name) => state.Arrays[name];

    internal void Commit()
    {
        if (unread.Count > 0) throw new ArgumentException($"The saved state of {strategy} has '{unread.Order(StringComparer.Ordinal).First()}', which it does not know: another optimizer or strategy wrote it.");
        foreach ((double[] from, double[] to) in taken) from.CopyTo(to.AsSpan());
        foreach ((string text, Action<string> take) in takenTexts) take(text);
    }
}
