using Neuromorphic.Registries;
using Neuromorphic.Training;
using Tomlyn;
using Tomlyn.Model;

namespace Neuromorphic.Runs;

/// <summary>
/// A study as a TOML file: settings as in config.toml, `seeds`, and a table [grid] with a list of values for each setting that is varied. All combinations are run with
/// every seed.
/// </summary>
/// <example>
/// <code>
/// seeds = "0-4"
/// generations = 50
/// [environment]
/// name = "cartpole"
/// [grid]
/// condition = ["neuron", "weight"]
/// sigma = [0.1, 0.3]
/// </code>
/// </example>
public static class StudyFile
{
    const string SeedsKey = "seeds", Grid = "grid";

    /// <summary>The runs of a file, condition by condition, the seeds of each side by side.</summary>
    /// <exception cref="ArgumentException">It is not TOML, has no environment, no grid, or a setting or value that is not allowed; the message names file and key.</exception>
    public static IReadOnlyList<StudyRun> Read(string path)
    {
        TomlTable table = ConfigurationFile.Load(path, "the study").Table;
        string[] tables = ["environment", "policy", "strategy", Grid];
        if (table.FirstOrDefault(item => item.Value is TomlTable && !tables.Contains(item.Key)).Key is { } unknown)
            throw new ArgumentException($"{path}: there is no section [{unknown}]; a study has {string.Join(", ", tables.Select(name => $"[{name}]"))}.{NearestName.Suggest(unknown, tables)}");
        if (Value(table, "environment") is not TomlTable environment || Value(environment, "name") is not string typed)
            throw new ArgumentException($"{path} names no environment; a study has a table [environment] with a name, and [{Grid}] with a list of values for each setting that is varied.");
        if (Value(table, Grid) is not TomlTable grid) throw new ArgumentException($"{path} has no table [{Grid}] with a list of values for each setting that is varied.");
        IReadOnlyList<ulong> seeds = Seeds.Parse(Value(table, SeedsKey) switch
        {
            null => "1",
            string text => text,
            long count => $"{count}",
            _ => throw new ArgumentException($"{path}: {SeedsKey} is neither text nor a number; allowed: a range such as \"0-9\", or a number of seeds."),
        });
        IEnumerable<IReadOnlyList<KeyValuePair<string, string>>> conditions = [[]];
        foreach ((string name, object? values) in grid)
        {
            if (values is not TomlArray { Count: > 0 } list) throw new ArgumentException($"{path}: {name} in [{Grid}] is not a list of values.");
            string[] texts = [.. list.Select(value => ConfigurationFile.Text(name, value, path))];
            if (texts.Distinct().Count() < texts.Length) throw new ArgumentException($"{path}: {name} in [{Grid}] has a value twice.");
            if (name == "seed") throw new ArgumentException($"{path}: seeds are given by {SeedsKey}, outside [{Grid}].");
            conditions = [.. from condition in conditions from text in texts select (IReadOnlyList<KeyValuePair<string, string>>)[.. condition, KeyValuePair.Create(name, text)]];
        }
        return [.. conditions.SelectMany(Of)];

        IEnumerable<StudyRun> Of(IReadOnlyList<KeyValuePair<string, string>> condition)
        {
            (string task, IReadOnlyList<KeyValuePair<string, string>> given) = EnvironmentRegistry.Resolve(typed, condition);
            RunConfiguration configuration = Settings.Configure(task, [.. ConfigurationFile.Read(path, task, given, null, SeedsKey, Grid), .. given]);
            return seeds.Select(seed => new StudyRun(condition, configuration with { Seed = seed }));
        }
    }

    static object? Value(TomlTable table, string key) => table.TryGetValue(key, out object? value) ? value : null;
}
