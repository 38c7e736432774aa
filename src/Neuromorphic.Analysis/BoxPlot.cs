using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Neuromorphic.Analysis;

/// <summary>
/// Values of several conditions as boxes from the lower to the upper quartile with the median in them, whiskers to the farthest value within 1.5 times the box's length of it, and every value as a point.
/// </summary>
/// <remarks>Tukey (1977), "Exploratory Data Analysis". Points of like value stand beside each other, so that their number is seen.</remarks>
public static class BoxPlot
{
    const double Half = .3, Reach = 1.5, Swarm = .28;
    const int RowHeight = 76, OtherHeight = 130, PlotWidth = 600;

    /// <summary>Writes the picture.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="conditions">The conditions from top to bottom, at least one; values that are not finite are left out.</param>
    /// <param name="title">Title.</param>
    /// <param name="label">Label of the axis of values.</param>
    /// <param name="scale">Scale of the axis of values; on a logarithmic one boxes, whiskers and means are of the logarithms, and values that are not positive are left out.</param>
    /// <param name="groups">A number for each condition, from 0: those of one number have one colour; each has its own if null.</param>
    /// <exception cref="ArgumentException">There is no condition, or not a number for each.</exception>
    public static void Save(string path, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> conditions, string title, string label, AxisScale scale = AxisScale.Linear, IReadOnlyList<int>? groups = null)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        if (conditions.Count == 0) throw new ArgumentException("There is no condition to draw.", nameof(conditions));
        if (groups != null && groups.Count != conditions.Count) throw new ArgumentException($"There are {groups.Count} groups for {conditions.Count} conditions.", nameof(groups));
        Plot plot = PlotStyle.Create(title, label, "");
        double[][] rows = [.. conditions.Select(condition => condition.Values.Select(value => scale == AxisScale.Logarithmic ? Math.Log10(value) : value).Where(double.IsFinite).Order().ToArray())];
        (double low, double high) = PlotStyle.Limits(rows.SelectMany(row => row), scale: scale);
        double apart = PlotStyle.MarkerSize * (high - low) / PlotWidth;
        bool named = false;
        for (int i = 0; i < conditions.Count; i++)
        {
            double[] values = rows[i];
            if (values.Length == 0) continue;
            Add(plot, values, -i, PlotStyle.Series[(groups?[i] ?? i) % PlotStyle.Series.Count], apart, named || values.Length == 1 ? "" : scale == AxisScale.Logarithmic ? "geometric mean" : "mean");
            named |= values.Length > 1;
        }
        plot.Axes.Left.TickGenerator = new NumericManual([.. conditions.Select((_, i) => -(double)i)], [.. conditions.Select(condition => PlotStyle.Name(condition.Name))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.Axes.SetLimits(low, high, .5 - conditions.Count, .5);
        if (scale == AxisScale.Logarithmic) plot.Axes.Bottom.TickGenerator = LogarithmicTicks.Create(low, high);
        PlotStyle.ShowLegend(plot);
        Figure.Save(path, (plot, OtherHeight + RowHeight * conditions.Count));
    }

    /// <summary>Ends of the whiskers of sorted values.</summary>
    internal static (double Low, double High) Whiskers(double[] sorted)
    {
        Summary summary = Summary.Of(sorted);
        double reach = Reach * (summary.UpperQuartile - summary.LowerQuartile);
        return (sorted.First(value => value >= summary.LowerQuartile - reach), sorted.Last(value => value <= summary.UpperQuartile + reach));
    }

    static void Add(Plot plot, double[] sorted, double row, Color color, double apart, string meanName)
    {
        Summary summary = Summary.Of(sorted);
        (double low, double high) = Whiskers(sorted);
        Polygon box = plot.Add.Polygon((Coordinates[])[new(summary.LowerQuartile, row - Half), new(summary.UpperQuartile, row - Half), new(summary.UpperQuartile, row + Half), new(summary.LowerQuartile, row + Half)]);
        (box.FillColor, box.LineColor, box.LineWidth, box.LegendText) = (color.WithOpacity(.16), color, PlotStyle.ThinLine, "");
        PlotStyle.AddSegment(plot, new(low, row), new(summary.LowerQuartile, row), color, 1.5f * PlotStyle.ThinLine);
        PlotStyle.AddSegment(plot, new(summary.UpperQuartile, row), new(high, row), color, 1.5f * PlotStyle.ThinLine);
        foreach (double end in (double[])[low, high]) PlotStyle.AddSegment(plot, new(end, row - Half / 2), new(end, row + Half / 2), color, 1.5f * PlotStyle.ThinLine);
        double[] offsets = Offsets(sorted, apart);
        plot.Add.Markers((Coordinates[])[.. sorted.Select((value, k) => new Coordinates(value, row + offsets[k]))], MarkerShape.FilledCircle, PlotStyle.MarkerSize, color.WithOpacity(.65));
        LinePlot median = plot.Add.Line(new(summary.Median, row - Half), new(summary.Median, row + Half));
        (median.LineColor, median.LineWidth, median.MarkerSize, median.LegendText) = (PlotStyle.Ink, 1.25f * PlotStyle.LineWidth, 0, meanName.Length > 0 ? "median" : "");
        if (sorted.Length == 1) return; // the mean would hide it
        Markers mean = plot.Add.Markers((Coordinates[])[new(summary.Mean, row)], MarkerShape.FilledDiamond, 1.8f * PlotStyle.MarkerSize, Colors.White);
        (mean.MarkerStyle.OutlineColor, mean.MarkerStyle.OutlineWidth, mean.LegendText) = (PlotStyle.Ink, 1.5f * PlotStyle.ThinLine, meanName);
    }

    /// <summary>Where points stand beside the middle of their row so that they do not hide each other, as near to it as there is room.</summary>
    /// <param name="sorted">Values, rising.</param>
    /// <param name="apart">A distance at which points do not touch.</param>
    internal static double[] Offsets(double[] sorted, double apart)
    {
        const double Unit = PlotStyle.MarkerSize / RowHeight;
        int most = (int)(Swarm / Unit);
        double[] offsets = new double[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            int[] near = [.. Enumerable.Range(0, i).Where(other => sorted[i] - sorted[other] < apart)];
            int[] places = [.. Enumerable.Range(0, 2 * most + 1).Select(place => (place + 1) / 2 * (place % 2 == 1 ? 1 : -1))];
            // Where a row is full, points lie on those that have been there longest.
            offsets[i] = Unit * places.MinBy(place => near.Count(other => offsets[other] == Unit * place));
        }
        return offsets;
    }
}
