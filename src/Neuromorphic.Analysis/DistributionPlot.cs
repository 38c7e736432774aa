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

/// <summary>The values of a neuron parameter before and after training, one for each neuron.</summary>
/// <param name="Name">What the values are, with an upper case letter.</param>
/// <param name="Unit">Their unit; may be empty.</param>
/// <param name="Before">Values before training. If all are equal, a line stands for them.</param>
/// <param name="After">Values after training.</param>
/// <param name="Scale">Scale of the horizontal axis.</param>
public sealed record Distribution(string Name, string Unit, IReadOnlyList<double> Before, IReadOnlyList<double> After, AxisScale Scale = AxisScale.Linear);

/// <summary>Histograms of neuron parameters before and after training, a panel each, over the same bins.</summary>
/// <remarks>
/// Few neurons far from all others would press these into a corner: where it makes the axis shorter by a quarter, it ends at the quantile .99, on a linear axis also at .01.
/// How many neurons are beyond is said above the panel.
/// </remarks>
public static class DistributionPlot
{
    const int FewestBins = 24, MostBins = 60, Columns = 2, PanelHeight = 244, PanelLeft = 60;
    const double Tail = 0.01, Worth = 0.75;

    /// <summary>Writes the picture. Values that are not finite are left out, and on a logarithmic axis those that are not positive.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="parameters">The parameters: at least one.</param>
    /// <param name="title">Title.</param>
    /// <param name="counted">What has the parameters.</param>
    /// <exception cref="ArgumentException">There is no parameter.</exception>
    public static void Save(string path, IReadOnlyList<Distribution> parameters, string title, string counted = "Neurons")
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count == 0) throw new ArgumentException("There is no parameter to draw.", nameof(parameters));
        if (parameters.Count == 1)
        {
            Figure.Save(path, Panel(parameters[0], beyond => PlotStyle.Create(beyond.Length == 0 ? title : $"{title}\n{beyond}", Label(parameters[0]), counted), parameters[0].Unit));
            return;
        }
        int rows = (parameters.Count + Columns - 1) / Columns, width = Figure.Width / Columns;
        List<(Plot, PixelRect)> panels = [];
        for (int i = 0; i < parameters.Count; i++)
        {
            (int left, int top) = (i % Columns * width, i / Columns * PanelHeight);
            // Each panel has its unit at its axis.
            Plot panel = Panel(parameters[i], beyond => PlotStyle.CreatePanel(beyond, Label(parameters[i]), counted, width - 90), "");
            panel.Layout.Fixed(new PixelPadding(PanelLeft, 24, 50, 58));
            panel.Axes.Left.MinimumSize = PanelLeft;
            panel.Axes.Left.TickGenerator = PlotStyle.Ticks(28, integers: true);
            panels.Add((panel, new PixelRect(left, left + width, top + PanelHeight, top)));
        }
        Figure.Save(path, panels, rows * PanelHeight, title);
    }

    static string Label(Distribution parameter) => parameter.Unit.Length == 0 ? parameter.Name : $"{parameter.Name} ({parameter.Unit})";

    static Plot Panel(Distribution parameter, Func<string, Plot> create, string unit)
    {
        AxisScale scale = parameter.Scale;
        double[] first = Coordinates(parameter.Before, scale), second = Coordinates(parameter.After, scale);
        (double low, double high) = Ends(first, second, scale);
        Plot plot = create(Beyond(first, second, low, high, scale));
        double[] shownFirst = Within(first, low, high), shownSecond = Within(second, low, high);
        double[] edges = Edges(shownFirst, shownSecond, low, high);
        double tallest = Math.Max(Add(plot, shownFirst, edges, PlotStyle.Grey, $"before: {Describe(parameter.Before, first, scale, unit)}"),
            Add(plot, shownSecond, edges, PlotStyle.Blue, $"after: {Describe(parameter.After, second, scale, unit)}"));

        double margin = PlotStyle.Same(low, high, scale) ? 0.5 : 0.03 * (high - low);
        plot.Axes.SetLimits(low - margin, high + margin, 0, tallest == 0 ? 1 : 1.05 * tallest);
        if (scale == AxisScale.Logarithmic) plot.Axes.Bottom.TickGenerator = LogarithmicTicks.Create(low - margin, high + margin, most: 7);
        PlotStyle.CountVertically(plot);
        PlotStyle.ShowLegend(plot);
        return plot;
    }

    static double[] Coordinates(IReadOnlyList<double> values, AxisScale scale) => scale == AxisScale.Logarithmic
        ? [.. values.Where(value => double.IsFinite(value) && value > 0).Select(Math.Log10)]
        : [.. values.Where(double.IsFinite)];

    /// <summary>Where the axis ends, in coordinates: at the least and the greatest, or at a quantile where that is worth it.</summary>
    internal static (double Low, double High) Ends(double[] before, double[] after, AxisScale scale)
    {
        (double low, double high) = PlotStyle.Limits([.. before, .. after], margin: 0);
        double[][] both = [.. ((double[][])[before, after]).Where(values => values.Length > 0)];
        if (both.Length == 0) return (low, high);
        double above = both.Max(values => Summary.Quantile(values, 1 - Tail)), below = both.Min(values => Summary.Quantile(values, Tail));
        if (above - low < Worth * (high - low) && above > low) high = above;
        if (scale == AxisScale.Linear && high - below < Worth * (high - low) && high > below) low = below;
        return (low, high);
    }

    /// <summary>How many neurons the axis does not show, in words; empty if it shows all.</summary>
    internal static string Beyond(double[] first, double[] second, double low, double high, AxisScale scale)
    {
        return string.Join("; ", ((string[])[Side("above", high, value => value > high), Side("below", low, value => value < low)]).Where(side => side.Length > 0));

        string Side(string where, double end, Func<double, bool> beyond)
        {
            (int before, int after) = (first.Count(beyond), second.Count(beyond));
            string limit = PlotStyle.Short(scale == AxisScale.Logarithmic ? Math.Pow(10, end) : end);
            return (before, after) switch
            {
                (0, 0) => "",
                (0, _) => $"not shown: {after} of {second.Length} {where} {limit} after",
                (_, 0) => $"not shown: {before} of {first.Length} {where} {limit} before",
                _ => $"not shown: {before} and {after} {where} {limit}",
            };
        }
    }

    static double[] Within(double[] values, double low, double high) => [.. values.Where(value => value >= low && value <= high)];

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
