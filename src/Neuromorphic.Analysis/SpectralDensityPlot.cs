using ScottPlot;
using ScottPlot.Plottables;

namespace Neuromorphic.Analysis;

/// <summary>Spectral densities of Hessians, a panel each over the same axes, on a logarithmic scale, where single eigenvalues show beside the many that are near zero.</summary>
public static class SpectralDensityPlot
{
    const double Decades = 6, Room = .5, Reach = 6;
    const int Points = 2000, PanelHeight = 150, NameHeight = 34, LabelHeight = 58, Left = 84, Gap = 12;

    /// <summary>Writes the picture. Densities below a millionth of the greatest are not shown.</summary>
    /// <param name="path">A .png or .svg file in a folder that exists.</param>
    /// <param name="densities">The densities with their names, from top to bottom; at least one.</param>
    /// <param name="title">Title.</param>
    /// <exception cref="ArgumentException">There is no density.</exception>
    public static void Save(string path, IReadOnlyList<(string Name, SpectralDensity Density)> densities, string title)
    {
        ArgumentNullException.ThrowIfNull(densities);
        if (densities.Count == 0) throw new ArgumentException("There is no density to draw.", nameof(densities));
        (double left, double right) = PlotStyle.Limits(densities.SelectMany(one => (double[])[one.Density.Grid[0] - Reach * one.Density.Deviation, one.Density.Grid[^1] + Reach * one.Density.Deviation]), margin: .01);
        Coordinates[][] curves = [.. densities.Select(one => Curve(one.Density, left, right))];
        double high = curves.Max(curve => curve.Max(point => point.Y)), low = high - Decades;
        List<(Plot, PixelRect)> panels = [];
        int top = 0;
        for (int i = 0; i < densities.Count; i++)
        {
            bool last = i == densities.Count - 1;
            int above = densities[i].Name.Length > 0 ? NameHeight : Gap, below = last ? LabelHeight : Gap;
            Plot plot = PlotStyle.CreatePanel(densities[i].Name, last ? "Eigenvalue of the Hessian" : "", "Density", Figure.Width - 2 * Left);
            Color color = PlotStyle.Series[i % PlotStyle.Series.Count];
            foreach (Coordinates[] outline in Outlines(curves[i], low))
            {
                Polygon area = plot.Add.Polygon(outline);
                (area.FillColor, area.LineColor, area.LineWidth, area.LegendText) = (color.WithOpacity(.25), color, PlotStyle.ThinLine, "");
            }
            plot.Axes.SetLimits(left, right, low, high + Room);
            plot.Axes.Left.TickGenerator = LogarithmicTicks.Create(low, high + Room, most: densities.Count == 1 ? 8 : 4);
            plot.Axes.Bottom.TickLabelStyle.IsVisible = last;
            plot.Axes.Left.MinimumSize = Left;
            plot.Layout.Fixed(new PixelPadding(Left, Gap, below, above));
            int height = above + below + (densities.Count == 1 ? 2 * PanelHeight : PanelHeight);
            panels.Add((plot, new(0, Figure.Width, top += height, top - height)));
        }
        Figure.Save(path, panels, top, title);
    }

    /// <summary>Logarithms of a density, close enough around each Ritz value that no peak is lost.</summary>
    static Coordinates[] Curve(SpectralDensity density, double left, double right)
    {
        double deviation = density.Deviation;
        SortedSet<double> places = [.. Enumerable.Range(0, Points + 1).Select(i => left + (right - left) * i / Points)];
        foreach (double value in density.Runs.SelectMany(run => run.Values))
            for (double k = -Reach; k <= Reach; k += .5) places.Add(value + k * deviation);
        return [.. places.Where(place => place >= left && place <= right).Select(place => new Coordinates(place, Math.Log10(density.At(place))))];
    }

    /// <summary>The parts of a curve that are above the axis, each closed by it.</summary>
    static IEnumerable<Coordinates[]> Outlines(Coordinates[] curve, double low)
    {
        List<Coordinates> outline = [];
        for (int i = 0; i <= curve.Length; i++)
            if (i < curve.Length && curve[i].Y > low)
            {
                if (outline.Count == 0) outline.Add(new(curve[i].X, low));
                outline.Add(curve[i]);
            }
            else if (outline.Count > 0)
            {
                yield return [.. outline, new(outline[^1].X, low)];
                outline.Clear();
            }
    }
}
