using ScottPlot;
using ScottPlot.Colormaps;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Neuromorphic.Analysis;

/// <summary>A function as it was at several times, such as a learned activation over outer steps.</summary>
/// <param name="Name">Its name, above its panel; may be empty.</param>
/// <param name="Curves">Its values [time][place].</param>
public sealed record FunctionFamily(string Name, IReadOnlyList<IReadOnlyList<double>> Curves);

/// <summary>Words of a <see cref="FunctionFamilyPlot"/>.</summary>
public sealed record FunctionFamilyPlotOptions
{
    /// <summary>Title; may be empty.</summary>
    public string Title { get; init; } = "";
    /// <summary>Label of the horizontal axis.</summary>
    public string X { get; init; } = "Input x";
    /// <summary>Label of the vertical axis.</summary>
    public string Y { get; init; } = "Output";
    /// <summary>Label of the colour bar.</summary>
    public string Time { get; init; } = "Outer step";
}

/// <summary>Functions that change: a curve for each time, coloured by it from light to dark, the last one thick; a panel for each function, with a colour bar.</summary>
public static class FunctionFamilyPlot
{
    /// <summary>Functions of a picture, at most.</summary>
    public const int MostPanels = 3;

    const int BarWidth = 92, BarRight = 62, Top = 40, Bottom = 58, Left = 66, Gap = 12, Height = 450, Shades = 128;
    const double Lightest = .85; // viridis beyond is too light on white

    static readonly Viridis Map = new();

    /// <summary>Writes the picture. Values that are not finite interrupt a curve.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="x">Places, rising: two or more.</param>
    /// <param name="times">Times, rising: one or more.</param>
    /// <param name="families">The functions, 1 to 3.</param>
    /// <param name="options">Words; the defaults if null.</param>
    /// <exception cref="ArgumentException">There are no or too many functions, places or times do not rise, or numbers of curves or values do not fit them.</exception>
    public static void Save(string path, IReadOnlyList<double> x, IReadOnlyList<double> times, IReadOnlyList<FunctionFamily> families, FunctionFamilyPlotOptions? options = null)
    {
        options ??= new();
        Check(x, times, families);
        (double low, double high) = PlotStyle.Limits(families.SelectMany(family => family.Curves.SelectMany(curve => curve)));
        int width = (Figure.Width - BarWidth) / families.Count;
        List<(Plot, PixelRect)> panels = [];
        for (int p = 0; p < families.Count; p++)
        {
            Plot plot = PlotStyle.CreatePanel(families[p].Name, options.X, p == 0 ? options.Y : "", width - Left);
            for (int t = 0; t < times.Count; t++) PlotStyle.AddPieces(plot, x.Zip(families[p].Curves[t], (at, value) => new Coordinates(at, value)), ColorOf(Place(times, times[t])), t == times.Count - 1 ? 1.5f * PlotStyle.LineWidth : .75f * PlotStyle.LineWidth, "");
            plot.Axes.SetLimits(x[0], x[^1], low, high);
            plot.Axes.Left.MinimumSize = Left; // the label at the edge, however short numbers are
            plot.Layout.Fixed(new PixelPadding(Left, Gap, Bottom, families[p].Name.Length > 0 ? Top : Gap));
            panels.Add((plot, new(p * width, (p + 1) * width, Height, 0)));
        }
        panels.Add((Bar(times, options.Time, families.Any(family => family.Name.Length > 0) ? Top : Gap), new(families.Count * width, Figure.Width, Height, 0)));
        Figure.Save(path, panels, Height, options.Title);
    }

    static void Check(IReadOnlyList<double> x, IReadOnlyList<double> times, IReadOnlyList<FunctionFamily> families)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(families);
        if (families.Count is < 1 or > MostPanels) throw new ArgumentException($"There are {families.Count} functions; allowed are 1 to {MostPanels}.", nameof(families));
        if (x.Count < 2 || !Rises(x)) throw new ArgumentException("The places are not two or more finite numbers that rise.", nameof(x));
        if (times.Count < 1 || !Rises(times)) throw new ArgumentException("The times are not one or more finite numbers that rise.", nameof(times));
        foreach (FunctionFamily family in families)
        {
            if (family.Curves.Count != times.Count) throw new ArgumentException($"Function '{family.Name}' has {family.Curves.Count} curves for {times.Count} times.", nameof(families));
            if (family.Curves.FirstOrDefault(curve => curve.Count != x.Count) is { } wrong) throw new ArgumentException($"A curve of function '{family.Name}' has {wrong.Count} values at {x.Count} places.", nameof(families));
        }

        static bool Rises(IReadOnlyList<double> values) => values.All(double.IsFinite) && values.Zip(values.Skip(1), (a, b) => a < b).All(rising => rising);
    }

    /// <summary>Where a time is between the first and the last, 0 to 1; the only one is the last.</summary>
    static double Place(IReadOnlyList<double> times, double time) => times.Count == 1 ? 1 : (time - times[0]) / (times[^1] - times[0]);

    /// <summary>The colour of a place in time.</summary>
    internal static Color ColorOf(double place) => Map.GetColor(Lightest * (1 - place));

    static Plot Bar(IReadOnlyList<double> times, string label, int top)
    {
        Plot plot = PlotStyle.CreatePanel("", "", "", BarWidth);
        IYAxis right = plot.Axes.Right;
        (double first, double last) = times.Count == 1 ? (times[0] - .5, times[0] + .5) : (times[0], times[^1]);
        double height = (last - first) / Shades;
        for (int i = 0; i < Shades; i++)
        {
            // Each a little higher than its part, so that no gap shines through.
            Rectangle shade = plot.Add.Rectangle(0, 1, first + i * height, Math.Min(last, first + (i + 1.5) * height));
            (shade.FillColor, shade.LineWidth, shade.Axes.YAxis) = (ColorOf(times.Count == 1 ? 1 : (i + .5) / Shades), 0, right);
        }
        plot.HideGrid();
        plot.Axes.Bottom.TickGenerator = plot.Axes.Left.TickGenerator = new EmptyTickGenerator();
        plot.Axes.Bottom.FrameLineStyle.Width = plot.Axes.Left.FrameLineStyle.Width = 0;
        right.TickGenerator = times.Count == 1 ? new NumericManual([times[0]], [PlotStyle.Text(times[0])]) : PlotStyle.Ticks(40, integers: false);
        (right.FrameLineStyle.Width, right.FrameLineStyle.Color) = (0, PlotStyle.Frame);
        (right.TickLabelStyle.FontSize, right.TickLabelStyle.ForeColor) = (plot.Axes.Left.TickLabelStyle.FontSize, PlotStyle.Ink);
        (right.MajorTickStyle.Color, right.MajorTickStyle.Length, right.MinorTickStyle.Length) = (PlotStyle.Frame, 5, 0);
        (right.Label.Text, right.Label.FontSize, right.Label.Bold, right.Label.ForeColor) = (label, plot.Axes.Left.Label.FontSize, false, PlotStyle.Ink);
        plot.Axes.SetLimitsX(0, 1);
        plot.Axes.SetLimitsY(first, last);
        plot.Axes.SetLimitsY(first, last, right);
        right.MinimumSize = BarRight;
        plot.Layout.Fixed(new PixelPadding(6, BarRight, Bottom, top));
        return plot;
    }
}
