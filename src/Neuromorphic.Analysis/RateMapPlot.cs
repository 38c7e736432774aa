using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Neuromorphic.Analysis;

/// <summary>Rates of the same neurons at one time.</summary>
/// <param name="Rates">[neurons][categories], 0 to 1.</param>
/// <param name="Note">What is to be said of them, above the map; may be empty.</param>
public sealed record RateMap(IReadOnlyList<IReadOnlyList<double>> Rates, string Note = "");

/// <summary>One population at several times.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Maps">Its rates at each of the times, of the same neurons in the same order.</param>
public sealed record RateMapRow(string Name, IReadOnlyList<RateMap> Maps);

/// <summary>How often neurons spike by category, a strip for each neuron: populations from top to bottom, times from left to right, all on one scale of colours.</summary>
/// <remarks>A neuron stands at the same place at all times: those that spike most at the last time are at the top. White is silence; a rate above 0, however small, is not white.</remarks>
public static class RateMapPlot
{
    const int Left = 54, Between = 12, ScaleWidth = 78, ScaleBar = 16, TimeLine = 20, NoteLine = 50, Gap = 4, Foot = 52, StripHeight = 7, LeastHeight = 84;
    const int TitleDrop = 12; // a title keeps its distance, which is too great here
    const double Palest = .08;

    static readonly Color[] Shades = [Colors.White, PlotStyle.Sky, PlotStyle.Blue, PlotStyle.Ink];

    /// <summary>Writes the picture.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="rows">The populations; at least one.</param>
    /// <param name="times">What the times are, as many as each population has maps.</param>
    /// <param name="categories">Names of the categories.</param>
    /// <param name="title">Title.</param>
    /// <param name="label">What the categories are, for their axis.</param>
    /// <param name="scale">What the colours are, with its unit.</param>
    /// <exception cref="ArgumentException">There is nothing to draw, or a population has not as many maps as there are times.</exception>
    public static void Save(string path, IReadOnlyList<RateMapRow> rows, IReadOnlyList<string> times, IReadOnlyList<string> categories, string title, string label, string scale)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(categories);
        if (rows.Count == 0 || times.Count == 0) throw new ArgumentException("There are no rates to draw.", nameof(rows));
        List<(Plot, PixelRect)> panels = [];
        int map = (Figure.Width - Left - ScaleWidth) / times.Count, top = 0;
        foreach ((int i, RateMapRow row) in rows.Index())
        {
            if (row.Maps.Count != times.Count) throw new ArgumentException($"'{row.Name}' has {row.Maps.Count} maps for {times.Count} times.", nameof(rows));
            bool highest = i == 0, lowest = i == rows.Count - 1;
            int[] order = Order(row.Maps[^1]);
            int area = Math.Max(LeastHeight, StripHeight * order.Length), head = NoteLine + (highest ? TimeLine : 0), foot = lowest ? Foot : Gap;
            for (int k = 0; k < times.Count; k++)
            {
                string above = highest ? $"{times[k]}\n{row.Maps[k].Note}" : row.Maps[k].Note;
                Plot plot = Panel(row.Maps[k], order, categories, (map - Between, area), above, lowest ? label : "", k == 0 ? row.Name : "");
                int outer = k == 0 ? Left : 0, left = k == 0 ? 0 : Left + k * map;
                plot.Layout.Fixed(new PixelPadding(outer, Between, foot, head));
                panels.Add((plot, new PixelRect(left, left + outer + map, top + head + area + foot, top)));
            }
            if (highest)
            {
                Plot bar = Bar(scale, area);
                bar.Layout.Fixed(new PixelPadding(0, ScaleWidth - ScaleBar, foot, head));
                panels.Add((bar, new PixelRect(Figure.Width - ScaleWidth, Figure.Width, top + head + area + foot, top)));
            }
            top += head + area + foot;
        }
        Figure.Save(path, panels, top, title);
    }

    /// <summary>The neurons from the greatest rate to the least; of equal rates in their own order.</summary>
    internal static int[] Order(RateMap map) => [.. Enumerable.Range(0, map.Rates.Count).OrderByDescending(neuron => map.Rates[neuron].Where(double.IsFinite).Sum())];

    /// <summary>The colour of a rate.</summary>
    internal static Color Shade(double rate)
    {
        if (!(rate > 0)) return Shades[0];
        double place = Math.Clamp(Palest + (1 - Palest) * rate, 0, 1) * (Shades.Length - 1);
        int below = Math.Min((int)place, Shades.Length - 2);
        return Shades[below].MixedWith(Shades[below + 1], place - below);
    }

    static Plot Panel(RateMap map, int[] order, IReadOnlyList<string> categories, (int Width, int Height) area, string title, string label, string name)
    {
        Plot plot = PlotStyle.CreatePanel(title, label, name, float.PositiveInfinity);
        plot.Axes.Title.Label.FontSize = 13;
        plot.Axes.Title.Label.OffsetY = TitleDrop;
        var image = new CellImage(categories.Count, Math.Max(1, order.Length), area.Width * Figure.Scale, area.Height * Figure.Scale, gaps: 0);
        for (int row = 0; row < order.Length; row++)
            for (int column = 0; column < categories.Count; column++) image.Fill(column, row, Shade(map.Rates[order[row]][column]), 1);
        Place(plot, image, categories.Count);
        if (label.Length > 0) plot.Axes.Bottom.TickGenerator = new NumericManual([.. categories.Select((_, i) => i + .5)], [.. categories]);
        else plot.Axes.Bottom.SetTicks([], []);
        plot.Axes.Bottom.TickLabelStyle.FontSize = 12;
        plot.Axes.Left.SetTicks([], []);
        return plot;
    }

    static Plot Bar(string scale, int height)
    {
        Plot plot = PlotStyle.CreatePanel("", "", "", 0);
        var image = new CellImage(1, height, ScaleBar * Figure.Scale, height * Figure.Scale, gaps: 0);
        for (int row = 0; row < height; row++) image.Fill(0, row, Shade(1 - row / (height - 1.0)), 1);
        Place(plot, image, 1);
        plot.Axes.Left.SetTicks([], []);
        plot.Axes.Bottom.SetTicks([], []);
        plot.Axes.SetLimitsY(1, 0, plot.Axes.Right);
        plot.Axes.Right.TickGenerator = new NumericManual([1, .75, .5, .25, 0], ["0", "0.25", "0.5", "0.75", "1"]);
        plot.Axes.Right.TickLabelStyle.FontSize = 12;
        plot.Axes.Right.TickLabelStyle.ForeColor = PlotStyle.Ink;
        plot.Axes.Right.Label.Text = scale;
        plot.Axes.Right.Label.FontSize = 14;
        plot.Axes.Right.Label.Bold = false;
        plot.Axes.Right.Label.ForeColor = PlotStyle.Ink;
        return plot;
    }

    /// <summary>An image over all of a plot, in a frame.</summary>
    static void Place(Plot plot, CellImage image, int columns)
    {
        ImageRect placed = plot.Add.ImageRect(image.ToImage(), new CoordinateRect(0, columns, 1, 0));
        placed.AntiAlias = false;
        plot.Axes.SetLimits(0, columns, 1, 0);
        plot.Grid.IsVisible = false;
        foreach (IAxis axis in (IAxis[])[plot.Axes.Left, plot.Axes.Right, plot.Axes.Top, plot.Axes.Bottom])
        {
            axis.FrameLineStyle.Width = PlotStyle.ThinLine;
            axis.FrameLineStyle.Color = PlotStyle.Grey;
            axis.MajorTickStyle.Length = axis.MinorTickStyle.Length = 0;
        }
    }
}
