using ScottPlot;
using ScottPlot.Plottables;

namespace Neuromorphic.Analysis;

/// <summary>The scale of an axis.</summary>
public enum AxisScale
{
    /// <summary>Equal distances are equal differences.</summary>
    Linear,
    /// <summary>Equal distances are equal ratios; only positive values can be shown.</summary>
    Logarithmic,
}

/// <summary>Histograms of a neuron parameter before and after training, over the same bins.</summary>
public static class DistributionPlot
{
    const int FewestBins = 24, MostBins = 60;

    /// <summary>Writes the picture. Values that are not finite are left out, and on a logarithmic axis those that are not positive.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="before">Values before training, one for each neuron. If all are equal, a line stands for them.</param>
    /// <param name="after">Values after training.</param>
    /// <param name="title">Title.</param>
    /// <param name="parameter">What the values are, with an upper case letter.</param>
    /// <param name="unit">Their unit; may be empty.</param>
    /// <param name="scale">Scale of the horizontal axis.</param>
    public static void Save(string path, IReadOnlyList<double> before, IReadOnlyList<double> after, string title, string parameter, string unit, AxisScale scale)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        double[] first = Coordinates(before, scale), second = Coordinates(after, scale);
        Plot plot = PlotStyle.Create(title, unit.Length == 0 ? parameter : $"{parameter} ({unit})", "Neurons");

        (double low, double high) = PlotStyle.Limits([.. first, .. second], margin: 0);
        double[] edges = Edges(first, second, low, high);
        double tallest = Math.Max(Add(plot, first, edges, PlotStyle.Grey, $"before: {Describe(before, first, scale, unit)}"),
            Add(plot, second, edges, PlotStyle.Blue, $"after: {Describe(after, second, scale, unit)}"));

        double margin = PlotStyle.Same(low, high, scale) ? 0.5 : 0.03 * (high - low);
        plot.Axes.SetLimits(low - margin, high + margin, 0, tallest == 0 ? 1 : 1.05 * tallest);
        if (scale == AxisScale.Logarithmic) plot.Axes.Bottom.TickGenerator = LogarithmicTicks.Create(low - margin, high + margin);
        PlotStyle.CountVertically(plot);
        PlotStyle.ShowLegend(plot);
        Figure.Save(path, plot);
    }

    static double[] Coordinates(IReadOnlyList<double> values, AxisScale scale) => scale == AxisScale.Logarithmic
        ? [.. values.Where(value => double.IsFinite(value) && value > 0).Select(Math.Log10)]
        : [.. values.Where(double.IsFinite)];

    /// <summary>Bin edges by the rule of Freedman and Diaconis (1981), doi:10.1007/BF01025868, for the wider of the two.</summary>
    static double[] Edges(double[] first, double[] second, double low, double high)
    {
        double width = Math.Max(Width(first), Width(second));
        int bins = width > 0 ? (int)Math.Clamp((high - low) / width, FewestBins, MostBins) : FewestBins;
        double[] edges = new double[bins + 1];
        for (int i = 0; i <= bins; i++) edges[i] = low + (high - low) * i / bins;
        return edges;

        static double Width(double[] values)
        {
            Summary summary = Summary.Of(values);
            return summary.Count == 0 ? 0 : 2 * (summary.UpperQuartile - summary.LowerQuartile) / Math.Cbrt(summary.Count);
        }
    }

    /// <summary>Adds a histogram, or a line where all values are equal; gives the height of the tallest bin.</summary>
    static double Add(Plot plot, double[] values, double[] edges, Color color, string legend)
    {
        if (values.Length == 0) return 0;
        if (Equal(values))
        {
            VerticalLine line = plot.Add.VerticalLine(values[0], PlotStyle.LineWidth, color);
            line.LegendText = legend;
            line.ExcludeFromLegend = false;
            return 0;
        }
        double[] counts = new double[edges.Length - 1];
        foreach (double value in values) counts[Math.Min((int)((value - edges[0]) / (edges[^1] - edges[0]) * counts.Length), counts.Length - 1)]++;
        Coordinates[] outline = new Coordinates[2 * counts.Length + 2];
        outline[0] = new(edges[0], 0);
        for (int i = 0; i < counts.Length; i++)
        {
            outline[2 * i + 1] = new(edges[i], counts[i]);
            outline[2 * i + 2] = new(edges[i + 1], counts[i]);
        }
        outline[^1] = new(edges[^1], 0);
        Polygon area = plot.Add.Polygon(outline);
        area.FillColor = color.WithOpacity(0.35);
        area.LineColor = color;
        area.LineWidth = PlotStyle.ThinLine;
        area.LegendText = legend;
        return counts.Max();
    }

    static bool Equal(double[] values) => values.AsSpan().IndexOfAnyExcept(values[0]) < 0;

    internal static string Describe(IReadOnlyList<double> values, double[] shown, AxisScale scale, string unit)
    {
        if (shown.Length == 0) return "no values";
        double median = Summary.Quantile(shown, 0.5);
        if (scale == AxisScale.Logarithmic) median = Math.Pow(10, median);
        string text = $"{PlotStyle.Short(median)} {unit}".TrimEnd();
        string left = values.Count > shown.Length ? $" ({values.Count - shown.Length} left out)" : "";
        return (Equal(shown) ? $"all {text}" : $"median {text}") + left;
    }
}
