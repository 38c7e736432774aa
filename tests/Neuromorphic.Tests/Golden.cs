using System.Text.Json;

namespace Neuromorphic.Tests;

/// <summary>Reference values beside the tests.</summary>
public static class Golden
{
    public static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file))).RootElement;

    public static double[] Row(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    public static double[][] Rows(JsonElement array) => [.. array.EnumerateArray().Select(Row)];

    public static double[][][] Cubes(JsonElement array) => [.. array.EnumerateArray().Select(Rows)];
}
