using System.Text;

namespace Neuromorphic.Storage;

/// <summary>A line of a CSV file, as RFC 4180 has it. Values with line breaks are written, and not read.</summary>
public static class CsvLine
{
    /// <summary>Values joined by commas, in quotation marks where they need them.</summary>
    public static string Join(IEnumerable<string> values) => string.Join(',', values.Select(value => value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value));

    /// <summary>The values of a line.</summary>
    public static string[] Split(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        List<string> values = [];
        StringBuilder value = new();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') value.Append(line[++i]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                values.Add(value.ToString());
                value.Clear();
            }
            else value.Append(line[i]);
        return [.. values, value.ToString()];
    }
}
