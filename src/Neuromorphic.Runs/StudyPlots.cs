using Neuromorphic.Analysis;
using Neuromorphic.Storage;
using Neuromorphic.Training;

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
        Sample[] followed = [.. samples.Where(sample => sample.Folders.Count > 0).Take(BandPlot.MostSeries)];
        if (followed.Length == 0) yield break;
        string environment = CheckpointFile.Read(Path.Combine(followed[0].Folders[0], RunFolder.CheckpointName)).Configuration.Environment;
        bool evaluated = followed.SelectMany(sample => sample.Folders).All(run => History(run).Any(report => report.Evaluation != null));
        int seeds = followed.Max(sample => sample.Folders.Count);
        BandPlot.Save(curves, [.. followed.Select(sample => Curve(sample, evaluated))], new BandPlotOptions
        {
            Title = $"{environment}, {(seeds == 1 ? "one seed" : $"{seeds} seeds")}: mean and least to greatest",
            X = "Generation",
            Y = evaluated ? "Mean return of fresh episodes" : "Mean return of the members",
        });
        yield return curves;
    }

    static BandSeries Curve(Sample sample, bool evaluated)
    {
        var points = sample.Folders.SelectMany(History).Where(report => !evaluated || report.Evaluation != null).GroupBy(report => report.Generation).OrderBy(generation => generation.Key).ToArray();
        return new(sample.Condition, [.. points.Select(generation => (double)generation.Key)], [.. points.Select(generation => (IReadOnlyList<double>)[.. generation.Select(report => evaluated ? report.Evaluation!.Value : report.Mean)])]);
    }

    static IReadOnlyList<GenerationReport> History(string run) => CheckpointFile.Read(Path.Combine(run, RunFolder.CheckpointName)).State.History;
}
