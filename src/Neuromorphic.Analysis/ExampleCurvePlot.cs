using ScottPlot;

namespace Neuromorphic.Analysis;

/// <summary>A line over generations, as they are counted from 1.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Values">A value for each generation; null where there is none.</param>
public sealed record Curve(string Name, IReadOnlyList<double?> Values);

/// <summary>Words and scale of an <see cref="ExampleCurvePlot"/>.</summary>
public sealed record ExampleCurveOptions
{
    /// <summary>Title; may be empty.</summary>
    public string Title { get; init; } = "";
    /// <summary>What is counted: epochs, or generations.</summary>
    public required string X { get; init; }
    /// <summary>What is measured on examples, with its unit.</summary>
    public required string Y { get; init; }
    /// <summary>Scale of that axis.</summary>
    public AxisScale Scale { get; init; } = AxisScale.Linear;
    /// <summary>What the loss is, a label of its axis.</summary>
    public string Loss { get; init; } = "Loss";
}

/// <summary>How well examples are answered, those of training and those of the test, and beneath it the loss where there is one.</summary>
public static class ExampleCurvePlot
{
    const int Left = 84, Right = 20, LossHeight = 190, Bottom = 58;

    /// <summary>Writes the picture. What is not finite is left out, and on a logarithmic axis what is not positive.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="training">What the examples of training give.</param>
    /// <param name="test">What those of the test give: points.</param>
    /// <param name="loss">The loss, on a logarithmic axis if it is positive; without any value there is no panel of it.</param>
    /// <param name="options">Words and scale.</param>
    public static void Save(string path, Curve training, Curve test, Curve loss, ExampleCurveOptions options)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(options);
        double last = Math.Max(1, Math.Max(training.Values.Count, Math.Max(test.Values.Count, loss.Values.Count)));
        Coordinates[] lost = Points(loss, AxisScale.Linear);
        bool two = lost.Length > 0;

        Plot above = PlotStyle.Create(options.Title, two ? "" : options.X, options.Y);
        Draw(above, [(training, PlotStyle.Blue), (test, PlotStyle.Vermillion)], options.Scale, last);
        PlotStyle.ShowLegend(above);
        above.Axes.Left.MinimumSize = Left;
        above.Axes.Right.MinimumSize = Right;
        if (!two)
        {
            Figure.Save(path, above);
            return;
        }
        above.Axes.Bottom.TickLabelStyle.IsVisible = false;
        Plot beneath = PlotStyle.Create("", options.X, options.Loss);
        Draw(beneath, [(loss, PlotStyle.Blue)], lost.All(point => point.Y > 0) ? AxisScale.Logarithmic : AxisScale.Linear, last);
        beneath.Axes.Left.MinimumSize = Left;
        beneath.Layout.Fixed(new PixelPadding(Left, Right, Bottom, 8));
        Figure.Save(path, (above, Figure.Height - LossHeight), (beneath, LossHeight));
    }

    static void Draw(Plot plot, IReadOnlyList<(Curve Curve, Color Color)> curves, AxisScale scale, double last)
    {
        List<double> heights = [];
        foreach ((Curve curve, Color color) in curves)
        {
            Coordinates[] points = Points(curve, scale);
            if (points.Length == 0) continue;
            PlotStyle.AddLine(plot, points, color, PlotStyle.LineWidth, curve.Name).MarkerSize = points.Length <= 40 ? PlotStyle.MarkerSize : 0;
            heights.AddRange(points.Select(point => point.Y));
        }
        (double bottom, double top) = PlotStyle.Limits(heights, scale: scale);
        plot.Axes.SetLimits(0, last + Math.Max(0.5, 0.02 * last), bottom, top);
        if (scale == AxisScale.Logarithmic) plot.Axes.Left.TickGenerator = LogarithmicTicks.Create(bottom, top, most: 6);
        PlotStyle.CountHorizontally(plot);
    }

    static Coordinates[] Points(Curve curve, AxisScale scale) =>
    [
        .. curve.Values.Select((value, i) => new Coordinates(i + 1, value is not { } y ? double.NaN : scale == AxisScale.Logarithmic ? Math.Log10(y) : y)).Where(point => double.IsFinite(point.Y)),
    ];
}
