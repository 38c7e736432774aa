using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Neuromorphic.Analysis;

/// <summary>By what neurons are sorted in a <see cref="RasterPlot"/>.</summary>
/// <param name="Name">What it is, with its unit, such as time constant (ms).</param>
/// <param name="Values">Its value for each neuron of the recording.</param>
public sealed record NeuronOrder(string Name, IReadOnlyList<double> Values);

/// <summary>Words of a <see cref="RasterPlot"/>, and what it shows beside spikes.</summary>
public sealed record RasterOptions
{
    /// <summary>Title; may be empty.</summary>
    public string Title { get; init; } = "";
    /// <summary>By what neurons are sorted, the greatest at the top; by spikes per step if not given.</summary>
    public NeuronOrder? Order { get; init; }
    /// <summary>Seconds of a row of the recording; null where it has no duration.</summary>
    public double? Step { get; init; }
    /// <summary>What else happened, in panels of their own.</summary>
    public IReadOnlyList<Track> Tracks { get; init; } = [];
    /// <summary>Rows of the recording in a step of the tracks and moments.</summary>
    public int SubSteps { get; init; } = 1;
    /// <summary>What is marked. Where something is, all of the time is shown.</summary>
    public IReadOnlyList<Moment> Moments { get; init; } = [];
}

/// <summary>The spikes of an episode: neurons over time, beneath them the part of the population that spikes, observations and actions.</summary>
/// <remarks>Spikes are as large as can be told apart: of many neurons some are shown, evenly spread over the order, and of a long time its beginning. The labels say so.</remarks>
public static class RasterPlot
{
    internal const int MostNeurons = 80, MostRows = 250;
    const int Left = 96, Right = 34, RasterHeight = 300, RateHeight = 84, Bottom = 54, Head = 6, Foot = 8, TitleLine = 24, LegendLine = 26, MomentLine = 14;
    const int MostTicks = 6;

    /// <summary>Writes the picture.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="recording">What was recorded; a row is a step, or a sub-step of the neurons where there are several.</param>
    /// <param name="options">Words, and what is shown beside.</param>
    public static void Save(string path, Recording recording, RasterOptions options)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(options);
        int steps = Shown(recording.Spikes.Count, options);
        double[] values = options.Order is { } given ? [.. given.Values] : recording.Rates();
        int[] neurons = Choose(values);
        IReadOnlyList<float[]> rows = [.. recording.Spikes.Take(steps)];
        bool ternary = rows.Any(row => row.AsSpan().ContainsAnyInRange(float.MinValue, -float.Epsilon));
        double last = Math.Max(1, steps) * (options.Step ?? 1);
        List<LegendItem> legend = Legend(ternary, options.Tracks);

        int above = (options.Title.Length == 0 ? 12 : 18 + TitleLine * options.Title.Split('\n').Length) + (legend.Count > 0 ? LegendLine : 0) + (options.Moments.Count > 0 ? MomentLine : 0);
        string shown = neurons.Length < values.Length ? string.Create(CultureInfo.InvariantCulture, $"{neurons.Length:N0} of {values.Length:N0} neurons") : "Neurons";
        Plot raster = PlotStyle.Create(options.Title, "", $"{shown}\nby {options.Order?.Name ?? "spikes per step"}");
        raster.Axes.Left.Label.FontSize = 14;
        Mark(raster, options);
        if (steps > 0 && neurons.Length > 0)
            Place(raster, SpikeImage.Draw(rows, neurons, (Figure.Width - Left - Right) * Figure.Scale, RasterHeight * Figure.Scale), last, neurons.Length);
        raster.Axes.Left.TickGenerator = Ticks(neurons, values);
        Name(raster, options, last);
        foreach (LegendItem item in legend) raster.Legend.ManualItems.Add(item);
        PlotStyle.ShowLegend(raster);

        Plot rate = PlotStyle.CreatePanel("", "", "Spiking (%)", 0);
        Mark(rate, options);
        double highest = AddRate(rate, rows, spike => spike > 0, PlotStyle.Blue, options);
        if (ternary) highest = Math.Max(highest, AddRate(rate, rows, spike => spike < 0, PlotStyle.Vermillion, options));
        rate.Axes.SetLimitsY(0, highest == 0 ? 1 : 1.08 * highest);
        rate.Axes.Left.TickGenerator = PlotStyle.Ticks(18, integers: false);

