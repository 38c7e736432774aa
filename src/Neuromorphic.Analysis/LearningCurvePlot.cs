using Neuromorphic.Training;
using ScottPlot;
using ScottPlot.Plottables;

namespace Neuromorphic.Analysis;

/// <summary>Words of a <see cref="LearningCurvePlot"/>, and what was measured beside the history.</summary>
public sealed record LearningCurveOptions
{
    /// <summary>Title; may be empty.</summary>
    public string Title { get; init; } = "";
    /// <summary>What a generation's returns are of, such as members or episodes.</summary>
    public string Individuals { get; init; } = "members";
    /// <summary>The return from which the task counts as solved.</summary>
    public double? SolvedReturn { get; init; }
    /// <summary>Tenth and ninetieth percentile of the returns of each generation of the history; null where they were not measured.</summary>
    public IReadOnlyList<(double Low, double High)?> Deciles { get; init; } = [];
    /// <summary>Standard error of each generation's evaluation; null where it was not measured.</summary>
    public IReadOnlyList<double?> Errors { get; init; } = [];
}

/// <summary>Return over generations: mean of the members with a band, best member, evaluations of the strategy's mean with their standard error.</summary>
/// <remarks>
/// The band is from the tenth to the ninetieth percentile, which no return is needed to be beyond, of the generations in which these were measured. Where they were in none,
/// it is one standard deviation, and ends at the best member.
/// </remarks>
public static class LearningCurvePlot
{
    /// <summary>Writes the picture. What is not finite is left out.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="history">The generations.</param>
    /// <param name="options">Words and measures.</param>
    public static void Save(string path, IReadOnlyList<GenerationReport> history, LearningCurveOptions options)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(options);
        Plot plot = PlotStyle.Create(options.Title, "Generation", "Return");
        (double[] x, double[] low, double[] high, string words) = Band(history, options);
        Coordinates[] mean = Points(history, report => report.Mean), best = Points(history, report => report.Best), evaluation = Points(history, report => report.Evaluation);

        if (best.Length > 0) PlotStyle.AddLine(plot, best, PlotStyle.Orange, PlotStyle.ThinLine, $"best of {options.Individuals}");
        if (x.Length > 0) PlotStyle.AddBand(plot, x, low, high, PlotStyle.Blue, words);
        if (mean.Length > 0) PlotStyle.AddLine(plot, mean, PlotStyle.Blue, PlotStyle.LineWidth, "mean");
        IReadOnlyList<double> ends = evaluation.Length > 0 ? AddEvaluations(plot, evaluation, history, options.Errors) : [];
        if (options.SolvedReturn is { } solved) AddSolved(plot, solved);

        double last = history.Count == 0 ? 1 : history.Max(report => report.Generation);
        plot.Axes.SetLimitsX(0, last + Math.Max(0.5, 0.02 * last));
        (double bottom, double top) = PlotStyle.Limits([.. low, .. high, .. mean.Concat(best).Concat(evaluation).Select(point => point.Y), .. ends, options.SolvedReturn ?? double.NaN]);
        plot.Axes.SetLimitsY(bottom, top);
        PlotStyle.CountHorizontally(plot);
        PlotStyle.ShowLegend(plot);
        Figure.Save(path, plot);
    }

    /// <summary>The band and what it is, in words.</summary>
    internal static (double[] X, double[] Low, double[] High, string Words) Band(IReadOnlyList<GenerationReport> history, LearningCurveOptions options)
    {
        List<(double X, double Low, double High)> band = [];
        bool measured = options.Deciles.Any(deciles => deciles != null);
        for (int i = 0; i < history.Count; i++)
        {
            (double low, double high) = measured
                ? (i < options.Deciles.Count ? options.Deciles[i] : null) ?? (double.NaN, double.NaN)
                : (history[i].Mean - history[i].Deviation, Math.Min(history[i].Mean + history[i].Deviation, history[i].Best));
            if (double.IsFinite(low) && double.IsFinite(high)) band.Add((history[i].Generation, low, high));
        }
        return ([.. band.Select(one => one.X)], [.. band.Select(one => one.Low)], [.. band.Select(one => one.High)],
            measured ? $"10 to 90 % of {options.Individuals}" : "± 1 s.d., at most the best");
    }

    static Coordinates[] Points(IReadOnlyList<GenerationReport> history, Func<GenerationReport, double?> value) =>
        [.. history.Where(report => value(report) is { } y && double.IsFinite(y)).Select(report => new Coordinates(report.Generation, value(report)!.Value))];

    /// <summary>Adds the evaluations; gives the ends of their bars.</summary>
    static List<double> AddEvaluations(Plot plot, Coordinates[] points, IReadOnlyList<GenerationReport> history, IReadOnlyList<double?> errors)
    {
        List<double> ends = [];
        for (int i = 0; i < Math.Min(history.Count, errors.Count); i++)
            if (history[i].Evaluation is { } value && double.IsFinite(value) && errors[i] is { } error && double.IsFinite(error))
            {
                PlotStyle.AddErrorBar(plot, history[i].Generation, value, error, PlotStyle.Vermillion);
                ends.AddRange([value - error, value + error]);
            }
        Markers markers = plot.Add.Markers(points, MarkerShape.FilledCircle, PlotStyle.MarkerSize, PlotStyle.Vermillion);
        markers.LegendText = ends.Count > 0 ? "evaluation ± 1 s.e." : "evaluation";
        return ends;
    }

    static void AddSolved(Plot plot, double solved)
    {
        HorizontalLine line = plot.Add.HorizontalLine(solved, PlotStyle.ThinLine, PlotStyle.Ink, LinePattern.DenselyDashed);
        line.LegendText = $"solved ({PlotStyle.Text(solved)})";
        line.ExcludeFromLegend = false;
    }
}
