using System.Globalization;

namespace Neuromorphic.Registries;

/// <summary>
/// Something that can be chosen: name, values, default and help, declared once, beside what it belongs to. The command line, configuration files,
/// checkpoints and the help are made from it.
/// </summary>
public abstract class Setting
{
    readonly string allowed;

    private protected Setting(string name, string allowed, string? initial, string help)
    {
        Name = name;
        this.allowed = allowed;
        Default = initial;
        Help = help;
    }

    /// <summary>Name on the command line and in files, in kebab case.</summary>
    public string Name { get; }
    /// <summary>What values it takes, for people.</summary>
    public string Allowed => Words is { } words ? string.Join(", ", words) : allowed;
    /// <summary>The value where none is given, as text; null where it is left to what it is for.</summary>
    public string? Default { get; }
    /// <summary>What it does.</summary>
    public string Help { get; }

    /// <summary>The text in the form in which it is kept.</summary>
    /// <exception cref="ArgumentException">It is not an allowed value; the message names setting and values.</exception>
    public string Check(string text)
    {
        try
        {
            return Canonical(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            string reason = e.InnerException is ArgumentException { Message: { } why } ? " " + why : Words == null ? "" : NearestName.Suggest(text, Words);
            throw new ArgumentException($"{Name} is '{text}'; allowed: {Allowed}.{reason}", e);
        }
    }

    private protected abstract string Canonical(string text);

    /// <summary>The words that are allowed, where it takes a few.</summary>
    internal virtual IReadOnlyList<string>? Words => null;

    /// <summary>Whether it is asked for or not, and has no other value.</summary>
    public bool IsFlag { get; private protected init; }

    /// <summary>What it is for, in a run where it changes nothing beside the values of others; null where it may change something.</summary>
    internal virtual string? Missing(IRunFacts run) => null;

    /// <summary>Whether values bring settings along.</summary>
    public virtual bool IsChoice => false;

    /// <summary>The settings that a value brings along: those of the neuron model that it names.</summary>
    internal virtual IReadOnlyList<Setting> Further(string? value) => [];

    /// <summary>A whole number.</summary>
    public static Setting<int> Count(string name, int smallest, int initial, string help, int largest = int.MaxValue) => new(name, Between(smallest, largest), initial, help, text => Whole(text, smallest, largest), Text);

    /// <summary>A whole number that may be left out.</summary>
    public static Setting<int?> Count(string name, int smallest, string help, int largest = int.MaxValue) => new(name, Between(smallest, largest), null, help, text => Whole(text, smallest, largest), value => value is { } given ? Text(given) : null);

    /// <summary>A number within a range.</summary>
    public static Setting<double> Real(string name, Range range, double initial, string help) => new(name, range.Text, initial, help, range.Read, Text);

    /// <summary>A number within a range that may be left out.</summary>
    public static Setting<double?> Real(string name, Range range, string help) => new(name, range.Text, null, help, text => range.Read(text), value => value is { } given ? Text(given) : null);

    /// <summary>A value of an enumeration, its names in kebab case.</summary>
    public static Setting<T> Choice<T>(string name, T initial, string help) where T : struct, Enum =>
        new(name, string.Join(", ", Array.ConvertAll(Enum.GetNames<T>(), Kebab)), initial, help, Read<T>, value => Kebab(value.ToString()));

    /// <summary>One of a few words.</summary>
    public static Setting<string> OneOf(string name, IReadOnlyList<string> words, string initial, string help) =>
        new(name, string.Join(", ", words), initial, help, text => words.Contains(text) ? text : throw new FormatException(), word => word, () => words);

    /// <summary>Yes or no in two words.</summary>
    public static Setting<bool> Either(string name, string no, string yes, bool initial, string help) => Either(name, no, yes, initial, help, isFlag: false);

    /// <summary>Something that is asked for or not: false or true, on the command line also by its name alone.</summary>
    public static Setting<bool> Flag(string name, string help) => Either(name, "false", "true", false, help, isFlag: true);

    static Setting<bool> Either(string name, string no, string yes, bool initial, string help, bool isFlag) =>
        new(name, $"{no}, {yes}", initial, help, text => text == yes || (text == no ? false : throw new FormatException()), value => value ? yes : no) { IsFlag = isFlag };

    /// <summary>Words joined by commas; none, if not given.</summary>
    public static Setting<IReadOnlyList<string>> List(string name, string allowed, string help) =>
        new(name, allowed, [], help, text => text == "" ? [] : text.Split(',', StringSplitOptions.TrimEntries) is var words && words.Contains("") ? throw new FormatException() : words, words => words.Count == 0 ? null : string.Join(',', words));

    /// <summary>Any other value.</summary>
    /// <param name="name">The name.</param>
    /// <param name="allowed">What values it takes, for people.</param>
    /// <param name="initial">The value where none is given.</param>
    /// <param name="help">What it does.</param>
    /// <param name="read">The value of a text; throws <see cref="FormatException"/> if it is none.</param>
    /// <param name="write">Its text; null for a value that stands for none given.</param>
    public static Setting<T> Of<T>(string name, string allowed, T initial, string help, Func<string, T> read, Func<T, string?> write) => new(name, allowed, initial, help, read, write);

    /// <summary>The name of one of a registry, which brings its own settings along.</summary>
    public static Setting<string> Entry<T>(string name, Registry<T> registry, string initial, string help) where T : Family
    {
        ArgumentNullException.ThrowIfNull(registry);
        return new(name, "", initial, help, text => registry.Has(text) ? text : throw new FormatException(), word => word, () => registry.Names, value => registry.Find(value).Settings);
    }

    static string Between(int smallest, int largest) => largest == int.MaxValue ? $"{smallest} or more" : $"{smallest} to {largest}";

    static int Whole(string text, int smallest, int largest)
    {
        int value = int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return value >= smallest && value <= largest ? value : throw new FormatException();
    }

    internal static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
    internal static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    static T Read<T>(string text) where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
            if (Kebab(value.ToString()) == text) return value;
        throw new FormatException();
    }

