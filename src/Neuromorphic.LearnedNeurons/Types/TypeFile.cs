using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>Neuron types in a file: JSON with base, kappa and the sub-network's numbers of each, and a table of its values for readers that know no sub-networks.</summary>
public sealed class TypeFile
{
    const string FormatName = "neuromorphic-neuron-types";
    const int Version = 1, TableCount = 101, MostBytes = 64_000_000;
    const double TableLimit = 10, TableTolerance = 1e-6;

    /// <summary>The types.</summary>
    public required IReadOnlyList<NeuronType> Types { get; init; }
    /// <summary>How they came about, in words.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The file's text.</summary>
    public string Write()
    {
        JsonArray types = [];
        foreach (NeuronType type in Types)
        {
            Expression formula = type.Formula();
            types.Add((JsonNode)new JsonObject
            {
                ["base"] = type.Base.ToString(),
                ["kappa"] = type.Kappa,
                ["numbers"] = Row(type.Numbers),
                ["formula"] = formula.ToString(),
                ["table"] = new JsonObject { ["low"] = -TableLimit, ["high"] = TableLimit, ["values"] = Row(Enumerable.Range(0, TableCount).Select(Place).Select(formula.Function())) },
            });
        }
        return new JsonObject { ["format"] = FormatName, ["version"] = Version, ["origin"] = Origin, ["types"] = types }.ToJsonString(new() { WriteIndented = true }) + "\n";
    }

    static JsonArray Row(IEnumerable<double> values) => [.. values.Select(value => (JsonNode)value)];
    static double Place(int i) => TableLimit * (2.0 * i / (TableCount - 1) - 1);

    /// <summary>The types of a file.</summary>
    /// <exception cref="ArgumentException">It is no such file, of another version, damaged, or a table says something else than the type's numbers.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TypeFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Parse(TextOf(path));
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{path}: {e.Message}", e);
        }
    }

    static string TextOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] bytes = new byte[MostBytes + 1];
        int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count > MostBytes) throw new ArgumentException($"It is larger than {MostBytes / 1_000_000} MB, which no file of neuron types is.");
        return System.Text.Encoding.UTF8.GetString(bytes, 0, count);
    }

    /// <summary>The types of a file's text.</summary>
    /// <inheritdoc cref="Read" path="/exception[1]"/>
    public static TypeFile Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format) || format.ValueKind != JsonValueKind.String || format.GetString() != FormatName)
                throw new ArgumentException($"This is no file of neuron types: \"format\" is not \"{FormatName}\".");
            int version = Field(root, "version", JsonValueKind.Number).GetInt32();
            if (version != Version) throw new ArgumentException($"The file of neuron types has version {version}; this program reads version {Version}.");
            NeuronType[] types = [.. Field(root, "types", JsonValueKind.Array).EnumerateArray().Select(Type)];
            if (types.Length == 0) throw new ArgumentException("The file has no neuron types; allowed: one or more.");
            return new() { Types = types, Origin = root.TryGetProperty("origin", out JsonElement origin) ? origin.GetString() ?? "" : "" };
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The file of neuron types is damaged: no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new ArgumentException($"The file of neuron types is damaged: {e.Message}", e);
        }
    }

    static NeuronType Type(JsonElement element, int index)
    {
        try
        {
            NeuronType type = new(Expression.Parse(Field(element, "base", JsonValueKind.String).GetString()!), Field(element, "kappa", JsonValueKind.Number).GetDouble(), [.. Field(element, "numbers", JsonValueKind.Array).EnumerateArray().Select(Finite)]);
            if (element.TryGetProperty("table", out JsonElement table)) CheckTable(type, table);
            return type;
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"Type {index + 1}: {e.Message}", e);
        }
    }

    /// <summary>A field of an object.</summary>
    static JsonElement Field(JsonElement owner, string name, JsonValueKind kind)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty(name, out JsonElement field)) throw new ArgumentException($"\"{name}\" is missing.");
        return field.ValueKind == kind ? field : throw new ArgumentException($"\"{name}\" is {(field.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? field.ValueKind.ToString().ToLowerInvariant() : field.GetRawText())}; allowed: {(kind == JsonValueKind.Array ? "an array" : $"a {kind.ToString().ToLowerInvariant()}")}.");
    }

    static double Finite(JsonElement number) => number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out double value) && double.IsFinite(value) ? value : throw new ArgumentException($"{number.GetRawText()} is not finite.");

    static void CheckTable(NeuronType type, JsonElement table)
    {
        double low = Field(table, "low", JsonValueKind.Number).GetDouble(), high = Field(table, "high", JsonValueKind.Number).GetDouble();
        double[] values = [.. Field(table, "values", JsonValueKind.Array).EnumerateArray().Select(Finite)];
        if (!(low < high) || values.Length < 2) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Its table has {values.Length} values from {low} to {high}; allowed: two or more, from low to high."));
        Func<double, double> function = type.Formula().Function();
        for (int i = 0; i < values.Length; i++)
        {
            double x = low + (high - low) * i / (values.Length - 1), own = function(x);
            if (!(Math.Abs(own - values[i]) <= TableTolerance * Math.Max(1, Math.Abs(own))))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Its table says {values[i]} at {x}, its numbers {own}."));
        }
    }
}
