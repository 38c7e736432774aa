using Neuromorphic.Neurons;
using ScottPlot;
using ScottPlot.Plottables;

namespace Neuromorphic.Analysis;

/// <summary>The spikes of an episode: neurons over time, the most active at the top, and beneath it the part of the population that spikes.</summary>
public static class RasterPlot
{
    const int Left = 76, Right = 20, Between = 14, RateHeight = 160, Bottom = 58;

    /// <summary>Writes the picture.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="recording">What was recorded; a row is a step, or a sub-step of the neurons where there are several.</param>
    /// <param name="title">Title.</param>
    public static void Save(string path, Recording recording, string title)
    {
        ArgumentNullException.ThrowIfNull(recording);
        int steps = recording.Spikes.Count, neurons = recording.Neurons.Count;
        bool ternary = recording.Spikes.Any(row => row.AsSpan().ContainsAnyInRange(float.MinValue, -float.Epsilon));
        double last = Math.Max(1, steps);

        int top = title.Length == 0 && !ternary ? 16 : ternary ? 66 : 42;
        Plot raster = PlotStyle.Create(title, "", "Neuron, by rate");
        int width = Figure.Width - Left - Right, height = Figure.Height - RateHeight - top - Between;
        if (steps > 0 && neurons > 0)
        {
            int[] order = Order(recording.Rates());
            ImageRect image = raster.Add.ImageRect(SpikeImage.Draw(recording.Spikes, order, width * Figure.Scale, height * Figure.Scale), new CoordinateRect(0, last, neurons, 0));
            image.AntiAlias = false;
        }
        raster.Axes.SetLimits(0, last, Math.Max(1, neurons), 0);
        PlotStyle.CountVertically(raster);
        raster.Axes.Bottom.TickLabelStyle.IsVisible = false;
        raster.Grid.IsVisible = false;
        raster.Layout.Fixed(new PixelPadding(Left, Right, Between, top));
        if (ternary) AddLegend(raster);

        Plot rate = PlotStyle.Create("", "Step", "Spiking (%)");
        double highest = AddRate(rate, recording, spike => spike > 0, PlotStyle.Blue);
        if (ternary) highest = Math.Max(highest, AddRate(rate, recording, spike => spike < 0, PlotStyle.Vermillion));
        rate.Axes.SetLimits(0, last, 0, highest == 0 ? 1 : 1.08 * highest);
        PlotStyle.CountHorizontally(rate);
        PlotStyle.CountHorizontally(raster);
        rate.Layout.Fixed(new PixelPadding(Left, Right, Bottom, 4));
        rate.Axes.Left.TickGenerator = PlotStyle.Ticks(24, integers: false);
        raster.Axes.Left.MinimumSize = rate.Axes.Left.MinimumSize = Left;
        Figure.Save(path, (raster, Figure.Height - RateHeight), (rate, RateHeight));
    }

    /// <summary>Columns of the recording, the most active first.</summary>
    static int[] Order(double[] rates)
    {
        int[] order = [.. Enumerable.Range(0, rates.Length)];
        Array.Sort(order, (a, b) => rates[a] != rates[b] ? rates[b].CompareTo(rates[a]) : a - b);
        return order;
    }

    static double AddRate(Plot plot, Recording recording, Func<float, bool> counts, Color color)
    {
        var points = new Coordinates[recording.Spikes.Count];
        for (int step = 0; step < points.Length; step++)
        {
            int spikes = 0;
            foreach (float spike in recording.Spikes[step]) if (counts(spike)) spikes++;
            points[step] = new(step + 0.5, 100.0 * spikes / Math.Max(1, recording.Neurons.Count));
        }
        if (points.Length == 0) return 0;
        PlotStyle.AddLine(plot, points, color, PlotStyle.ThinLine, "");
        return points.Max(point => point.Y);
    }

    static void AddLegend(Plot plot)
    {
        foreach ((string text, Color color) in new[] { ("spike +1", PlotStyle.Blue), ("spike −1", PlotStyle.Vermillion) })
            plot.Legend.ManualItems.Add(new LegendItem { LabelText = text, MarkerShape = MarkerShape.FilledSquare, MarkerColor = color, MarkerSize = PlotStyle.MarkerSize });
        PlotStyle.ShowLegend(plot);
    }
}
