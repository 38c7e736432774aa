using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Neuromorphic.Cli;

/// <summary>How results are printed: tables for people, one JSON object for scripts.</summary>
static class Output
{
    static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints an object as JSON, names in snake case.</summary>
    public static void WriteJson(object value) => Console.WriteLine(JsonSerializer.Serialize(value, value.GetType(), Json));

    /// <summary>Prints columns as wide as their cells; the last one may be long.</summary>
    public static void WriteTable(IReadOnlyList<string> headers, IEnumerable<string[]> rows)
    {
        string[][] cells = [[.. headers], .. rows];
        int[] widths = [.. headers.Select((_, column) => cells.Max(row => row[column].Length))];
        foreach (string[] row in cells)
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>A text of a file in one line for the terminal: no characters that control it or the direction of writing, and cut where it is long.</summary>
    public static string Plain(string text, int longest = 60)
    {
        string line = string.Concat(text.Take(longest).Select(c => char.GetUnicodeCategory(c)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse ? '?' : c));
        return text.Length > longest ? line + "..." : line;
    }

    /// <summary>A number with about four digits.</summary>
    public static string Short(double value) => value.ToString(Math.Abs(value) is >= 1000 or 0 ? "F0" : Math.Abs(value) >= 10 ? "F1" : "F3", CultureInfo.InvariantCulture);

    /// <summary>A large number with a unit: 12.3 M.</summary>
    public static string Scaled(double value) => value switch
    {
        >= 1e9 => (value / 1e9).ToString("F1", CultureInfo.InvariantCulture) + " G",
        >= 1e6 => (value / 1e6).ToString("F1", CultureInfo.InvariantCulture) + " M",
        >= 1e3 => (value / 1e3).ToString("F0", CultureInfo.InvariantCulture) + " k",
        _ => value.ToString("F0", CultureInfo.InvariantCulture),
    };

    /// <summary>A duration as one would say it.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds < 10 ? time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) + " s"
        : time.TotalMinutes < 2 ? time.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture) + " s"
        : time.TotalHours < 2 ? time.TotalMinutes.ToString("F0", CultureInfo.InvariantCulture) + " min"
        : time.TotalHours.ToString("F1", CultureInfo.InvariantCulture) + " h";
}
