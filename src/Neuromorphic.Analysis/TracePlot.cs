using ScottPlot;
using ScottPlot.TickGenerators;

namespace Neuromorphic.Analysis;

/// <summary>What one neuron does over time.</summary>
/// <param name="Name">Which one it is; may have several lines.</param>
/// <param name="Potentials">Membrane potential after each step and its reset.</param>
/// <param name="Spikes">Spike of each step: 0 or 1.</param>
/// <param name="Threshold">Its threshold.</param>
/// <param name="Rest">Its resting potential, at which it begins.</param>
/// <param name="Note">What is to be said of it, beside the trace; may have several lines.</param>
public sealed record NeuronTrace(string Name, IReadOnlyList<float> Potentials, IReadOnlyList<float> Spikes, double Threshold, double Rest, string Note = "")
{
    /// <summary>Steps from the beginning, of which the first is 1, to each spike.</summary>
    public IReadOnlyList<int> SpikeSteps => [.. Spikes.Index().Where(spike => spike.Item != 0).Select(spike => spike.Index + 1)];

    /// <summary>Steps from each spike to the next one.</summary>
    public IReadOnlyList<int> Intervals => [.. SpikeSteps.Zip(SpikeSteps.Skip(1), (one, next) => next - one)];
}

/// <summary>Membrane potentials of several neurons over the same time and on the same scale, one above the other, with their thresholds, and their spikes as strokes above these.</summary>
public static class TracePlot
{
    const int Left = 128, Right = 150, Head = 74, PanelHeight = 60, Gap = 5, Bottom = 54;
    const double StrokeHeight = .3, Margin = .08; // of the way from the lowest potential to the highest threshold

    /// <summary>Writes the picture.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="traces">The neurons from top to bottom; at least one, of equally many steps.</param>
    /// <param name="title">Title.</param>
    /// <exception cref="ArgumentException">There is no neuron, or they have not equally many steps.</exception>
    public static void Save(string path, IReadOnlyList<NeuronTrace> traces, string title)
    {
        ArgumentNullException.ThrowIfNull(traces);
        if (traces.Count == 0) throw new ArgumentException("There is no neuron to draw.", nameof(traces));
        int steps = traces[0].Potentials.Count;
        foreach (NeuronTrace trace in traces)
            if (trace.Potentials.Count != steps || trace.Spikes.Count != steps)
                throw new ArgumentException($"'{trace.Name}' has {trace.Potentials.Count} potentials and {trace.Spikes.Count} spikes, the first neuron {steps} potentials; allowed: as many.", nameof(traces));
        double low = traces.Min(trace => Math.Min(trace.Rest, trace.Potentials.DefaultIfEmpty((float)trace.Rest).Min())), span = Math.Max(1e-6, traces.Max(trace => trace.Threshold) - low);
        Figure.Save(path, [.. traces.Select((trace, i) => Panel(trace, (low, span), steps, i == 0 ? title : null, lowest: i == traces.Count - 1))]);
    }

    static (Plot, int) Panel(NeuronTrace trace, (double Low, double Span) scale, int steps, string? title, bool lowest)
    {
        Plot plot = PlotStyle.Create(title ?? "", lowest ? "Step" : "", "");
        double stroke = StrokeHeight * scale.Span, bottom = scale.Low - Margin * scale.Span, top = scale.Low + (1 + StrokeHeight + Margin) * scale.Span;
        PlotStyle.AddSegment(plot, new(0, trace.Threshold), new(steps, trace.Threshold), PlotStyle.Orange, PlotStyle.ThinLine);
        PlotStyle.AddLine(plot, [.. Course(trace)], trace.SpikeSteps.Count > 0 ? PlotStyle.Blue : PlotStyle.Grey, .75f * PlotStyle.LineWidth, "").MarkerSize = 0;
        foreach (int step in trace.SpikeSteps) PlotStyle.AddSegment(plot, new(step, trace.Threshold), new(step, trace.Threshold + stroke), PlotStyle.Vermillion, PlotStyle.LineWidth);

        plot.Axes.SetLimits(0, steps, bottom, top);
        plot.Grid.IsVisible = false;
        Write(plot.Axes.Left, trace.Name);
        Write(plot.Axes.Right, trace.Note);
        plot.Axes.SetLimitsY(bottom, top, plot.Axes.Right);
        PlotStyle.CountHorizontally(plot);
        if (!lowest) plot.Axes.Bottom.TickLabelStyle.IsVisible = plot.Axes.Bottom.IsVisible = false;
        if (title != null)
        {
            foreach ((string name, Color color) in ((string, Color)[])[("membrane potential", PlotStyle.Blue), ("threshold", PlotStyle.Orange), ("spike", PlotStyle.Vermillion)])
                plot.Legend.ManualItems.Add(new LegendItem { LabelText = name, LineColor = color, LineWidth = PlotStyle.LineWidth });
            PlotStyle.ShowLegend(plot);
        }
        int above = title == null ? Gap : Head, below = lowest ? Bottom : Gap;
        plot.Layout.Fixed(new PixelPadding(Left, Right, below, above));
        return (plot, PanelHeight + above + below);

        void Write(IYAxis axis, string text)
        {
            axis.TickGenerator = new NumericManual([(bottom + top) / 2], [text]);
            axis.TickLabelStyle.FontSize = 14;
            axis.TickLabelStyle.ForeColor = PlotStyle.Ink;
            axis.MajorTickStyle.Length = 0;
        }
    }

    /// <summary>The course of the potential: up to the threshold where there is a spike, and then to where that puts the neuron.</summary>
    static IEnumerable<Coordinates> Course(NeuronTrace trace)
    {
        yield return new(0, trace.Rest);
        for (int step = 0; step < trace.Potentials.Count; step++)
        {
            if (trace.Spikes[step] != 0) yield return new(step + 1, trace.Threshold);
            yield return new(step + 1, trace.Potentials[step]);
        }
    }
}
