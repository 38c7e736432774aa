using System.Globalization;
using System.Text.Json;

namespace Neuromorphic.Benchmarks;

/// <summary>One line of a result.</summary>
/// <param name="What">What was timed.</param>
/// <param name="Value">The median, in <paramref name="Unit"/>.</param>
/// <param name="Best">The best round.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="Ratio">This over <paramref name="Against"/>, or a share; below 1 is faster.</param>
/// <param name="Against">What the ratio refers to.</param>
sealed record Row(string What, double Value, double Best, string Unit, double? Ratio = null, string Against = "")
{
    /// <summary>The benchmark that it belongs to.</summary>
    public string Benchmark { get; init; } = "";

    /// <summary>A table.</summary>
    public static void Print(IReadOnlyList<Row> rows)
    {
        string[][] cells = [["benchmark", "what", "median", "[best]", "unit", "ratio", "against"], .. rows.Select(row => new[]
        {
            row.Benchmark, row.What, Number(row.Value), $"[{Number(row.Best)}]", row.Unit, row.Ratio is { } ratio ? Number(ratio) : "", row.Against,
        })];
        int[] widths = [.. Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length))];
        foreach (string[] row in cells)
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => column is 2 or 3 or 5 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }

    static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "F0" : Math.Abs(value) >= 10 ? "F1" : "F3", CultureInfo.InvariantCulture);
}

/// <summary>How results become JSON.</summary>
static class JsonStyle
{
    public static JsonSerializerOptions Options { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };
}
