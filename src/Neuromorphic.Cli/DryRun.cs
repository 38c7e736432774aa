using Neuromorphic.Runs;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>What a training would be, before it is one.</summary>
static class DryRun
{
    /// <summary>Prints every setting that counts, its value and where it comes from. Gives the exit code.</summary>
    /// <param name="configuration">All of them.</param>
    /// <param name="file">Those of the file.</param>
    /// <param name="options">Those of the command line.</param>
    /// <param name="given">Those of the command line, with those that the environment's name stands for.</param>
    /// <param name="json">Whether as JSON.</param>
    public static int Print(RunConfiguration configuration, IReadOnlyList<KeyValuePair<string, string>> file, KeyValuePair<string, string>[] options, IReadOnlyList<KeyValuePair<string, string>> given, bool json)
    {
        var rows = Settings.Counting(configuration).Select(item => new
        {
            item.Placed.Setting.Name,
            Value = item.Text,
            Section = item.Placed.Section,
            From = Source(item.Placed, item.Text),
        }).ToArray();
        if (json)
        {
            Output.WriteJson(rows);
            return 0;
        }
        if (EnvironmentRegistry.All.Find(configuration.Environment).Outline == null) // its data need not be here
        {
            Console.WriteLine(RunDescription.Of(Given.ByUser(() => new RunOptions { Threads = 1 }.Create(configuration, configuration.CreateEnvironment(), null))));
            Console.WriteLine();
        }
        Output.WriteTable(["setting", "value", "section", "from"], rows.Select(row => new[] { row.Name, Output.Plain(row.Value), row.Section, row.From }));
        return 0;

        string Source(PlacedSetting placed, string value)
        {
            string name = placed.Setting.Name;
            if (name == "environment" || Has(options, name) || name == "strategy" && Has(options, Settings.Short.Name)) return "command line";
            if (Has(given, name)) return "name of the environment";
            if (Has(file, name)) return "file";
            return value == placed.Setting.Default ? "default" : $"preset of {configuration.Environment}";
        }

        static bool Has(IEnumerable<KeyValuePair<string, string>> settings, string name) => settings.Any(setting => setting.Key == name);
    }
}
