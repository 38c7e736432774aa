using System.CommandLine;
using System.CommandLine.Parsing;
using Neuromorphic.Registries;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>
/// An option for every setting there is. Help shows those of what the command line chooses, with the values that they have in its preset; the others
/// are understood, and refused by name.
/// </summary>
sealed class SettingOptions
{
    /// <summary>Short names of what is typed most.</summary>
    static readonly Dictionary<string, string> Letters = new() { ["generations"] = "-g", ["seed"] = "-s", ["neurons"] = "-n", ["population"] = "-p" };

    readonly List<(Setting Setting, Option<string> Option)> options = [];

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="args">The command line.</param>
    public SettingOptions(Command command, string[] args)
    {
        RunConfiguration chosen = Chosen(args);
        IReadOnlyList<PlacedSetting> shown = Settings.Of(chosen);
        foreach (PlacedSetting placed in shown.Where(placed => placed.Setting.Name != "environment"))
        {
            string? value = Settings.ValueOf(chosen, placed);
            Add(placed.Setting, $"[{(placed.Section == "" ? "run" : placed.Section)}] {placed.Setting.Help}{(value == null ? "" : $" [{Brief(value)}]")}", hidden: false);
        }
        Add(Settings.Short, Settings.Short.Help, hidden: false);
        foreach (Setting setting in Settings.Everywhere.Values.Where(setting => options.TrueForAll(known => known.Setting.Name != setting.Name))) Add(setting, setting.Help, hidden: true);

        void Add(Setting setting, string description, bool hidden)
        {
            var option = new Option<string>("--" + setting.Name) { Description = description, HelpName = setting.Allowed, Hidden = hidden };
            if (Letters.TryGetValue(setting.Name, out string? letter)) option.Aliases.Add(letter);
            if (setting.IsFlag) // its name alone asks for it
            {
                option.Arity = ArgumentArity.ZeroOrOne;
                option.CustomParser = result => result.Tokens is [var token] ? token.Value : "true";
            }
            options.Add((setting, option));
            command.Add(option);
            foreach ((string other, _) in Settings.OtherSpellings.Where(spelling => spelling.Value == setting.Name))
            {
                var understood = new Option<string>("--" + other) { Hidden = true };
                options.Add((setting, understood));
                command.Add(understood);
            }
        }
    }

    static string Brief(string value) => value.Length <= 40 ? value : value[..40] + "...";

    /// <summary>What a command line chooses, as far as it can be told before it is parsed.</summary>
    static RunConfiguration Chosen(string[] args)
    {
        string environment = args.FirstOrDefault(EnvironmentRegistry.Knows) ?? new RunConfiguration().Environment;
        List<KeyValuePair<string, string>> given = [];
        string[] choices = ["policy", "strategy", "method", .. Settings.Everywhere.Values.Where(setting => setting.IsChoice).Select(setting => setting.Name)];
        for (int i = 0; i < args.Length; i++)
            foreach (string choice in choices)
                if (args[i] == "--" + choice && i + 1 < args.Length) given.Add(new(choice, args[i + 1]));
                else if (args[i].StartsWith($"--{choice}=", StringComparison.Ordinal)) given.Add(new(choice, args[i][(choice.Length + 3)..]));
        // What is wrong with a choice is said when the command runs.
        foreach (Func<RunConfiguration> configure in (Func<RunConfiguration>[])[() => Settings.Configure(environment, given), () => Settings.Configure(environment, [])])
            try
            {
                RunConfiguration chosen = configure();
                Settings.Of(chosen);
                return chosen;
            }
            catch (ArgumentException)
            {
                // the next one
            }
        return new RunConfiguration();
    }

    /// <summary>The settings that were given, by name.</summary>
    /// <exception cref="ArgumentException">Two of them say the same thing in contradiction.</exception>
    public KeyValuePair<string, string>[] Given(ParseResult result)
    {
        KeyValuePair<string, string>[] given =
        [
            .. from item in options
               where result.GetResult(item.Option) is OptionResult { Implicit: false }
               let value = result.GetValue(item.Option)
               where value != null
               select KeyValuePair.Create(item.Setting.Name, value),
        ];
        string? Value(string name) => given.FirstOrDefault(value => value.Key == name).Value;
        if (Value("strategy") is { } strategy && Value(Settings.Short.Name) is { } method && (method == GradientTrainer.Bptt) != (strategy == GradientTrainer.Bptt))
            throw new ArgumentException($"method is '{method}', but strategy is '{strategy}'; allowed: one of them, for method is only short for a strategy.");
        return given;
    }
}
