using ScottPlot;
using ScottPlot.TickGenerators;

namespace Neuromorphic.Analysis;

/// <summary>The result of every seed as a point, condition beside condition, with the mean and its 95 % interval: also where results are 0 or 1, which a band would hide.</summary>
public static class SeedPlot
{
    const double Spread = .3;
    const int LongestLabel = 28;

    /// <summary>Writes the picture.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="conditions">The conditions, each with a result for each seed; what is not finite is left out.</param>
    /// <param name="title">Title.</param>
    /// <param name="label">Label of the vertical axis.</param>
    public static void Save(string path, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> conditions, string title, string label)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        Plot plot = PlotStyle.Create(title, "", label);
        for (int i = 0; i < conditions.Count; i++)
        {
            Estimate estimate = Estimate.Of(conditions[i].Values);
            Color color = PlotStyle.Series[i % PlotStyle.Series.Count];
            plot.Add.Markers((Coordinates[])[.. estimate.Values.Select((value, k) => new Coordinates(i + Spread * Offset(estimate.Values, k), value))], MarkerShape.FilledCircle, PlotStyle.MarkerSize, color.WithOpacity(.6));
            if (!double.IsFinite(estimate.Mean)) continue;
            PlotStyle.AddSegment(plot, new(i - Spread - .05, estimate.Mean), new(i + Spread + .05, estimate.Mean), PlotStyle.Ink, PlotStyle.LineWidth);
            if (double.IsFinite(estimate.Low)) PlotStyle.AddSegment(plot, new(i, estimate.Low), new(i, estimate.High), PlotStyle.Ink, PlotStyle.ThinLine);
        }
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. conditions.Select((_, i) => (double)i)], [.. conditions.Select(condition => Label(condition.Name, conditions.Count))]);
        (double bottom, double top) = PlotStyle.Limits(conditions.SelectMany(condition => condition.Values));
        plot.Axes.SetLimits(-.7, Math.Max(1, conditions.Count) - .3, bottom, top);
        Figure.Save(path, plot);
    }

    /// <summary>A place beside the others of the same value, from -1 to 1.</summary>
    static double Offset(IReadOnlyList<double> values, int index)
    {
        int same = values.Count(value => value == values[index]), before = values.Take(index).Count(value => value == values[index]);
        return same == 1 ? 0 : 2.0 * before / (same - 1) - 1;
    }

    /// <summary>A name broken at its commas, so that it is no wider than its column.</summary>
    static string Label(string name, int columns)
    {
        int longest = Math.Max(6, LongestLabel * 4 / Math.Max(4, columns));
        return string.Join('\n', name.Split(", ").Select(part => part.Length > longest ? part[..(longest - 1)] + "…" : part));
    }
}
