using System.Text.RegularExpressions;

namespace Neuromorphic.Registries;

/// <summary>What a registry holds: a name, what it is, and its own settings.</summary>
/// <param name="name">The name on the command line, in kebab case.</param>
/// <param name="summary">What it is, in one sentence with its source.</param>
/// <param name="settings">Its settings, in the order of help.</param>
public abstract class Family(string name, string summary, params IEnumerable<Setting> settings)
{
    /// <summary>The name on the command line.</summary>
    public string Name { get; } = name;
    /// <summary>What it is, in one sentence with its source.</summary>
    public string Summary { get; } = summary;
    /// <summary>Its settings.</summary>
    public IReadOnlyList<Setting> Settings { get; } = [.. settings];

    /// <summary>Its settings with those that given values bring along, each with the choice that brought it.</summary>
    internal IEnumerable<(Setting Setting, string? Choice)> All(OptionSet options) => All(Settings, options, null);

    /// <summary>Refuses options that it does not have.</summary>
    /// <exception cref="ArgumentException">One is foreign; the message names it and the ones there are.</exception>
    public void Require(OptionSet options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] names = [.. All(options).Select(item => item.Setting.Name)];
        if (options.Given.Keys.FirstOrDefault(given => !names.Contains(given)) is { } foreign) throw new ArgumentException(Foreign(foreign, names));
    }

    internal string Foreign(string name, IReadOnlyList<string> names) =>
        $"{Name} has no setting '{name}'; {(names.Count == 0 ? "it has none" : $"it has {string.Join(", ", names)}")}.{NearestName.Suggest(name, names)}";

    static IEnumerable<(Setting, string?)> All(IReadOnlyList<Setting> settings, OptionSet options, string? choice)
    {
        foreach (Setting setting in settings)
        {
            yield return (setting, choice);
            foreach (var further in All(setting.Further(options.Given.GetValueOrDefault(setting.Name)), options, setting.Name)) yield return further;
        }
    }
}

/// <summary>Entries by name. Anybody may add their own; the commands know it from then on.</summary>
/// <param name="kind">What one of them is called.</param>
/// <param name="further">Adds those of other projects, once, when more is asked for than is there.</param>
public sealed partial class Registry<T>(string kind, Action? further = null) where T : Family
{
    /// <summary>Names that configuration files or commands have for themselves.</summary>
    static readonly string[] Reserved = ["name", "environment", "policy", "strategy", "method", "config", "out", "json", "threads", "device", "help", "version"];

    readonly Lock completing = new();
    volatile T[] entries = [];
    volatile bool complete = further == null;

    /// <summary>What one of them is called.</summary>
    public string Kind => kind;
    /// <summary>The entries, by name.</summary>
    public IReadOnlyList<T> Entries => All();
    /// <summary>The names, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => Array.ConvertAll(All(), entry => entry.Name);

    /// <summary>Adds an entry.</summary>
    /// <exception cref="ArgumentException">The name is taken or not in kebab case, or a setting's is, or a setting is declared twice.</exception>
    public void Add(T entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!KebabCase().IsMatch(entry.Name)) throw new ArgumentException($"'{entry.Name}' is no name for an entry ({kind}); allowed are small letters, digits and hyphens, a letter first.");
        foreach (Setting setting in entry.Settings)
            if (!KebabCase().IsMatch(setting.Name) || Reserved.Contains(setting.Name))
                throw new ArgumentException($"{entry.Name} declares the setting '{setting.Name}'; allowed are small letters, digits and hyphens, a letter first, but not {string.Join(", ", Reserved)}.");
        string? twice = entry.All(OptionSet.None).Select(item => item.Setting.Name).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice != null) throw new ArgumentException($"{entry.Name} declares the setting '{twice}' twice.");
        lock (this)
        {
            if (Array.Find(entries, other => other.Name == entry.Name) is { } there) throw new ArgumentException($"The {kind} '{entry.Name}' is there already: {there.Summary}");
            entries = [.. entries.Append(entry).OrderBy(other => other.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether there is an entry of a name.</summary>
    public bool Has(string name) => Array.Exists(entries, entry => entry.Name == name) || Array.Exists(All(), entry => entry.Name == name);

    /// <summary>The entry of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names and suggests the nearest.</exception>
    public T Find(string name) => Array.Find(entries, entry => entry.Name == name) ?? Array.Find(All(), entry => entry.Name == name)
        ?? throw new ArgumentException($"There is no {kind} '{name}'; {(Names.Count == 0 ? "none has been registered yet" : $"there are {string.Join(", ", Names)}")}.{NearestName.Suggest(name, Names)}");

    /// <summary>With those of other projects; other threads wait until these are there.</summary>
    T[] All()
    {
        if (complete || completing.IsHeldByCurrentThread) return entries;
        lock (completing)
        {
            if (!complete) further!();
            complete = true;
        }
        return entries;
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*\\z")]
    private static partial Regex KebabCase();
}