        List<(Plot Plot, int Height)> panels = [(raster, above + RasterHeight), (rate, RateHeight + Head)];
        foreach (Track track in options.Tracks)
        {
            Plot plot = PlotStyle.CreatePanel("", "", track.Name, 0);
            Place(plot, track.Draw(steps / options.SubSteps, (Figure.Width - Left - Right) * Figure.Scale, track.Height * Figure.Scale), last, track.Rows);
            plot.Axes.Left.TickGenerator = track.Ticks();
            panels.Add((plot, track.Height + Head));
        }
        for (int i = 0; i < panels.Count; i++)
        {
            (Plot plot, int height) = panels[i];
            bool lowest = i == panels.Count - 1;
            plot.Axes.SetLimitsX(0, last);
            if (plot != rate) plot.Grid.IsVisible = false;
            if (options.Step == null) PlotStyle.CountHorizontally(plot);
            plot.Axes.Bottom.TickLabelStyle.IsVisible = lowest;
            plot.Axes.Bottom.Label.Text = lowest ? Time(recording.Spikes.Count, steps, options) : "";
            plot.Axes.Bottom.Label.FontSize = 16;
            plot.Axes.Left.MinimumSize = Left;
            plot.Layout.Fixed(new PixelPadding(Left, Right, lowest ? Bottom : Foot, i == 0 ? above : Head));
            panels[i] = (plot, height + (lowest ? Bottom : Foot));
        }
        Figure.Save(path, [.. panels]);
    }

    /// <summary>Rows of the recording that are shown: whole steps.</summary>
    internal static int Shown(int rows, RasterOptions options) =>
        options.Moments.Count > 0 ? rows : Math.Min(rows, Math.Max(1, MostRows / options.SubSteps) * options.SubSteps);

    /// <summary>The neurons that are shown, from the greatest value to the least: all, or evenly spread ones. Neurons of equal values keep their order.</summary>
    internal static int[] Choose(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(order, (a, b) => values[a] != values[b] ? values[b].CompareTo(values[a]) : a - b);
        if (order.Length <= MostNeurons) return order;
        int[] chosen = new int[MostNeurons];
        for (int i = 0; i < chosen.Length; i++) chosen[i] = order[(int)((i + 0.5) * order.Length / chosen.Length)];
        return chosen;
    }

    /// <summary>The words of the time axis.</summary>
    static string Time(int all, int shown, RasterOptions options)
    {
        string name = options.Step != null ? "Time (s)" : options.SubSteps > 1 ? "Sub-step" : "Step";
        if (shown == all) return name;
        return options.Step is { } step ? $"{name}: the first {PlotStyle.Short(shown * step)} of {PlotStyle.Short(all * step)}" : string.Create(CultureInfo.InvariantCulture, $"{name}: the first {shown:N0} of {all:N0}");
    }

    /// <summary>Ticks that say by what neurons are sorted.</summary>
    static NumericManual Ticks(int[] neurons, double[] values)
    {
        var ticks = new NumericManual();
        int count = Math.Min(MostTicks, neurons.Length);
        for (int i = 0; i < count; i++)
        {
            int row = count == 1 ? 0 : (int)Math.Round((double)i * (neurons.Length - 1) / (count - 1));
            ticks.AddMajor(row + 0.5, PlotStyle.Brief(values[neurons[row]]));
        }
        return ticks;
    }

    static void Place(Plot plot, Image image, double width, int rows)
    {
        ImageRect placed = plot.Add.ImageRect(image, new CoordinateRect(0, width, rows, 0));
        placed.AntiAlias = false;
        plot.Axes.SetLimitsY(rows, 0);
    }

    static void Mark(Plot plot, RasterOptions options)
    {
        foreach ((int i, Moment moment) in options.Moments.Index())
        {
            double row = options.SubSteps * (options.Step ?? 1);
            HorizontalSpan span = plot.Add.HorizontalSpan(moment.First * row, (moment.Last + 1) * row);
            span.FillStyle.Color = (i % 2 == 0 ? PlotStyle.Orange : PlotStyle.Sky).WithOpacity(0.25);
            span.LineStyle.Width = 0;
        }
    }

    /// <summary>The names of moments, above the plot.</summary>
    static void Name(Plot plot, RasterOptions options, double last)
    {
        if (options.Moments.Count == 0) return;
        var ticks = new NumericManual();
        foreach (Moment moment in options.Moments) ticks.AddMajor((moment.First + moment.Last + 1) / 2.0 * options.SubSteps * (options.Step ?? 1), moment.Name);
        plot.Axes.SetLimitsX(0, last, plot.Axes.Top);
        plot.Axes.Top.TickGenerator = ticks;
        plot.Axes.Top.TickLabelStyle.FontSize = 14;
        plot.Axes.Top.TickLabelStyle.ForeColor = PlotStyle.Ink;
        plot.Axes.Top.MajorTickStyle.Length = 0;
    }

    static double AddRate(Plot plot, IReadOnlyList<float[]> rows, Func<float, bool> counts, Color color, RasterOptions options)
    {
        var points = new Coordinates[rows.Count];
        for (int step = 0; step < points.Length; step++)
        {
            int spikes = 0;
            foreach (float spike in rows[step]) if (counts(spike)) spikes++;
            points[step] = new((step + 0.5) * (options.Step ?? 1), 100.0 * spikes / Math.Max(1, rows[step].Length));
        }
        if (points.Length == 0) return 0;
        PlotStyle.AddLine(plot, points, color, PlotStyle.ThinLine, "");
        return points.Max(point => point.Y);
    }

    static List<LegendItem> Legend(bool ternary, IReadOnlyList<Track> tracks)
    {
        List<(string, Color)> items = ternary ? [("spike +1", PlotStyle.Blue), ("spike −1", PlotStyle.Vermillion)] : [];
        if (tracks.Any(track => track.Choices == null)) items.AddRange([("observation, action above 0", PlotStyle.Green), ("below 0, shaded by its share of the greatest", PlotStyle.Purple)]);
        return [.. items.Select(item => new LegendItem { LabelText = item.Item1, MarkerShape = MarkerShape.FilledSquare, MarkerColor = item.Item2, MarkerSize = PlotStyle.MarkerSize })];
    }
}
