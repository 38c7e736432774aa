using ScottPlot;
using ScottPlot.Plottables;

namespace Neuromorphic.Analysis;

/// <summary>Two measures of each run of a condition.</summary>
/// <param name="Name">The condition, for the legend.</param>
/// <param name="Runs">Both measures of each run; a run of which one is not finite is left out.</param>
public sealed record JointCondition(string Name, IReadOnlyList<(double X, double Y)> Runs);

/// <summary>Two measures of each run against each other, conditions as colours, with the distribution and the mean of each measure beside its axis: such as accuracy against the participation ratio.</summary>
/// <remarks>Distributions are normal kernel estimates with the width of Silverman (1986), "Density Estimation", equation 3.31.</remarks>
public static class JointPlot
{
    const int Marginal = 92, Legend = 76, Left = 92, Bottom = 58, Gap = 8, MainHeight = 400, Points = 256;

    /// <summary>Writes the picture.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="conditions">The conditions: 1 to 7, as many as there are colours.</param>
    /// <param name="title">Title.</param>
    /// <param name="horizontal">Label of the first measure.</param>
    /// <param name="vertical">Label of the second one.</param>
    /// <exception cref="ArgumentException">There is no condition, or there are too many.</exception>
    public static void Save(string path, IReadOnlyList<JointCondition> conditions, string title, string horizontal, string vertical)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        if (conditions.Count == 0) throw new ArgumentException("There is no condition to draw.", nameof(conditions));
        if (conditions.Count > PlotStyle.Series.Count) throw new ArgumentException($"{conditions.Count} conditions are more than the {PlotStyle.Series.Count} that can be told apart.", nameof(conditions));
        (double X, double Y)[][] runs = [.. conditions.Select(condition => condition.Runs.Where(run => double.IsFinite(run.X) && double.IsFinite(run.Y)).ToArray())];
        (double Low, double High) x = PlotStyle.Limits(runs.SelectMany(own => own.Select(run => run.X)), margin: .12), y = PlotStyle.Limits(runs.SelectMany(own => own.Select(run => run.Y)), margin: .12);

        Plot main = PlotStyle.Create("", horizontal, vertical), above = Side(title), beside = Side("");
        main.Layout.Fixed(new PixelPadding(Left, Gap, Bottom, Gap));
        main.Axes.Left.MinimumSize = Left; // the label at the edge, apart from numbers
        above.Layout.Fixed(new PixelPadding(Left, Gap, 0, Legend));
        beside.Layout.Fixed(new PixelPadding(0, Gap, Bottom, Gap));
        double tallest = 0, widest = 0;
        for (int i = 0; i < runs.Length; i++)
            if (runs[i].Length > 0)
            {
                tallest = Math.Max(tallest, AddDistribution(above, Array.ConvertAll(runs[i], run => run.X), x, i, upright: true));
                widest = Math.Max(widest, AddDistribution(beside, Array.ConvertAll(runs[i], run => run.Y), y, i, upright: false));
                AddRuns(main, runs[i], i);
            }
        for (int i = 0; i < runs.Length; i++)
            if (runs[i].Length > 0)
            {
                AddMean(main, new(runs[i].Average(run => run.X), runs[i].Average(run => run.Y)), i, "");
                AddMean(above, new(x.Low, -1 - 10 * tallest), i, conditions[i].Name); // out of sight: for the legend
            }
        main.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        above.Axes.SetLimits(x.Low, x.High, 0, 1.08 * tallest + (tallest == 0 ? 1 : 0));
        beside.Axes.SetLimits(0, 1.08 * widest + (widest == 0 ? 1 : 0), y.Low, y.High);
        PlotStyle.ShowLegend(above);
        int split = Figure.Width - Marginal, top = Legend + Marginal;
        Figure.Save(path, [(above, new(0, split, top, 0)), (main, new(0, split, top + MainHeight, top)), (beside, new(split, Figure.Width, top + MainHeight, top))], top + MainHeight);
    }

    /// <summary>A panel without axes.</summary>
    static Plot Side(string title)
    {
        Plot plot = PlotStyle.Create(title, "", "");
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
            axis.FrameLineStyle.Width = 0;
        }
        plot.HideGrid();
        return plot;
    }

    /// <summary>Adds a distribution with a line at its mean; gives its greatest height.</summary>
    static double AddDistribution(Plot plot, double[] values, (double Low, double High) limits, int index, bool upright)
    {
        Color color = PlotStyle.Series[index];
        double[] density = Density(values, limits);
        double greatest = density.Max(), spacing = (limits.High - limits.Low) / (Points - 1), mean = values.Average();
        if (greatest > 0)
        {
            Coordinates[] outline = [At(limits.Low, 0), .. density.Select((height, i) => At(limits.Low + spacing * i, height)), At(limits.High, 0)];
            Polygon area = plot.Add.Polygon(outline);
            (area.FillColor, area.LineColor, area.LineWidth, area.LegendText) = (color.WithOpacity(.16), color, 1.5f * PlotStyle.ThinLine, "");
        }
        int nearest = Math.Clamp((int)Math.Round((mean - limits.Low) / spacing), 0, Points - 1);
        PlotStyle.AddSegment(plot, At(mean, 0), At(mean, greatest > 0 ? density[nearest] : 1), color, PlotStyle.LineWidth);
        return greatest;

        Coordinates At(double value, double height) => upright ? new(value, height) : new(height, value);
    }

    /// <summary>The density of values at evenly spaced places; zero everywhere of fewer than two, or of equal ones.</summary>
    internal static double[] Density(double[] values, (double Low, double High) limits)
    {
        double[] density = new double[Points];
        Summary summary = Summary.Of(values);
        double quartiles = (summary.UpperQuartile - summary.LowerQuartile) / 1.34, spread = quartiles > 0 ? Math.Min(summary.Deviation, quartiles) : summary.Deviation;
        if (!(spread > 0)) return density;
        double width = .9 * spread * Math.Pow(values.Length, -.2), factor = 1 / (values.Length * width * Math.Sqrt(2 * Math.PI));
        for (int i = 0; i < Points; i++)
        {
            double place = limits.Low + (limits.High - limits.Low) * i / (Points - 1);
            foreach (double value in values) density[i] += factor * Math.Exp(-.5 * (place - value) * (place - value) / (width * width));
        }
        return density;
    }

    static void AddRuns(Plot plot, (double X, double Y)[] runs, int index) =>
        plot.Add.Markers((Coordinates[])[.. runs.Select(run => new Coordinates(run.X, run.Y))], PlotStyle.Markers[index], PlotStyle.MarkerSize, PlotStyle.Series[index].WithOpacity(.55));

    /// <summary>Adds a large marker.</summary>
    static void AddMean(Plot plot, Coordinates place, int index, string legend)
    {
        Markers mean = plot.Add.Markers((Coordinates[])[place], PlotStyle.Markers[index], 2 * PlotStyle.MarkerSize, PlotStyle.Series[index]);
        (mean.MarkerStyle.OutlineColor, mean.MarkerStyle.OutlineWidth, mean.LegendText) = (PlotStyle.Ink, 1.5f * PlotStyle.ThinLine, legend);
    }
}
