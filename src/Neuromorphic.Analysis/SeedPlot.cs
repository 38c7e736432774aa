using ScottPlot;
using ScottPlot.TickGenerators;

namespace Neuromorphic.Analysis;

/// <summary>The result of every seed as a point, a line for each condition, with the mean and its 95 % interval: also where results are 0 or 1, which a band would hide.</summary>
public static class SeedPlot
{
    const double Spread = .28;

    /// <summary>Writes the picture.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="conditions">The conditions from top to bottom, each with a result for each seed; what is not finite is left out.</param>
    /// <param name="title">Title.</param>
    /// <param name="label">Label of the axis of results.</param>
    /// <param name="mark">A value that is marked by a line, such as one that is to be reached; none if null.</param>
    public static void Save(string path, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> conditions, string title, string label, double? mark = null)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        Plot plot = PlotStyle.Create(title, label, "");
        if (mark is { } value) PlotStyle.AddSegment(plot, new(value, .7), new(value, .3 - Math.Max(1, conditions.Count)), PlotStyle.Grey, PlotStyle.LineWidth);
        for (int i = 0; i < conditions.Count; i++)
        {
            Estimate estimate = Estimate.Of(conditions[i].Values);
            Color color = PlotStyle.Series[i % PlotStyle.Series.Count];
            plot.Add.Markers((Coordinates[])[.. estimate.Values.Select((result, k) => new Coordinates(result, Spread * Offset(estimate.Values, k) - i))], MarkerShape.FilledCircle, PlotStyle.MarkerSize, color.WithOpacity(.6));
            if (!double.IsFinite(estimate.Mean)) continue;
            PlotStyle.AddSegment(plot, new(estimate.Mean, -i - Spread - .05), new(estimate.Mean, -i + Spread + .05), PlotStyle.Ink, PlotStyle.LineWidth);
            if (double.IsFinite(estimate.Low)) PlotStyle.AddSegment(plot, new(estimate.Low, -i), new(estimate.High, -i), PlotStyle.Ink, PlotStyle.ThinLine);
        }
        plot.Axes.Left.TickGenerator = new NumericManual([.. conditions.Select((_, i) => -(double)i)], [.. conditions.Select(condition => PlotStyle.Name(condition.Name))]);
        (double low, double high) = PlotStyle.Limits([.. conditions.SelectMany(condition => condition.Values), .. mark is { } end ? [end] : Array.Empty<double>()]);
        plot.Axes.SetLimits(low, high, .3 - Math.Max(1, conditions.Count), .7);
        Figure.Save(path, plot);
    }

    /// <summary>A place beside the others of the same value, from -1 to 1.</summary>
    static double Offset(IReadOnlyList<double> values, int index)
    {
        int same = values.Count(value => value == values[index]), before = values.Take(index).Count(value => value == values[index]);
        return same == 1 ? 0 : 2.0 * before / (same - 1) - 1;
    }
}
