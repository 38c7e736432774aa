using System.Globalization;
using Neuromorphic.Policies;
using Neuromorphic.Storage;
using Neuromorphic.Training;

namespace Neuromorphic.Runs;

/// <summary>
/// What a training writes beside its checkpoint while it runs: metrics.csv and events for TensorBoard.
/// A file that cannot be written any more is given up with a warning; `resume` completes metrics.csv from the checkpoint.
/// </summary>
sealed class RunRecord : IDisposable
{
    readonly Action<string> warn;
    MetricsFile? metrics;
    double seconds;
    TensorBoardWriter? board;

    /// <summary>Continues the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="history">The generations that are complete.</param>
    /// <param name="earlier">The metrics of the run that goes on here from another folder.</param>
    /// <param name="warn">Hears of a file that is given up.</param>
    /// <exception cref="IOException">They cannot even be begun.</exception>
    public RunRecord(RunFolder folder, IReadOnlyList<GenerationReport> history, string? earlier, Action<string> warn)
    {
        this.warn = warn;
        metrics = MetricsFile.Continue(folder.Metrics, history, earlier);
        seconds = metrics.Seconds;
        bool begins = !Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Any(name => TensorBoardWriter.IsEventFile(name!));
        board = new(folder.Path, TimeProvider.System, begins ? 0 : history.Count);
        if (begins && history.Count > 0) WriteEarlier(folder.Metrics, history);
    }

    /// <summary>Writes the generations of a run that was begun elsewhere.</summary>
    void WriteEarlier(string path, IReadOnlyList<GenerationReport> history)
    {
        (IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows) = ResultsFile.Read(path);
        foreach ((GenerationReport report, IReadOnlyList<string> row) in history.Zip(rows))
        {
            board!.Write(report);
            for (int i = 0; i < columns.Count; i++)
                if (TagOf(columns[i]) is { } tag && double.TryParse(row[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) board.WriteScalar(tag, report.Generation, value);
        }
    }

    /// <summary>What TensorBoard calls a column that a report does not hold; null for one that it does.</summary>
    static string? TagOf(string column) => column switch
    {
        "total-steps" => "generation/total-steps",
        "seconds" or "steps-per-second" => "time/" + column,
        _ => MetricsFile.Measured.Contains(column) ? column : null,
    };

    /// <summary>Writes a generation.</summary>
    /// <param name="report">Its returns.</param>
    /// <param name="measures">What else was measured.</param>
    /// <param name="total">Environment steps of the training so far.</param>
    /// <param name="took">How long it took.</param>
    public void Append(GenerationReport report, IReadOnlyDictionary<string, double> measures, long total, TimeSpan took)
    {
        seconds += took.TotalSeconds;
        Attempt(ref metrics, file => file.Append(report, measures, took.TotalSeconds));
        Attempt(ref board, file =>
        {
            file.Write(report);
            foreach ((string name, double value) in measures) file.WriteScalar(name, report.Generation, value);
            file.WriteScalar(TagOf("total-steps")!, report.Generation, total);
            file.WriteScalar(TagOf("seconds")!, report.Generation, seconds);
            file.WriteScalar(TagOf("steps-per-second")!, report.Generation, report.Steps / Math.Max(1e-9, took.TotalSeconds));
        });
    }

    /// <summary>Writes the distribution of every slice of trained parameters, in physical units.</summary>
    public void AppendHistograms(TrainingState state) => Attempt(ref board, file =>
    {
        foreach (ParameterSlice slice in state.Layout.Slices.Where(slice => slice.Trained)) file.WriteHistogram(slice.Name, state.Generation, state.Layout.Values(slice.Name, state.Mean));
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        metrics?.Dispose();
        board?.Dispose();
    }

    void Attempt<T>(ref T? file, Action<T> write) where T : class, IDisposable
    {
        if (file == null) return;
        try
        {
            write(file);
        }
        catch (IOException e)
        {
            file.Dispose();
            file = null;
            warn($"{e.Message}; the run goes on without this file");
        }
    }
}
