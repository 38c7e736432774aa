using System.CommandLine;
using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Runs;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>`sweep`, `list`, `compare` and `plot`: many runs.</summary>
static class StudyCommands
{
    public static Command Sweep()
    {
        Argument<string> file = new("study") { Description = "A TOML file: settings as in config.toml, seeds = \"0-4\", and a table [grid] with a list of values for each setting that is varied." };
        Option<string?> folder = new("--out", "-o") { Description = "Folder of the study; runs/<study>-<time> if not given. A study that was stopped goes on in its folder.", HelpName = "folder" };
        Option<bool> dry = new("--dry-run") { Description = "List the runs, and train nothing." };
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("sweep", "Train every combination of a grid of settings with several seeds, side by side on the cores.", """
            neuromorphic sweep study.toml --out runs/study       again after a stop: it goes on
            neuromorphic compare runs/study

            study.toml:
              seeds = "0-4"
              [environment]
              name = "cartpole"
              [grid]
              condition = ["neuron", "weight"]
              sigma = [0.1, 0.3]
            """) { file, folder, dry, json };
        ComputeOptions compute = new(command);
        command.SetAction(result =>
        {
            string path = result.GetRequiredValue(file);
            IReadOnlyList<StudyRun> runs = Given.ByUser(() => StudyFile.Read(path));
            if (!result.GetValue(dry)) return StudyDisplay.Show(runs, result.GetValue(folder) ?? RunFolder.NewName(Path.GetFileNameWithoutExtension(path), TimeProvider.System.GetLocalNow()), compute.Of(result, path), result.GetValue(json));
            if (result.GetValue(json)) Output.WriteJson(runs.Select(run => new { run.Name, run.Folder }).ToArray());
            else
                foreach (StudyRun run in runs) Console.WriteLine(run.Name);
            return 0;
        });
        return command;
    }

    public static Command List()
    {
        Argument<string> folder = new("folder") { Description = "Where to look, folders within it included.", DefaultValueFactory = _ => "runs" };
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("list", "List the runs in a folder, the latest last.", "neuromorphic list\nneuromorphic list runs/study") { folder, json };
        command.SetAction(result =>
        {
            string path = result.GetRequiredValue(folder);
            if (!Directory.Exists(path)) throw new DirectoryNotFoundException($"There is no folder {path}; name the one that holds the runs.");
            var rows = RunFolder.RunsBeneath(path).Order(StringComparer.Ordinal).Select(Describe).OrderBy(row => row.Written).ToArray();
            if (result.GetValue(json)) Output.WriteJson(rows);
            else if (rows.Length == 0) Console.WriteLine($"There are no runs in {path}.");
            else
                Output.WriteTable(["folder", "environment", "policy", "strategy", "seed", "generations", "mean", "best evaluation", "written"], rows.Select(row => new[]
                {
                    row.Folder, row.Environment, row.Policy, row.Strategy, $"{row.Seed}", $"{row.Generation}/{row.Generations}", Number(row.Mean), Number(row.BestEvaluation), row.Problem ?? row.Written.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                }));
        });
        return command;
    }

    sealed record Listed(string Folder, string Environment, string Policy, string Strategy, ulong Seed, int Generation, int Generations, double? Mean, double? BestEvaluation, DateTimeOffset Written, string? Problem);

    static Listed Describe(string folder)
    {
        string file = Path.Combine(folder, RunFolder.CheckpointName);
        try
        {
            Checkpoint checkpoint = CheckpointFile.Read(file);
            RunConfiguration c = checkpoint.Configuration;
            return new(folder, c.Environment, c.Policy, c.Strategy, c.Seed, checkpoint.State.Generation, c.Generations, checkpoint.State.History is [.., var last] ? last.Mean : null, checkpoint.State.BestEvaluation?.Evaluation, checkpoint.Created, null);
        }
        catch (Exception e) when (e is CheckpointException or ArgumentException)
        {
            return new(folder, "", "", "", 0, 0, 0, null, null, File.GetLastWriteTimeUtc(file), $"cannot be read: {Output.Plain(e.Message)}");
        }
    }

    static string Number(double? value) => value is { } number ? Output.Short(number) : "";

    static Argument<string[]> Results() => new("results") { Description = "Folders of runs, folders of studies, or CSV files with a column `seed`, before which columns say the condition.", Arity = ArgumentArity.OneOrMore };

