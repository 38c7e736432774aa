using System.Globalization;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>A condition and its results, one for each seed: what `compare` and `plot` compare.</summary>
/// <param name="Condition">The condition in words.</param>
/// <param name="Values">Results.</param>
/// <param name="Folders">The runs' folders, where there are some.</param>
public sealed record Sample(string Condition, IReadOnlyList<double> Values, IReadOnlyList<string> Folders)
{
    /// <summary>Columns of results that are taken where none is named, in this order.</summary>
    static readonly string[] Usual = ["return", "accuracy", "reward", "mean-return", "mean"];

    /// <summary>The results of runs, of studies and of tables, by condition in the order in which they are met.</summary>
    /// <param name="paths">Folders of runs, folders of studies, or CSV files with a column `seed`, before which columns say the condition.</param>
    /// <param name="column">The column of tables; the first of return, accuracy, reward that there is, if not given.</param>
    /// <param name="evaluate">The result of a single run.</param>
    /// <exception cref="ArgumentException">A path is none of these, or a table has no such column.</exception>
    public static IReadOnlyList<Sample> Gather(IReadOnlyList<string> paths, string? column, Func<string, double> evaluate)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(evaluate);
        List<(string Condition, double Value, string? Folder)> rows = [];
        List<string> runs = [];
        foreach (string path in paths)
            if (File.Exists(Path.Combine(path, RunFolder.CheckpointName))) runs.Add(path);
            else if ((Directory.Exists(path) ? Path.Combine(path, Study.ResultsName) : path) is var table && File.Exists(table)) rows.AddRange(Table(table, column, paths.Count > 1 ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) : ""));
            else throw new ArgumentException($"{path} is neither the folder of a run, nor a folder or file of results; allowed: a folder that holds {RunFolder.CheckpointName} or {Study.ResultsName}, or a CSV file.");
        rows.AddRange(Conditions(runs).Zip(runs, (condition, run) => (condition, evaluate(run), (string?)run)));
        return [.. from row in rows group row by row.Condition into condition select new Sample(condition.Key, [.. condition.Select(row => row.Value)], [.. condition.Select(row => row.Folder).OfType<string>()])];
    }

    /// <summary>What tells runs apart, the seed left out: the settings in which they differ, or their folder's name where there is but one run.</summary>
    static IEnumerable<string> Conditions(IReadOnlyList<string> runs)
    {
        Dictionary<string, string>[] settings = [.. runs.Select(run => Settings.Values(CheckpointFile.Read(Path.Combine(run, RunFolder.CheckpointName)).Configuration).Where(value => value.Key != "seed").ToDictionary())];
        string[] differing = [.. settings.SelectMany(values => values.Keys).Distinct().Where(name => settings.Select(values => values.GetValueOrDefault(name)).Distinct().Count() > 1)];
        return settings.Select(values => differing.Length == 0 ? StudyRun.All : StudyRun.Words(differing.Where(values.ContainsKey).Select(name => KeyValuePair.Create(name, values[name]))));
    }

    static IEnumerable<(string, double, string?)> Table(string path, string? column, string prefix)
    {
        (IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows) = ResultsFile.Read(path);
        int seed = IndexOf(columns, "seed"), value = column != null ? IndexOf(columns, column) : Usual.Select(name => IndexOf(columns, name)).FirstOrDefault(index => index >= 0, -1);
        if (seed < 0) throw new ArgumentException($"{path} has no column 'seed'; its columns are {string.Join(", ", columns)}.");
        if (value < 0) throw new ArgumentException($"{path} has no column '{column ?? string.Join("', '", Usual)}'; its columns are {string.Join(", ", columns)}.");
        foreach (IReadOnlyList<string> row in rows)
        {
            KeyValuePair<string, string>[] varied = [.. columns.Take(seed).Zip(row, KeyValuePair.Create).Where(setting => setting.Value != "")];
            string condition = string.Join(", ", ((string[])[prefix, StudyRun.Words(varied)]).Where(part => part != ""));
            if (!double.TryParse(row[value], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) throw new ArgumentException($"{path}: '{row[value]}' in the column {columns[value]} is no number.");
            string folder = Path.Combine([Path.GetDirectoryName(path) ?? "", .. StudyRun.FoldersOf(varied, row[seed])]);
            yield return (condition == "" ? StudyRun.All : condition, number, File.Exists(Path.Combine(folder, RunFolder.CheckpointName)) ? folder : null);
        }
    }

    static int IndexOf(IReadOnlyList<string> columns, string name) => columns.ToList().IndexOf(name);
}
