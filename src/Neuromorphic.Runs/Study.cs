using System.Globalization;
using System.Runtime.ExceptionServices;
using Neuromorphic.Files;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>How a study is made, and who hears of it.</summary>
public sealed record StudyOptions
{
    /// <summary>Threads: as many runs at once, each on its own; where there are fewer runs, they share the threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
    /// <summary>How each run is made; its threads and what it tells are the study's.</summary>
    public RunOptions Each { get; init; } = new();
    /// <summary>Hears of every generation of every run. Called from several threads, one at a time.</summary>
    public Action<StudyRun, GenerationReport>? OnGeneration { get; init; }
    /// <summary>Hears of every run that has ended. Called from several threads, one at a time.</summary>
    public Action<StudyResult>? OnResult { get; init; }
    /// <summary>Hears of a run that could not end, and why. The others go on.</summary>
    public Action<StudyRun, Exception>? OnFailure { get; init; }
    /// <summary>Is asked whether all runs are to stop after the generation they are in.</summary>
    public Func<bool>? Stop { get; init; }
}

/// <summary>
/// Several runs with a folder each within one, side by side on the cores, and results.csv with a row for each. A study that is started again goes on:
/// runs that have ended are not made again, those that were stopped go on from their checkpoints, with the same bits.
/// </summary>
public static class Study
{
    /// <summary>The file of results in a study's folder.</summary>
    public const string ResultsName = "results.csv";

    /// <summary>Columns that follow those of the condition.</summary>
    static readonly string[] Columns = ["return", "deviation", "generations", "environment-steps", "training-seconds"];

    /// <summary>Makes the runs that are not there yet. Gives the results of all that have ended, in the order of the runs.</summary>
    /// <param name="folder">The study's folder, which this process alone writes into meanwhile.</param>
    /// <param name="runs">The runs; they differ in the same settings.</param>
    /// <param name="options">How, and who hears of it.</param>
    /// <exception cref="IOException">Another process writes into the folder, or it holds runs that were made with other settings.</exception>
    public static IReadOnlyList<StudyResult> Run(string folder, IReadOnlyList<StudyRun> runs, StudyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0) return [];
        options ??= new();
        if (File.Exists(Path.Combine(folder, RunFolder.CheckpointName))) throw new IOException($"{folder} is the folder of a run; choose another one for a study.");
        Directory.CreateDirectory(folder);
        using FolderLock taken = FolderLock.Take(folder);
        if (taken.Replaced is { } replaced) options.Each.OnNote?.Invoke(replaced);
        foreach (StudyRun run in runs) Compare(Path.Combine(folder, run.Folder), run);
        string[] varied = [.. runs.SelectMany(run => run.Varied.Select(setting => setting.Key)).Distinct()];
        using ResultsFile file = new(Path.Combine(folder, ResultsName), varied.Length + 1, [.. varied, "seed", .. Columns]);
        StudyRun[] left = [.. runs.Where(run => !file.Has(Key(run)))];
        Make(folder, left, options, result => file.Append([.. Key(result.Run), result.Return, result.Deviation, result.Generations, result.Steps, Math.Round(result.Seconds, 3)]));
        file.Arrange([.. runs.Select(Key)]);
        return [.. from run in runs let row = file.Find(Key(run)) where row != null select Read(run, row)];

        object[] Key(StudyRun run) => [.. varied.Select(name => run.Varied.FirstOrDefault(setting => setting.Key == name).Value ?? ""), run.Configuration.Seed];
    }

    static StudyResult Read(StudyRun run, IReadOnlyList<string> row)
    {
        double Number(int fromEnd) => double.Parse(row[^fromEnd], NumberStyles.Float, CultureInfo.InvariantCulture);
        return new(run, Number(5), Number(4), (int)Number(3), (long)Number(2), Number(1));
    }

    /// <summary>Refuses a run's folder that holds another run: a table of runs with different settings would be read as one of seeds.</summary>
    static void Compare(string folder, StudyRun run)
    {
        string file = Path.Combine(folder, RunFolder.ConfigurationName);
        if (!File.Exists(file)) return;
        string wanted = ConfigurationFile.Write(run.Configuration), there = File.ReadAllText(file);
        if (there == wanted) return;
        string[] old = [.. there.Split('\n').Except(wanted.Split('\n'))], now = [.. wanted.Split('\n').Except(there.Split('\n'))];
        static string Text(string[] lines) => lines.Length == 0 ? "nothing of it" : $"'{lines[0]}'{(lines.Length > 1 ? ", ..." : "")}";
        throw new IOException($"{folder} holds a run with other settings: there {Text(old)}, here {Text(now)}; choose another folder.");
    }

    static void Make(string folder, StudyRun[] runs, StudyOptions options, Action<StudyResult> append)
    {
        int workers = options.Each.Backend != null ? 1 : Math.Clamp(runs.Length, 1, options.Threads), next = -1;
        Lock telling = new();
        Exception? broken = null;
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(_ => new Thread(Work, 16 << 20))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (broken != null) ExceptionDispatchInfo.Throw(broken);

        void Work()
        {
            while (options.Stop?.Invoke() != true && Volatile.Read(ref broken) == null && Interlocked.Increment(ref next) is var index && index < runs.Length)
                try
                {
                    RunResult result = One(runs[index]);
                    if (result.Evaluation is not { } evaluation) return; // stopped
                    lock (telling)
                    {
                        StudyResult row = new(runs[index], evaluation.Mean, evaluation.Deviation, result.State.Generation, result.State.Steps, result.TrainingTime.TotalSeconds);
                        append(row);
                        options.OnResult?.Invoke(row);
                    }
                }
                catch (TrainingException e)
                {
                    lock (telling) options.OnFailure?.Invoke(runs[index], e);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    Volatile.Write(ref broken, e);
                }
        }

        RunResult One(StudyRun run)
        {
            RunOptions each = options.Each with
            {
                Threads = Math.Max(1, options.Threads / workers),
                Pictures = false,
                Stop = options.Stop,
                OnGeneration = (report, _) =>
                {
                    lock (telling) options.OnGeneration?.Invoke(run, report);
                },
                OnWarning = warning =>
                {
                    lock (telling) options.Each.OnWarning($"{run.Name}: {warning}");
                },
            };
            string own = Path.Combine(folder, run.Folder);
            return File.Exists(Path.Combine(own, RunFolder.CheckpointName)) ? Runs.Run.Resume(own, options: each) : Runs.Run.Train(run.Configuration, own, each);
        }
    }
}
