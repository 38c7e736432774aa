using System.Text.Json;

namespace Neuromorphic.Analysis.Tests;

/// <summary>Values of scipy and numpy (Golden/scipy_statistics.py).</summary>
static class Golden
{
    static readonly JsonElement Values = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "scipy_statistics.json"))).RootElement;

    public static JsonElement Of(string name) => Values.GetProperty(name);

    public static IEnumerable<JsonElement> Each(string name) => Of(name).EnumerateArray();

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static double[] Row(this JsonElement element, string name) => element.GetProperty(name).Row();

    public static double[] Row(this JsonElement element) => [.. element.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Null ? double.NaN : item.GetDouble())];

    /// <summary>Equality to a part of the expected number.</summary>
    public static void AssertClose(double expected, double actual, double relative, string what = "") =>
        Xunit.Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected) || expected.Equals(actual), FormattableString.Invariant($"{what}: {actual} instead of {expected}"));
}
