using System.Collections.Immutable;

namespace Neuromorphic.Registries;

/// <summary>Settings that are given, by name, as text. What is not given has its setting's default. Immutable.</summary>
public sealed class OptionSet : IEquatable<OptionSet>
{
    readonly ImmutableSortedDictionary<string, string> given;

    OptionSet(ImmutableSortedDictionary<string, string> given) => this.given = given;

    /// <summary>None given.</summary>
    public static OptionSet None { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>What is given.</summary>
    public IReadOnlyDictionary<string, string> Given => given;

    /// <summary>The value of a setting: what is given, or the default.</summary>
    /// <exception cref="ArgumentException">What is given is not allowed.</exception>
    public T Get<T>(Setting<T> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.Read(given.TryGetValue(setting.Name, out string? text) ? setting.Check(text) : null);
    }

    /// <summary>The same with another value of a setting.</summary>
    public OptionSet With<T>(Setting<T> setting, T value)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.Write(value) is { } text ? new(given.SetItem(setting.Name, setting.Check(text))) : new(given.Remove(setting.Name));
    }

    /// <summary>The same with a value as text.</summary>
    /// <exception cref="ArgumentException">The text is not an allowed value.</exception>
    public OptionSet With(Setting setting, string text)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return new(given.SetItem(setting.Name, setting.Check(text)));
    }

    /// <summary>The same with a text that nobody can check yet.</summary>
    internal OptionSet WithUnchecked(string name, string text) => new(given.SetItem(name, text));

    /// <inheritdoc/>
    public bool Equals(OptionSet? other) => other != null && given.SequenceEqual(other.given);
    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OptionSet);
    /// <inheritdoc/>
    public override int GetHashCode() => given.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));
    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", given.Select(pair => $"{pair.Key} = {pair.Value}"));
}