    static string Kebab(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>A setting whose values have a type.</summary>
public sealed class Setting<T> : Setting
{
    readonly T initial;
    readonly Func<string, T> read;
    readonly Func<T, string?> write;
    readonly Func<IReadOnlyList<string>>? words;
    readonly Func<string, IReadOnlyList<Setting>>? further;
    Func<IRunFacts, string?>? missing;

    internal Setting(string name, string allowed, T initial, string help, Func<string, T> read, Func<T, string?> write, Func<IReadOnlyList<string>>? words = null, Func<string, IReadOnlyList<Setting>>? further = null)
        : base(name, allowed, write(initial), help)
    {
        this.initial = initial;
        this.read = read;
        this.write = write;
        this.words = words;
        this.further = further;
    }

    /// <summary>The same, which changes nothing in some runs: to give it there is a mistake, which is named.</summary>
    /// <param name="missing">What it is for, in a run where it changes nothing; null where it may change something, also where what decides is not known.</param>
    public Setting<T> Needs(Func<IRunFacts, string?> missing) => new(Name, Allowed, initial, Help, read, write, words, further) { IsFlag = IsFlag, missing = missing };

    internal override string? Missing(IRunFacts run) => missing?.Invoke(run);

    /// <summary>The value of a text, or the default.</summary>
    internal T Read(string? text) => text == null ? initial : read(text);

    /// <summary>The text of a value; null for one that stands for none given.</summary>
    internal string? Write(T value) => write(value);

    private protected override string Canonical(string text) => write(read(text)) ?? "";
    internal override IReadOnlyList<string>? Words => words?.Invoke();
    /// <inheritdoc/>
    public override bool IsChoice => further != null;
    internal override IReadOnlyList<Setting> Further(string? value) => further == null || (value ?? Default) is not { } chosen ? [] : further(chosen);
}

/// <summary>What numbers a setting takes.</summary>
/// <param name="Text">For people.</param>
/// <param name="Holds">Whether a finite number is one.</param>
public sealed record Range(string Text, Func<double, bool> Holds)
{
    /// <summary>Any finite number.</summary>
    public static Range Any { get; } = new("a number", _ => true);
    /// <summary>Above zero.</summary>
    public static Range Positive { get; } = new("above 0", value => value > 0);
    /// <summary>Zero or more.</summary>
    public static Range NotNegative { get; } = new("0 or more", value => value >= 0);
    /// <summary>From zero to below one.</summary>
    public static Range BelowOne { get; } = new("0 to below 1", value => value is >= 0 and < 1);
    /// <summary>From zero to one.</summary>
    public static Range UpToOne { get; } = new("0 to 1", value => value is >= 0 and <= 1);
    /// <summary>What float32 holds.</summary>
    public static Range Single { get; } = new("a number that float32 holds", value => Math.Abs(value) <= float.MaxValue);
    /// <summary>How many updates a strategy has made: at most one in a generation.</summary>
    public static Range Updates { get; } = new($"a whole number from 0 to {int.MaxValue}", value => value is >= 0 and <= int.MaxValue && Math.Floor(value) == value);

    bool single;

    /// <summary>The same for a number that is used as float32: one that float32 does not hold, or rounds to zero or out of the range, is none.</summary>
    public Range InSingle => this with { single = true };

    /// <summary>Whether a number is finite and within the range.</summary>
    public bool Has(double value) => double.IsFinite(value) && Holds(value);

    /// <summary>What is wrong with a number as float32; null if nothing is, or it is not used as one.</summary>
    internal string? Rounding(double value) => !single ? null
        : !float.IsFinite((float)value) ? "float32 does not hold it."
        : (float)value == 0 && value != 0 ? "float32 rounds it to 0."
        : !Holds((float)value) ? $"float32 rounds it to {((float)value).ToString(CultureInfo.InvariantCulture)}." : null;

    internal double Read(string text)
    {
        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!Has(value)) throw new FormatException();
        return Rounding(value) is { } fault ? throw new FormatException(null, new ArgumentException(fault)) : value;
    }
}
