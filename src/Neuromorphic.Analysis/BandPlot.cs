using ScottPlot;
using ScottPlot.Plottables;

namespace Neuromorphic.Analysis;

/// <summary>What the band around a mean over seeds shows.</summary>
public enum Band
{
    /// <summary>Least to greatest value.</summary>
    Range,
    /// <summary>One standard deviation (n - 1) below to one above the mean.</summary>
    Deviation,
    /// <summary>Quantile .1 to quantile .9.</summary>
    Deciles,
    /// <summary>No band: the mean alone, where every seed is shown elsewhere.</summary>
    None,
}

/// <summary>A condition of an experiment.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Horizontal values, rising.</param>
/// <param name="Values">Results [x][seed]; the number of seeds may differ, and values that are not finite are left out.</param>
public sealed record BandSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<IReadOnlyList<double>> Values);

/// <summary>Words and scales of a <see cref="BandPlot"/>.</summary>
public sealed record BandPlotOptions
{
    /// <summary>Title; may be empty.</summary>
    public string Title { get; init; } = "";
    /// <summary>Label of the horizontal axis.</summary>
    public required string X { get; init; }
    /// <summary>Label of the vertical axis.</summary>
    public required string Y { get; init; }
    /// <summary>Scale of the horizontal axis.</summary>
    public AxisScale Scale { get; init; } = AxisScale.Linear;
    /// <summary>Scale of the vertical axis; on a logarithmic one the line is the geometric mean, and values that are not positive are left out.</summary>
    public AxisScale VerticalScale { get; init; } = AxisScale.Linear;
    /// <summary>Limits of the vertical axis, finite and rising, positive on a logarithmic one; from the data if none.</summary>
    public (double Low, double High)? Limits { get; init; }
    /// <summary>What the bands show.</summary>
    public Band Band { get; init; } = Band.Range;
}

/// <summary>Conditions of an experiment compared: for each a line through its means and a band over seeds.</summary>
public static class BandPlot
{
    const int MostMarkers = 60; // of more, a line would be hidden

    /// <summary>As many series as can be told apart.</summary>
    public static int MostSeries => PlotStyle.Series.Count;

