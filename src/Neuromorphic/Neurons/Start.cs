using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Neurons;

/// <summary>
/// How numbers begin, in physical units: all at one value, drawn from a distribution (names and parameters as in NumPy) or from a sample, or each at its own.
/// As text: <c>20</c>, <c>lognormal:3.05,0.27</c>, <c>sample:14.2,21.5,30</c>, <c>values:5,10,20</c>.
/// </summary>
/// <remarks>A number outside of the range that is allowed is drawn again: the distribution is truncated.</remarks>
public sealed class Start : IEquatable<Start>
{
    /// <param name="Name">Its name.</param>
    /// <param name="Parameters">What its two parameters are.</param>
    /// <param name="Allows">Whether there is such a distribution.</param>
    /// <param name="Draw">Its number for the parameters, a standard normal number and one that is uniform in [0, 1).</param>
    sealed record Distribution(string Name, string Parameters, Func<double, double, bool> Allows, Func<double, double, double, double, double> Draw);

    static readonly Distribution[] Distributions =
    [
        new("normal", "mean,sd", (_, sd) => sd >= 0, (mean, sd, normal, _) => mean + sd * normal),
        new("lognormal", "mu,sigma", (_, sigma) => sigma >= 0, (mu, sigma, normal, _) => Portable.Exp(mu + sigma * normal)),
        new("uniform", "low,high", (low, high) => low <= high, (low, high, _, unit) => low + (high - low) * unit),
    ];

    const string List = "values", Drawn = "sample";
    const double Greatest = 1e37; // of a parameter: what is drawn, float32 still holds
    const uint Draws = 1000;

    /// <summary>Forms of our own projects, where a program has them.</summary>
    static readonly string[] Own = ["Neuromorphic.Storage.Data.CellStart, Neuromorphic.Storage"];

    static readonly ConcurrentDictionary<string, (string Parameters, Func<string, Start> Read)> Added = new();
    static readonly Lazy<ConcurrentDictionary<string, (string Parameters, Func<string, Start> Read)>> Complete = new(() =>
    {
        foreach (string name in Own)
            if (Type.GetType(name, throwOnError: false) is { } type) RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        return Added;
    });

    readonly string name; // of a distribution; List; Drawn; "" for a value
    readonly double[] numbers;
    readonly string? file;
    string? origin; // of a sample that was found elsewhere
    readonly int[] lines = []; // of the file, one for each number

    Start(string name, double[] numbers)
    {
        this.name = name;
        this.numbers = numbers;
    }

    Start(double[] numbers, string? file, int[] lines) : this(List, numbers)
    {
        this.file = file;
        this.lines = lines;
    }

    /// <summary>All at one value.</summary>
    public static implicit operator Start(double value) => new("", [value]);

    /// <summary>Normal numbers.</summary>
    public static Start Normal(double mean, double deviation) => new("normal", [mean, deviation]);

    /// <summary>Each at its own value.</summary>
    public static Start Values(params IEnumerable<double> values) => new(List, [.. values]);

    /// <summary>Numbers drawn from a sample, with replacement.</summary>
    public static Start Sample(params IEnumerable<double> values) => new(Drawn, [.. values]);

    /// <summary>Adds a form of texts whose numbers are found elsewhere, such as measured cells. What it gives is kept behind its text and an equals sign: nothing else has to be there again.</summary>
    /// <param name="name">What stands before the colon.</param>
    /// <param name="parameters">What stands behind it, for people.</param>
    /// <param name="read">Gives the start for what stands behind the colon; throws <see cref="ArgumentException"/> if there is none.</param>
    public static void AddSource(string name, string parameters, Func<string, Start> read) => Added[name] = (parameters, read);

    /// <summary>The start of a text whose form was added; null if it has no such form, or numbers already.</summary>
    internal static Start? Find(string text) =>
        text.Split(':', 2) is [var name, var rest] && !rest.Contains('=', StringComparison.Ordinal) && Complete.Value.TryGetValue(name, out (string, Func<string, Start> Read) source) ? source.Read(rest).From(text) : null;

    Start From(string text) => new(name, numbers) { origin = text };

    /// <summary>The forms of a text, beside a number.</summary>
    public static string Forms => $"{string.Join(", ", Distributions.Select(distribution => $"{distribution.Name}:{distribution.Parameters}"))}, {Drawn}:a,b,..., {string.Concat(Complete.Value.OrderBy(source => source.Key, StringComparer.Ordinal).Select(source => $"{source.Key}:{source.Value.Parameters}, "))}{List}:a,b,... or @file.csv";

    /// <summary>The value of all; null where they may differ.</summary>
    public double? Value => name == "" ? numbers[0] : null;

