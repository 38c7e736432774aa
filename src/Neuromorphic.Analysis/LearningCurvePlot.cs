using Neuromorphic.Training;
using ScottPlot;
using ScottPlot.Plottables;

namespace Neuromorphic.Analysis;

/// <summary>Return over generations: mean of the members with a band of one standard deviation, best member, evaluations of the strategy's mean.</summary>
public static class LearningCurvePlot
{
    /// <summary>Writes the picture. What is not finite is left out.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="history">The generations.</param>
    /// <param name="title">Title.</param>
    /// <param name="solvedReturn">The return from which the task counts as solved.</param>
    public static void Save(string path, IReadOnlyList<GenerationReport> history, string title, double? solvedReturn)
    {
        ArgumentNullException.ThrowIfNull(history);
        Plot plot = PlotStyle.Create(title, "Generation", "Return");
        GenerationReport[] banded = [.. history.Where(report => double.IsFinite(report.Mean) && double.IsFinite(report.Deviation))];
        double[] low = [.. banded.Select(report => report.Mean - report.Deviation)], high = [.. banded.Select(report => report.Mean + report.Deviation)];
        Coordinates[] mean = Points(history, report => report.Mean), best = Points(history, report => report.Best), evaluation = Points(history, report => report.Evaluation);

        if (best.Length > 0) PlotStyle.AddLine(plot, best, PlotStyle.Orange, PlotStyle.ThinLine, "best member");
        if (banded.Length > 0) PlotStyle.AddBand(plot, [.. banded.Select(report => (double)report.Generation)], low, high, PlotStyle.Blue, "± 1 s.d.");
        if (mean.Length > 0) PlotStyle.AddLine(plot, mean, PlotStyle.Blue, PlotStyle.LineWidth, "mean of members");
        if (evaluation.Length > 0) AddEvaluations(plot, evaluation);
        if (solvedReturn is { } solved) AddSolved(plot, solved);

        double last = history.Count == 0 ? 1 : history.Max(report => report.Generation);
        plot.Axes.SetLimitsX(0, last + Math.Max(0.5, 0.02 * last));
        (double bottom, double top) = PlotStyle.Limits([.. low, .. high, .. mean.Concat(best).Concat(evaluation).Select(point => point.Y), solvedReturn ?? double.NaN]);
        plot.Axes.SetLimitsY(bottom, top);
        PlotStyle.CountHorizontally(plot);
        PlotStyle.ShowLegend(plot);
        Figure.Save(path, plot);
    }

    static Coordinates[] Points(IReadOnlyList<GenerationReport> history, Func<GenerationReport, double?> value) =>
        [.. history.Where(report => value(report) is { } y && double.IsFinite(y)).Select(report => new Coordinates(report.Generation, value(report)!.Value))];

    static void AddEvaluations(Plot plot, Coordinates[] points)
    {
        Markers markers = plot.Add.Markers(points, MarkerShape.FilledCircle, PlotStyle.MarkerSize, PlotStyle.Vermillion);
        markers.LegendText = "evaluation";
    }

    static void AddSolved(Plot plot, double solved)
    {
        HorizontalLine line = plot.Add.HorizontalLine(solved, PlotStyle.ThinLine, PlotStyle.Ink, LinePattern.DenselyDashed);
        line.LegendText = $"solved ({PlotStyle.Text(solved)})";
        line.ExcludeFromLegend = false;
    }
}
