using Neuromorphic.Analysis;
using Neuromorphic.Storage;

namespace Neuromorphic.Runs;

/// <summary>The pictures of several runs.</summary>
public static class StudyPlots
{
    /// <summary>Draws learning curves with bands over seeds where the runs are there, and the result of every seed. Gives the files.</summary>
    /// <param name="samples">The conditions.</param>
    /// <param name="folder">Folder of the pictures; made if needed.</param>
    /// <param name="what">What the results are, as a label of an axis.</param>
    public static IEnumerable<string> Draw(IReadOnlyList<Sample> samples, string folder, string? what = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        Directory.CreateDirectory(folder);
        string results = Path.Combine(folder, "results.png"), curves = Path.Combine(folder, "learning-curves.png");
        SeedPlot.Save(results, [.. samples.Select(sample => (sample.Condition, sample.Values))], "Result of every seed", what ?? "Mean return of fresh episodes");
        yield return results;
        Followed[] followed = [.. samples.Where(sample => sample.Folders.Count > 0).Take(BandPlot.MostSeries).Select(sample => new Followed(sample.Condition, [.. sample.Folders.Select(Read)]))];
        if (followed.Length == 0) yield break;
        bool evaluated = followed.SelectMany(condition => condition.Runs).All(run => run.State.History.Any(report => report.Evaluation != null));
        int seeds = followed.Max(condition => condition.Runs.Length);
        BandPlot.Save(curves, [.. followed.Select(condition => Curve(condition, evaluated))], new BandPlotOptions
        {
            Title = $"{followed[0].Runs[0].Configuration.Environment}, {(seeds == 1 ? "one seed" : $"{seeds} seeds")}: mean and least to greatest",
            X = "Generation",
            Y = evaluated ? "Mean return of fresh episodes" : "Mean return of the members",
        });
        yield return curves;
    }

    /// <summary>A condition whose runs are there.</summary>
    sealed record Followed(string Condition, Checkpoint[] Runs);

    static BandSeries Curve(Followed followed, bool evaluated)
    {
        var points = followed.Runs.SelectMany(run => run.State.History).Where(report => !evaluated || report.Evaluation != null).GroupBy(report => report.Generation).OrderBy(generation => generation.Key).ToArray();
        return new(followed.Condition, [.. points.Select(generation => (double)generation.Key)], [.. points.Select(generation => (IReadOnlyList<double>)[.. generation.Select(report => evaluated ? report.Evaluation!.Value : report.Mean)])]);
    }

    static Checkpoint Read(string run) => CheckpointFile.Read(Path.Combine(run, RunFolder.CheckpointName));
}