    /// <summary>Mean and standard deviation of normal numbers; a value and zero; null for others.</summary>
    public (double Mean, double Deviation)? Moments => Value is { } value ? (value, 0) : name == "normal" ? (numbers[0], numbers[1]) : null;

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">It is neither a number nor one of <see cref="Forms"/>, or names a file, which is for <see cref="Read"/>.</exception>
    public static Start Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Numbers that were found elsewhere, behind an equals sign: they are what counts, the rest says where they came from.
        if (text.Split('=', 2) is [{ Length: > 0 } source, var found]) return Parse($"{Drawn}:{found}").From(source);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? "" : text[..colon];
        double[] numbers = Array.ConvertAll(text[(colon + 1)..].Split(','), part => Held(Number(part) ?? throw new FormatException()));
        bool allowed = name switch
        {
            "" => colon < 0 && numbers.Length == 1,
            List or Drawn => true,
            _ => numbers.Length == 2 && numbers.All(number => Math.Abs(number) <= Greatest) && Array.Find(Distributions, distribution => distribution.Name == name)?.Allows(numbers[0], numbers[1]) == true,
        };
        return allowed ? new(name, numbers) : throw new FormatException();
    }

    /// <summary>Reads a file with a number on each line. Its first line may be a heading; what follows a # is a comment.</summary>
    /// <exception cref="ArgumentException">It holds something else; the message names the line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Start Read(string path)
    {
        List<double> numbers = [];
        List<int> lines = [];
        int line = 0;
        bool first = true;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string cell = text.Split('#')[0].Trim();
            if (cell == "") continue;
            if (Number(cell) is { } number)
            {
                numbers.Add(number);
                lines.Add(line);
            }
            else if (!first || !(char.IsLetter(cell[0]) || cell[0] == '"') || double.TryParse(cell, CultureInfo.InvariantCulture, out _))
                throw new ArgumentException($"{path}, line {line}: '{cell}' is not a finite number; allowed are one number on each line, a heading on the first, and comments that begin with #.");
            first = false;
        }
        return numbers.Count > 0 ? new([.. numbers], path, [.. lines]) : throw new ArgumentException($"{path} has no numbers; allowed is one on each line.");
    }

    static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    /// <exception cref="FormatException">float32 does not hold it, or rounds it to 0.</exception>
    static double Held(double number) => Registries.Range.Any.InSingle.Rounding(number) is { } fault ? throw new FormatException(null, new ArgumentException(fault)) : number;

    /// <summary>Refuses a list of another length.</summary>
    /// <param name="name">What is to begin.</param>
    /// <param name="count">Numbers that are needed.</param>
    /// <param name="each">What each is for.</param>
    internal void CheckCount(string name, int count, string each)
    {
        if (this.name == List && numbers.Length != count)
            throw new ArgumentException($"{(file == null ? "" : $"{file}, line {lines[^1]}: ")}{name} has {numbers.Length} values; allowed: {count}, one for {each}.");
    }

    /// <summary>Refuses values that are given and not allowed.</summary>
    /// <param name="fault">What is wrong with a value; null if nothing is.</param>
    internal Start Checked(Func<double, string?> fault)
    {
        for (int i = 0; i < numbers.Length && name is "" or List; i++)
            if (fault(numbers[i]) is { } refusal) throw new ArgumentException(file == null ? refusal : $"{file}, line {lines[i]}: {refusal}");
        return this;
    }

    /// <summary>Of a list some numbers, of others all.</summary>
    internal Start Part(int first, int count) => name == List ? new(numbers[first..(first + count)], file, lines.Length == 0 ? lines : lines[first..(first + count)]) : this;

    /// <summary>A list repeated or cut to a length; others as they are.</summary>
    internal Start Repeated(int count) => name == List ? Values(Enumerable.Range(0, count).Select(i => numbers[i % numbers.Length])) : this;

    /// <summary>Numbers, drawn where this is a distribution.</summary>
    /// <param name="of">What begins.</param>
    /// <param name="count">How many.</param>
    /// <param name="transform">What must be able to give them.</param>
    /// <param name="key">Key of the random numbers.</param>
    /// <param name="stream">Which of its streams.</param>
    /// <exception cref="ArgumentException">A list has another length, or hardly a number of the distribution is allowed.</exception>
    internal double[] Draw(string of, int count, Transform transform, RandomKey key, int stream)
    {
        CheckCount(of, count, "each neuron");
        if (name == List) return [.. numbers];
        if (Value is { } value) return [.. Enumerable.Repeat(value, count)];
        Distribution? distribution = Array.Find(Distributions, distribution => distribution.Name == name); // none: a sample
        return [.. Enumerable.Range(0, count).Select(i => Draw(distribution, of, i, transform, key, (uint)stream))];
    }

    double Draw(Distribution? distribution, string of, int i, Transform transform, RandomKey key, uint stream)
    {
        for (uint draw = 0; draw < Draws; draw++)
        {
            double unit = Unit(key, stream, draw, i), number = distribution?.Draw(numbers[0], numbers[1], StandardNormal(key, stream, draw, i), unit) ?? numbers[(int)(unit * numbers.Length)];
            if (transform.Gives(number)) return number;
        }
        throw new ArgumentException($"{of} begins as {this}, of which {Draws} draws gave nothing that is allowed: {transform.Range}.");
    }

    /// <summary>As the initial vector of a layout numbers them.</summary>
    static unsafe double StandardNormal(RandomKey key, uint stream, uint draw, int i)
    {
        Scalar* normals = stackalloc Scalar[Normals.Count];
        uint block = (uint)i / 4;
        Normals.Fill<Scalar>(key, stream, draw, 0u, block, block + 1, normals);
        return normals[i % 4].Value;
    }

    static double Unit(RandomKey key, uint stream, uint draw, int i) => Philox<Scalar>.Block(key, stream, draw, 1u, (uint)i).A.ToUnit().Value;

    /// <inheritdoc/>
    public override string ToString() => (origin != null ? origin + "=" : name == "" ? "" : name + ":") + string.Join(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
    /// <inheritdoc/>
    public bool Equals(Start? other) => other != null && name == other.name && numbers.AsSpan().SequenceEqual(other.numbers);
    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Start);
    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(name, numbers.Length, numbers.FirstOrDefault());
}
