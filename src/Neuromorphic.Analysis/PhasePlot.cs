using ScottPlot;

namespace Neuromorphic.Analysis;

/// <summary>A curve in the plane of two state variables.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its states, in the order of time.</param>
public sealed record PhaseCurve(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Words of a <see cref="PhasePlot"/>, and the field behind its curves.</summary>
public sealed record PhasePlotOptions
{
    /// <summary>Title; may be empty.</summary>
    public string Title { get; init; } = "";
    /// <summary>Label of the horizontal axis.</summary>
    public required string X { get; init; }
    /// <summary>Label of the vertical axis.</summary>
    public required string Y { get; init; }
    /// <summary>Rates of change at a state, whose directions are drawn as arrows; none if null.</summary>
    public Func<double, double, (double X, double Y)>? Field { get; init; }
}

/// <summary>A phase portrait: orbits against each other in the plane of two state variables, over the directions of a field. The first curve is broad and pale, as what the others are compared with.</summary>
public static class PhasePlot
{
    const int Columns = 25, Rows = 15, Height = 560;
    const float Broad = 9;
    const double ArrowLength = .6, Margin = .15; // of the distance of arrows, of the first curve's extent

    static readonly Color Truth = Color.FromHex("#C4C4C4"), Arrows = Color.FromHex("#B9C6D1");

    /// <summary>As many curves as can be told apart.</summary>
    public static int MostCurves => PlotStyle.Series.Count + 1;

    /// <summary>Writes the picture. States that are not finite interrupt a curve.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="curves">The curves, 1 to 8; limits are around the first.</param>
    /// <param name="options">Words, and the field.</param>
    /// <exception cref="ArgumentException">There are no or too many curves.</exception>
    public static void Save(string path, IReadOnlyList<PhaseCurve> curves, PhasePlotOptions options)
    {
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentNullException.ThrowIfNull(options);
        if (curves.Count < 1 || curves.Count > MostCurves) throw new ArgumentException($"There are {curves.Count} curves; allowed are 1 to {MostCurves}.", nameof(curves));
        Plot plot = PlotStyle.Create(options.Title, options.X, options.Y);
        (double Low, double High) x = PlotStyle.Limits(curves[0].Points.Select(point => point.X), Margin), y = PlotStyle.Limits(curves[0].Points.Select(point => point.Y), Margin);
        if (options.Field is { } field) AddArrows(plot, field, x, y);
        for (int i = 0; i < curves.Count; i++) PlotStyle.AddPieces(plot, curves[i].Points.Select(point => new Coordinates(point.X, point.Y)), i == 0 ? Truth : PlotStyle.Series[i - 1], i == 0 ? Broad : PlotStyle.LineWidth, curves[i].Name);
        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        plot.HideGrid();
        PlotStyle.ShowLegend(plot);
        Figure.Save(path, (plot, Height));
    }

    /// <summary>Arrows of one length on the sheet, whatever the units of the axes: they say where to, not how fast.</summary>
    static void AddArrows(Plot plot, Func<double, double, (double X, double Y)> field, (double Low, double High) x, (double Low, double High) y)
    {
        double across = (x.High - x.Low) / Columns, up = (y.High - y.Low) / Rows;
        for (int column = 0; column < Columns; column++)
            for (int row = 0; row < Rows; row++)
            {
                Coordinates middle = new(x.Low + (column + .5) * across, y.Low + (row + .5) * up);
                (double dx, double dy) = field(middle.X, middle.Y);
                // Cells of the grid are about square on the sheet.
                double length = Math.Sqrt(dx / across * (dx / across) + dy / up * (dy / up));
                if (!(length > 0) || !double.IsFinite(length)) continue;
                Coordinates half = new(ArrowLength / 2 * dx / length, ArrowLength / 2 * dy / length);
                ScottPlot.Plottables.Arrow arrow = plot.Add.Arrow(new(middle.X - half.X, middle.Y - half.Y), new(middle.X + half.X, middle.Y + half.Y));
                (arrow.ArrowFillColor, arrow.ArrowLineColor, arrow.ArrowLineWidth, arrow.ArrowWidth, arrow.ArrowheadWidth, arrow.ArrowheadLength, arrow.ArrowheadAxisLength) = (Arrows, Arrows, 0, 1.2f, 5.5f, 6, 5);
            }
    }
}