    static Option<string?> Column() => new("--column") { Description = "Column of tables; return, accuracy or reward if not given.", HelpName = "name" };

    /// <summary>Conditions and their results; runs by themselves are evaluated.</summary>
    static IReadOnlyList<Sample> Gather(string[] paths, string? column, RunOptions options) => Sample.Gather(paths, column, run => Run.Load(run, options).Evaluate().Mean);

    public static Command Compare()
    {
        Argument<string[]> paths = Results();
        Option<string?> column = Column();
        Option<string?> baseline = new("--baseline") { Description = "The condition that the others are compared with; the first if not given.", HelpName = "condition" };
        Option<bool> json = CommonOptions.Json();
        var command = new ExampledCommand("compare", "Compare conditions by a result for each seed: mean with an interval, how probable an improvement is, and a test. Runs given one by one are evaluated on fresh episodes.", """
            neuromorphic compare runs/study
            neuromorphic compare runs/a runs/b runs/c --json
            neuromorphic compare experiments/results/train-cartpole/results.csv --column return
            """) { paths, column, baseline, json };
        ComputeOptions compute = new(command);
        command.SetAction(result =>
        {
            IReadOnlyList<Sample> samples = Gather(result.GetRequiredValue(paths), result.GetValue(column), compute.Of(result).Options);
            Sample first = result.GetValue(baseline) is { } name
                ? samples.FirstOrDefault(sample => sample.Condition == name) ?? throw new UsageException($"--baseline is '{name}'; allowed: {string.Join("; ", samples.Select(sample => sample.Condition))}.")
                : samples[0];
            var rows = samples.Select(sample => (sample.Condition, Estimate: Estimate.Of(sample.Values), Against: sample == first ? null : Comparison.Of(first.Values, sample.Values))).ToArray();
            if (result.GetValue(json))
            {
                Output.WriteJson(new { Baseline = first.Condition, Conditions = rows.Select(row => new { row.Condition, Seeds = row.Estimate.Values.Count, row.Estimate.Mean, row.Estimate.Low, row.Estimate.High, row.Estimate.Values, Comparison = row.Against }).ToArray() });
                return;
            }
            Output.WriteTable([.. ComparisonTable.Headers, "difference", "95 % interval", "P(better)", "p"], rows.Select(row => (string[])
            [
                .. ComparisonTable.Row(row.Condition, row.Estimate),
                .. row.Against is { } against
                    ? (string[])[Output.Short(against.Difference), ComparisonTable.Interval(against.Low, against.High), against.ProbabilityOfImprovement.ToString("F2", CultureInfo.InvariantCulture), ComparisonTable.Probability(against.P)]
                    : ["baseline", "", "", ""],
            ]));
            Console.WriteLine("\nIntervals by bootstrap over seeds; P(better): a seed against one of the baseline's, ties half; p: Mann-Whitney, two-sided, exact, not corrected for the number of rows. Runs given one by one play 100 fresh episodes, or all test examples.");
        });
        return command;
    }

    public static Command Plot()
    {
        Argument<string[]> paths = Results();
        Option<string?> folder = new("--out", "-o") { Description = "Folder of the pictures of several runs; that of the study, or the current one, if not given.", HelpName = "folder" };
        Option<string?> column = Column();
        var command = new ExampledCommand("plot", "Draw a run's pictures again, also after it was stopped; of several runs, learning curves with bands over seeds, and the result of every seed.", """
            neuromorphic plot runs/cartpole-20260101-120000
            neuromorphic plot runs/study
            neuromorphic plot runs/a runs/b --out pictures
            """) { paths, folder, column };
        ComputeOptions compute = new(command);
        command.SetAction(result =>
        {
            string[] given = result.GetRequiredValue(paths);
            RunOptions options = compute.Of(result).Options;
            IEnumerable<string> drawn = given is [var one] && File.Exists(Path.Combine(one, RunFolder.CheckpointName))
                ? RunPlots.Draw(one, options)
                : StudyPlots.Draw(Gather(given, result.GetValue(column), options), result.GetValue(folder) ?? (given is [var study] && Directory.Exists(study) ? study : "."), result.GetValue(column));
            foreach (string path in drawn) Console.WriteLine(path);
        });
        return command;
    }
}