    /// <summary>Writes the picture.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="series">The conditions; at most as many as there are colours, 7.</param>
    /// <param name="options">Words and scales.</param>
    /// <exception cref="ArgumentException">There are too many series, one has not as many values as places, or no axis has the limits.</exception>
    public static void Save(string path, IReadOnlyList<BandSeries> series, BandPlotOptions options)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(options);
        Figure.Save(path, Draw(series, options, legend: true));
    }

    /// <summary>Writes several results of the same conditions, one above the other. The first has the title and the legend, the last the name of the horizontal axis.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="panels">The panels from top to bottom, their series in the same order.</param>
    /// <exception cref="ArgumentException">As above.</exception>
    public static void Save(string path, IReadOnlyList<(IReadOnlyList<BandSeries> Series, BandPlotOptions Options)> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        List<(Plot, int)> plots = [];
        foreach ((int i, (IReadOnlyList<BandSeries> series, BandPlotOptions options)) in panels.Index())
        {
            (bool first, bool last) = (i == 0, i == panels.Count - 1);
            Plot plot = Draw(series, options with { Title = first ? options.Title : "", X = last ? options.X : "" }, first);
            plot.Axes.Left.MinimumSize = PanelLeft;
            plot.Axes.Left.Label.FontSize = PanelLabel;
            plots.Add((plot, PanelHeight + (first ? PanelHead : 0) + (last ? PanelFoot : 0)));
        }
        Figure.Save(path, [.. plots]);
    }

    const int PanelHeight = 200, PanelHead = 66, PanelFoot = 24, PanelLeft = 84, PanelLabel = 14;

    static Plot Draw(IReadOnlyList<BandSeries> series, BandPlotOptions options, bool legend)
    {
        if (series.Count > PlotStyle.Series.Count) throw new ArgumentException($"{series.Count} series are more than the {PlotStyle.Series.Count} that can be told apart.", nameof(series));
        Plot plot = PlotStyle.Create(options.Title, options.X, options.Y);
        Points[] points = [.. series.Select(one => Summarise(one, options))];
        // All bands beneath all lines.
        for (int i = 0; i < points.Length; i++)
            if (points[i].X.Count > 0) PlotStyle.AddBand(plot, [.. points[i].X], [.. points[i].Low], [.. points[i].High], PlotStyle.Series[i], "");
        for (int i = 0; i < points.Length; i++) AddLine(plot, series[i].Name, points[i], i);

        (double left, double right) = PlotStyle.Limits(points.SelectMany(one => one.X), margin: 0.03, options.Scale);
        (double bottom, double top) = options.Limits is { } given ? Coordinates(given, options.VerticalScale) : PlotStyle.Limits(points.SelectMany(one => one.Low.Concat(one.High)), scale: options.VerticalScale);
        plot.Axes.SetLimits(left, right, bottom, top);
        if (options.Scale == AxisScale.Logarithmic) plot.Axes.Bottom.TickGenerator = LogarithmicTicks.Create(left, right);
        if (options.VerticalScale == AxisScale.Logarithmic) plot.Axes.Left.TickGenerator = LogarithmicTicks.Create(bottom, top);
        if (legend) PlotStyle.ShowLegend(plot);
        plot.Legend.IsVisible = false;
        return plot;
    }

    sealed record Points(List<double> X, List<double> Mean, List<double> Low, List<double> High);

    static Points Summarise(BandSeries series, BandPlotOptions options)
    {
        if (series.X.Count != series.Values.Count) throw new ArgumentException($"Series '{series.Name}' has {series.X.Count} places and values for {series.Values.Count}.");
        var points = new Points([], [], [], []);
        for (int i = 0; i < series.X.Count; i++)
        {
            double x = Coordinate(series.X[i], options.Scale);
            double[] values = [.. series.Values[i].Select(value => Coordinate(value, options.VerticalScale))];
            Summary summary = Summary.Of(values);
            if (summary.Count == 0 || !double.IsFinite(x)) continue;
            points.X.Add(x);
            points.Mean.Add(summary.Mean);
            (double low, double high) = options.Band switch
            {
                Band.Deviation => (summary.Mean - summary.Deviation, summary.Mean + summary.Deviation),
                Band.None => (summary.Mean, summary.Mean),
                Band.Deciles => (Summary.Quantile(values, .1), Summary.Quantile(values, .9)),
                _ => (summary.Minimum, summary.Maximum),
            };
            points.Low.Add(low);
            points.High.Add(high);
        }
        return points;
    }

    static double Coordinate(double value, AxisScale scale) => scale == AxisScale.Logarithmic ? Math.Log10(value) : value;

    static (double Low, double High) Coordinates((double Low, double High) limits, AxisScale scale)
    {
        (double low, double high) = (Coordinate(limits.Low, scale), Coordinate(limits.High, scale));
        if (double.IsFinite(high - low) && high > low) return (low, high);
        string allowed = scale == AxisScale.Logarithmic ? "two rising positive numbers" : "two rising numbers";
        throw new ArgumentException($"The limits of the vertical axis are {limits.Low} and {limits.High}; allowed are {allowed}.");
    }

    static void AddLine(Plot plot, string name, Points points, int index)
    {
        if (points.X.Count == 0) return;
        Scatter line = plot.Add.Scatter((double[])[.. points.X], (double[])[.. points.Mean], PlotStyle.Series[index]);
        line.LineWidth = PlotStyle.LineWidth;
        line.MarkerSize = points.X.Count > MostMarkers ? 0 : PlotStyle.MarkerSize;
        line.MarkerShape = PlotStyle.Markers[index];
        line.LegendText = name;
    }
}
