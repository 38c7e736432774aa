using Neuromorphic.Evolution;
using Neuromorphic.Training;

namespace Neuromorphic.Tests.Evolution;

/// <summary>The evolution strategies of the registry.</summary>
static class EvolutionNames
{
    /// <summary>Their names, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. StrategyRegistry.All.Entries.OfType<EvolutionFamily>().Select(family => family.Name)];

    /// <summary>The settings that one takes, by name.</summary>
    public static IReadOnlyList<string> SettingsOf(string strategy) => [.. StrategyRegistry.All.Find(strategy).Settings.Select(setting => setting.Name)];

    /// <summary>Whether one takes a setting.</summary>
    public static bool Takes(string strategy, string setting) => SettingsOf(strategy).Contains(setting);
}
