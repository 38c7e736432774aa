using System.Globalization;

namespace Neuromorphic.Training;

/// <summary>Several seeds in a text: 0-9, 10 for the first ten, or 1,5,7-9.</summary>
public static class Seeds
{
    const int Most = 100_000;

    /// <summary>The seeds of a text.</summary>
    /// <exception cref="ArgumentException">It is none of these, names a seed twice, or more than 100,000.</exception>
    public static IReadOnlyList<ulong> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length == 1 && Number(parts[0]) is { } count) return count is > 0 and <= Most ? [.. Range(0, count - 1)] : throw Wrong(text);
        List<ulong> seeds = [];
        foreach (string part in parts)
        {
            string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || Number(ends[0]) is not { } first || Number(ends[^1]) is not { } last || last < first || last - first >= Most || seeds.Count > Most) throw Wrong(text);
            seeds.AddRange(Range(first, last));
        }
        if (seeds.Count != seeds.Distinct().Count()) throw new ArgumentException($"seeds are '{text}', in which one stands twice.");
        return seeds;
    }

    static IEnumerable<ulong> Range(ulong first, ulong last)
    {
        for (ulong i = 0; i <= last - first; i++) yield return first + i;
    }

    static ulong? Number(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null;

    static ArgumentException Wrong(string text) => new($"seeds are '{text}'; allowed: a range such as 0-9, a number of seeds such as 10 (0 to 9), or a list such as 1,5,7-9; {Most:N0} at most.");
}
