using System.Globalization;
using ScottPlot;
using ScottPlot.Panels;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Neuromorphic.Analysis;

/// <summary>The look of all pictures, in one place. Sizes are in units of <see cref="Figure"/>.</summary>
static class PlotStyle
{
    // Okabe, Ito (2008), "Color Universal Design": told apart with every kind of colour vision.
    public static Color Blue { get; } = Color.FromHex("#0072B2");
    public static Color Vermillion { get; } = Color.FromHex("#D55E00");
    public static Color Green { get; } = Color.FromHex("#009E73");
    public static Color Orange { get; } = Color.FromHex("#E69F00");
    public static Color Purple { get; } = Color.FromHex("#CC79A7");
    public static Color Sky { get; } = Color.FromHex("#56B4E9");
    public static Color Ink { get; } = Color.FromHex("#262626");
    public static Color Grey { get; } = Color.FromHex("#8C8C8C");
    public static Color Frame { get; } = Color.FromHex("#595959");
    static readonly Color GridLine = Color.FromHex("#E8E8E8");

    /// <summary>Colours of series, in the order of use.</summary>
    public static IReadOnlyList<Color> Series { get; } = [Blue, Vermillion, Green, Purple, Orange, Sky, Ink];

    /// <summary>Markers of series, so that they can be told apart in grey too.</summary>
    public static IReadOnlyList<MarkerShape> Markers { get; } =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenSquare];

    public const float LineWidth = 2, ThinLine = 1, MarkerSize = 7;
    public const double BandOpacity = 0.2;
    const float TitleSize = 18, LabelSize = 16, TickSize = 14, LegendSize = 14, PanelSize = 14;
    const int LongestName = 48;

    static PlotStyle()
    {
        Fonts.FontResolvers.Insert(0, new EmbeddedFont());
        Fonts.Default = EmbeddedFont.Name;
    }

    /// <summary>An empty plot with its labels, as wide as the sheet.</summary>
    public static Plot Create(string title, string horizontal, string vertical) => Create(title, horizontal, vertical, TitleSize, LabelSize, Figure.Width - 120);

    /// <summary>An empty plot with its labels, one of several on a sheet.</summary>
    /// <param name="title">Title; may be empty.</param>
    /// <param name="horizontal">Label of the horizontal axis.</param>
    /// <param name="vertical">Label of the vertical axis.</param>
    /// <param name="width">Width that the title may have, in units of layout.</param>
    public static Plot CreatePanel(string title, string horizontal, string vertical, float width) => Create(title, horizontal, vertical, PanelSize, PanelSize, width);

    static Plot Create(string title, string horizontal, string vertical, float titleSize, float labelSize, float width)
    {
        var plot = new Plot();
        plot.Axes.Title.Label.Text = title;
        plot.Axes.Title.Label.FontSize = Fit(title, titleSize, width);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Title.Label.ForeColor = Ink;
        plot.Axes.Title.IsVisible = title.Length > 0;
        foreach ((IAxis axis, LabelStyle label, string text) in new[] { (plot.Axes.Bottom, plot.Axes.Bottom.Label, horizontal), ((IAxis)plot.Axes.Left, plot.Axes.Left.Label, vertical) })
        {
            label.Text = text;
            label.FontSize = labelSize;
            label.Bold = false;
            label.ForeColor = Ink;
            axis.TickLabelStyle.FontSize = TickSize;
            axis.TickLabelStyle.ForeColor = Ink;
            axis.FrameLineStyle.Width = ThinLine;
            axis.FrameLineStyle.Color = Frame;
            axis.MajorTickStyle.Color = axis.MinorTickStyle.Color = Frame;
            axis.MajorTickStyle.Length = 5;
            axis.MinorTickStyle.Length = 3;
        }
        plot.Axes.Top.FrameLineStyle.Width = plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = GridLine;
        plot.Grid.MajorLineWidth = ThinLine;
        plot.Axes.Bottom.TickGenerator = Ticks(60, integers: false);
        plot.Axes.Left.TickGenerator = Ticks(40, integers: false);
        return plot;
    }

    /// <summary>Draws the title of a sheet of several plots.</summary>
    /// <param name="canvas">The sheet.</param>
    /// <param name="title">The title.</param>
    /// <param name="foot">The middle of its base line.</param>
    public static void DrawTitle(SKCanvas canvas, string title, SKPoint foot)
    {
        using var font = new SKFont(Fonts.GetTypeface(EmbeddedFont.Name, bold: false, italic: false), Fit(title, TitleSize, Figure.Width - 40));
        using var paint = new SKPaint { Color = new SKColor(Ink.R, Ink.G, Ink.B), IsAntialias = true };
        canvas.DrawText(title, foot.X, foot.Y, SKTextAlign.Center, font, paint);
    }

    /// <summary>The font size at which a text is no wider than it may be.</summary>
    static float Fit(string text, float size, float width)
    {
        using var font = new SKFont(Fonts.GetTypeface(EmbeddedFont.Name, bold: false, italic: false), size);
        return size * Math.Min(1, width / text.Split('\n').Max(line => font.MeasureText(line)));
    }

    /// <summary>Evenly spaced ticks, at least so far apart.</summary>
    public static NumericAutomatic Ticks(float spacing, bool integers) => new() { IntegerTicksOnly = integers, LabelFormatter = Text, MinimumTickSpacing = spacing, MinorTickGenerator = new EvenlySpacedMinorTickGenerator(1) };

    /// <summary>Whole-numbered ticks of a horizontal axis.</summary>
    public static void CountHorizontally(Plot plot) => plot.Axes.Bottom.TickGenerator = Ticks(60, integers: true);

    /// <summary>Whole-numbered ticks of a vertical axis.</summary>
    public static void CountVertically(Plot plot) => plot.Axes.Left.TickGenerator = Ticks(40, integers: true);

    /// <summary>A number as a tick has it, without the noise of its last bits.</summary>
    public static string Text(double value) => Minus((value + 0.0).ToString("G10", CultureInfo.InvariantCulture));

    /// <summary>A number in a legend: three significant digits, or all before the point.</summary>
    public static string Short(double value) => Minus(value.ToString(Math.Abs(value) >= 100 ? "F0" : "G3", CultureInfo.InvariantCulture));

    /// <summary>A number as the label of an axis where numbers differ by orders of magnitude: at most three significant digits.</summary>
    public static string Brief(double value) => Minus(Math.Abs(value) is >= 1e5 or (< 1e-3 and > 0)
        ? value.ToString("0.##e0", CultureInfo.InvariantCulture)
        : double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));

    /// <summary>The name of a condition beside an axis, cut where it is long.</summary>
    public static string Name(string name) => name.Length > LongestName ? name[..(LongestName - 1)] + "…" : name;

    static string Minus(string number) => number.Replace('-', '\u2212');

    /// <summary>Shows the legend in a row above the data, where it hides nothing.</summary>
    public static void ShowLegend(Plot plot)
    {
        Legend legend = plot.Legend;
        if (legend.GetItems().Length == 0) return;
        legend.IsVisible = false; // the one inside the data
        legend.FontSize = LegendSize;
        legend.FontColor = Ink;
        legend.Orientation = Orientation.Horizontal;
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        legend.BackgroundColor = Colors.Transparent;
        legend.Padding = new PixelPadding(0);
        legend.InterItemPadding = new PixelPadding(13, 13, 2, 2);
        legend.SymbolWidth = 24;
        legend.TightHorizontalWrapping = true;
        plot.Axes.AddPanel(new LegendPanel(legend) { Edge = Edge.Top, Alignment = Alignment.MiddleCenter, Padding = new PixelPadding(4) });
    }

    /// <summary>A line, through markers if there are few points.</summary>
    public static Scatter AddLine(Plot plot, IReadOnlyList<Coordinates> points, Color color, float width, string legend)
    {
        Scatter line = plot.Add.Scatter((Coordinates[])[.. points], color);
        line.LineWidth = width;
        line.MarkerSize = points.Count < 3 ? MarkerSize : 0;
        line.LegendText = legend;
        return line;
    }

    /// <summary>A line in pieces: points that are not finite interrupt it.</summary>
    public static void AddPieces(Plot plot, IEnumerable<Coordinates> points, Color color, float width, string legend)
    {
        List<Coordinates> piece = [];
        foreach (Coordinates point in points)
            if (double.IsFinite(point.X) && double.IsFinite(point.Y)) piece.Add(point);
            else End();
        End();

        void End()
        {
            if (piece.Count == 0) return;
            AddLine(plot, piece, color, width, legend);
            piece.Clear();
            legend = "";
        }
    }

    /// <summary>An area between two curves.</summary>
    public static FillY AddBand(Plot plot, double[] x, double[] low, double[] high, Color color, string legend)
    {
        FillY band = plot.Add.FillY(x, low, high);
        band.FillColor = color.WithOpacity(BandOpacity);
        band.LineWidth = 0;
        band.MarkerSize = 0;
        band.LegendText = legend;
        return band;
    }

    /// <summary>A bar from an error below to an error above a value.</summary>
    public static void AddErrorBar(Plot plot, double x, double value, double error, Color color) => AddSegment(plot, new(x, value - error), new(x, value + error), color, 1.5f * ThinLine);

    /// <summary>A straight line from one point to another.</summary>
    public static void AddSegment(Plot plot, Coordinates from, Coordinates to, Color color, float width)
    {
        LinePlot line = plot.Add.Line(from, to);
        (line.LineColor, line.LineWidth, line.MarkerSize) = (color, width, 0);
    }

    /// <summary>Whether two coordinates are so close that their labels, of ten digits, would be equal.</summary>
    public static bool Same(double low, double high, AxisScale scale) => high - low <= 1e-9 * (scale == AxisScale.Logarithmic ? 1 : Math.Max(Math.Abs(low), Math.Abs(high)));

    /// <summary>Limits around coordinates with a margin, wide enough for labels; what is not finite does not count.</summary>
    public static (double Low, double High) Limits(IEnumerable<double> values, double margin = 0.05, AxisScale scale = AxisScale.Linear)
    {
        Summary summary = Summary.Of(values);
        if (summary.Count == 0) return (0, 1);
        double span = summary.Maximum - summary.Minimum;
        if (Same(summary.Minimum, summary.Maximum, scale)) span = Math.Max(1, Math.Abs(summary.Maximum));
        return (summary.Minimum - margin * span, summary.Maximum + margin * span);
    }
}
