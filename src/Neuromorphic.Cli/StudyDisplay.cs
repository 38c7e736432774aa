using System.Diagnostics;
using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Runs;
using Neuromorphic.Training;

namespace Neuromorphic.Cli;

/// <summary>Several runs as their user sees them: progress, a line for each that has ended, a table, and what can be done with them.</summary>
static class StudyDisplay
{
    /// <summary>A run for each seed. Gives the exit code.</summary>
    public static int Train(RunConfiguration configuration, IReadOnlyList<ulong> seeds, string? folder, Compute compute, bool json) =>
        Show([.. seeds.Select(seed => new StudyRun([], configuration with { Seed = seed }))], folder ?? RunFolder.NewName(configuration.Environment, TimeProvider.System.GetLocalNow()), compute, json);

    /// <summary>Makes the runs of a study. Gives the exit code.</summary>
    public static int Show(IReadOnlyList<StudyRun> runs, string folder, Compute compute, bool json)
    {
        TextWriter text = StandardStream.ProgressBeside(json);
        int failed = 0, generations = runs.Sum(run => run.Configuration.Generations), done = 0;
        long started = Stopwatch.GetTimestamp(), shown = started;
        using Interruption interruption = new(() => text.WriteLine("Stopping after the generations under way; a second signal ends at once."));
        text.WriteLine($"{runs.Count} runs in {folder}: {runs[0].Configuration.Environment}, {string.Join("; ", runs.Select(run => run.Condition).Distinct().Take(8))}");
        IReadOnlyList<StudyResult> results = Study.Run(folder, runs, new()
        {
            Threads = compute.Threads,
            Each = compute.Options with { OnNote = text.WriteLine, OnWarning = warning => text.WriteLine($"warning: {warning}") },
            Stop = () => interruption.ExitCode != null,
            OnGeneration = (run, report) =>
            {
                done++;
                if (Stopwatch.GetElapsedTime(shown) < TimeSpan.FromSeconds(5)) return;
                shown = Stopwatch.GetTimestamp();
                TimeSpan elapsed = Stopwatch.GetElapsedTime(started), left = elapsed * ((double)(generations - done) / done);
                text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100.0 * done / generations:F0} % of all generations  {run.Name}: generation {report.Generation}, mean {Output.Short(report.Mean)}  {Output.Duration(left)} left"));
            },
            OnResult = result => text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Run.Name}: {Output.Short(result.Return)}, standard deviation {Output.Short(result.Deviation)}  ({Output.Duration(TimeSpan.FromSeconds(result.Seconds))})")),
            OnFailure = (run, e) =>
            {
                failed++;
                text.WriteLine($"{run.Name}: FAILED: {e.Message}");
            },
        });
        if (interruption.ExitCode is { } signal)
        {
            text.WriteLine($"Stopped; {results.Count} of {runs.Count} runs have ended, the others are saved. The same command with --out {folder} goes on.");
            return signal;
        }
        Report(results, folder, json, text);
        return failed == 0 ? 0 : 1;
    }

    static void Report(IReadOnlyList<StudyResult> results, string folder, bool json, TextWriter text)
    {
        var rows = results.GroupBy(result => result.Run.Condition).Select(group => (Condition: group.Key, Estimate: Estimate.Of([.. group.Select(result => result.Return)]))).ToArray();
        if (json)
        {
            Output.WriteJson(new
            {
                Folder = folder,
                Conditions = rows.Select(row => new { row.Condition, Seeds = row.Estimate.Values.Count, row.Estimate.Mean, row.Estimate.Low, row.Estimate.High, Minimum = row.Estimate.Values.Min(), Maximum = row.Estimate.Values.Max() }).ToArray(),
                Runs = results.Select(result => new { result.Run.Condition, result.Run.Configuration.Seed, result.Return, result.Deviation, result.Generations, EnvironmentSteps = result.Steps, TrainingSeconds = result.Seconds }).ToArray(),
            });
            return;
        }
        text.WriteLine();
        Output.WriteTable(ComparisonTable.Headers, rows.Select(row => ComparisonTable.Row(row.Condition, row.Estimate)));
        text.WriteLine($"\n{folder}: {Study.ResultsName}, and a folder for each run");
        text.WriteLine($"Pictures: {Invocation.Line("plot", folder)}");
    }
}
