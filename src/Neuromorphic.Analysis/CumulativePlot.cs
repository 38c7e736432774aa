using ScottPlot;

namespace Neuromorphic.Analysis;

/// <summary>Samples of one kind, such as one for each seed.</summary>
/// <param name="Name">What they are, for the legend.</param>
/// <param name="Samples">The samples. Each is a line; of several the lines are thin.</param>
public sealed record SampleSet(string Name, IReadOnlyList<IReadOnlyList<double>> Samples);

/// <summary>A panel of a <see cref="CumulativePlot"/>.</summary>
/// <param name="Label">Label of the horizontal axis.</param>
/// <param name="Scale">Its scale.</param>
/// <param name="Sets">The samples, in the order of colours; those of a name have the same colour in all panels that list it at the same place.</param>
public sealed record CumulativePanel(string Label, AxisScale Scale, IReadOnlyList<SampleSet> Sets)
{
    /// <summary>Where the horizontal axis ends, if not where the samples do; curves show what share is beyond.</summary>
    public double? End { get; init; }
}

/// <summary>Distribution functions of samples, panel above panel: the share of values that are not greater. Nothing is binned or smoothed.</summary>
public static class CumulativePlot
{
    const int Height = 270, LegendHeight = 70;
    const double Tail = .01;

    /// <summary>Writes the picture. Values that are not finite are left out, and on a logarithmic axis those that are not positive.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="panels">The panels, one above the other; the first has the legend.</param>
    /// <param name="title">Title.</param>
    public static void Save(string path, IReadOnlyList<CumulativePanel> panels, string title)
    {
        ArgumentNullException.ThrowIfNull(panels);
        Figure.Save(path, [.. panels.Select((panel, i) => (Draw(panel, i == 0 ? title : ""), i == 0 ? Height + LegendHeight : Height))]);
    }

    static Plot Draw(CumulativePanel panel, string title)
    {
        Plot plot = PlotStyle.Create(title, panel.Label, "Cumulative share");
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int set = 0; set < panel.Sets.Count; set++)
        {
            bool named = false, many = panel.Sets[set].Samples.Count > 1;
            Color color = PlotStyle.Series[set % PlotStyle.Series.Count];
            foreach (double[] values in panel.Sets[set].Samples.Select(sample => Coordinates(sample, panel.Scale)).Where(values => values.Length > 1))
            {
                PlotStyle.AddLine(plot, [.. Steps(values)], many ? color.WithOpacity(.55) : color, many ? PlotStyle.ThinLine : PlotStyle.LineWidth, named ? "" : panel.Sets[set].Name);
                named = true;
                // Few values far from all others would press the rest together.
                (low, high) = (Math.Min(low, Summary.Quantile(values, Tail)), Math.Max(high, Summary.Quantile(values, 1 - Tail)));
            }
        }
        if (!(low < high)) (low, high) = double.IsFinite(low) ? (low - .5, low + .5) : (0, 1);
        if (panel.End is { } end && Coordinates([end], panel.Scale) is [var shown] && shown > low) high = shown;
        double margin = .05 * (high - low);
        plot.Axes.SetLimits(low - margin, high + margin, -.02, 1.02);
        if (panel.Scale == AxisScale.Logarithmic) plot.Axes.Bottom.TickGenerator = LogarithmicTicks.Create(low - margin, high + margin, most: 7);
        if (title.Length > 0) PlotStyle.ShowLegend(plot);
        plot.Legend.IsVisible = false;
        return plot;
    }

    static double[] Coordinates(IReadOnlyList<double> values, AxisScale scale)
    {
        double[] shown = scale == AxisScale.Logarithmic ? [.. values.Where(value => double.IsFinite(value) && value > 0).Select(Math.Log10)] : [.. values.Where(double.IsFinite)];
        Array.Sort(shown);
        return shown;
    }

    /// <summary>The corners of the distribution function.</summary>
    static IEnumerable<Coordinates> Steps(double[] sorted)
    {
        yield return new(sorted[0], 0);
        for (int i = 0; i < sorted.Length; i++)
        {
            yield return new(sorted[i], (i + 1.0) / sorted.Length);
            if (i + 1 < sorted.Length) yield return new(sorted[i + 1], (i + 1.0) / sorted.Length);
        }
    }
}
