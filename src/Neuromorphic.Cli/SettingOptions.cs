using System.CommandLine;
using System.CommandLine.Parsing;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>One option for every setting, made from the table of settings.</summary>
sealed class SettingOptions
{
    readonly List<(Setting Setting, Option<string> Option)> options = [];

    /// <summary>Adds the options to a command, except those it names itself.</summary>
    public SettingOptions(Command command, params string[] except)
    {
        foreach (Setting setting in Settings.All)
        {
            if (except.Contains(setting.Name)) continue;
            var option = new Option<string>("--" + setting.Name) { Description = $"[{setting.Group}] {setting.Description}", HelpName = setting.Allowed };
            options.Add((setting, option));
            command.Add(option);
        }
    }

    /// <summary>The settings that were given, by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Given(ParseResult result)
    {
        foreach ((Setting setting, Option<string> option) in options)
            if (result.GetResult(option) is OptionResult { Implicit: false } && result.GetValue(option) is { } value)
                yield return KeyValuePair.Create(setting.Name, value);
    }
}
