using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>A run of a study.</summary>
/// <param name="Varied">The settings in which the study's runs differ, without the seed: the condition that a run belongs to.</param>
/// <param name="Configuration">All settings, the seed among them.</param>
public sealed record StudyRun(IReadOnlyList<KeyValuePair<string, string>> Varied, RunConfiguration Configuration)
{
    /// <summary>The run's folder within that of the study.</summary>
    public string Folder => Path.Combine([.. FoldersOf(Varied, $"{Configuration.Seed}")]);

    /// <summary>The names of the folders within each other that a condition and a seed have.</summary>
    internal static IEnumerable<string> FoldersOf(IEnumerable<KeyValuePair<string, string>> varied, string seed) => [.. varied.Select(setting => Safe($"{setting.Key}-{setting.Value}")), $"seed-{seed}"];

    /// <summary>What a condition without settings that vary is called.</summary>
    internal const string All = "all runs";

    /// <summary>Its condition in words.</summary>
    public string Condition => Words(Varied) is { Length: > 0 } words ? words : All;

    /// <summary>What tells it from the others, in words.</summary>
    public string Name => Words(Varied.Append(KeyValuePair.Create("seed", $"{Configuration.Seed}")));

    /// <summary>Settings in words.</summary>
    internal static string Words(IEnumerable<KeyValuePair<string, string>> settings) => string.Join(", ", settings.Select(setting => $"{setting.Key} {setting.Value}"));

    /// <summary>A text as the name of a folder anywhere.</summary>
    static string Safe(string text) => string.Concat(text.Take(80).Select(c => char.IsAsciiLetterOrDigit(c) || "-_.+=".Contains(c, StringComparison.Ordinal) ? c : '_')) + (text.Length > 80 || text.Any(c => !(char.IsAsciiLetterOrDigit(c) || "-_.+=,:".Contains(c, StringComparison.Ordinal))) ? $"-{Fingerprint(text):x8}" : "");

    /// <summary>FNV-1a, so that texts that differ in what a name cannot hold have folders of their own.</summary>
    static uint Fingerprint(string text) => text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619u));
}

/// <summary>What a run of a study came to.</summary>
/// <param name="Run">The run.</param>
/// <param name="Return">Mean return of the trained mean on fresh episodes; of examples the accuracy, or the negative error.</param>
/// <param name="Deviation">Standard deviation between those episodes.</param>
/// <param name="Generations">Generations of the training.</param>
/// <param name="Steps">Environment steps of the training.</param>
/// <param name="Seconds">Seconds of the training; of one that was interrupted, those since its last resume.</param>
public sealed record StudyResult(StudyRun Run, double Return, double Deviation, int Generations, long Steps, double Seconds);
