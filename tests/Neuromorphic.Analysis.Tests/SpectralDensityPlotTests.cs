using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class SpectralDensityPlotTests
{
    static SpectralDensity Of(params double[] values) => SpectralDensity.Of((vector, product) =>
    {
        for (int i = 0; i < values.Length; i++) product[i] = values[i] * vector[i];
    }, values.Length);

    static Picture Draw(int height, params (string, SpectralDensity)[] densities) => Picture.Of(path => SpectralDensityPlot.Save(path, densities, "a title"), height);

    /// <summary>The greatest heights of the parts of a colour's outline, from left to right, and where they are.</summary>
    static (double X, int Y)[] Peaks(Picture picture, int top, int bottom)
    {
        List<List<(int X, int Y)>> parts = [];
        foreach ((int x, int y) in picture.Find(PlotStyle.Blue, 180, 1570, top, bottom, 150).OrderBy(pixel => pixel.X))
            if (parts.Count > 0 && x - parts[^1][^1].X < 20) parts[^1].Add((x, y));
            else parts.Add([(x, y)]);
        return [.. parts.Select(part => (part.Where(pixel => pixel.Y == part.Min(other => other.Y)).Average(pixel => pixel.X), part.Min(pixel => pixel.Y)))];
    }

    [Fact]
    public void Eigenvalues_are_peaks_at_their_places_and_a_tenth_of_them_is_as_much_lower_as_a_hundredth_is_again()
    {
        double[] values = [.. Enumerable.Repeat(0.0, 889), .. Enumerable.Repeat(4.0, 100), .. Enumerable.Repeat(6.0, 10), 16];
        Picture picture = Draw(836, ("", Of(values)));
        (double X, int Y)[] peaks = Peaks(picture, 90, 690);
        Assert.Equal(4, peaks.Length);
        Assert.Equal(.25, (peaks[1].X - peaks[0].X) / (peaks[3].X - peaks[0].X), .005);
        Assert.Equal(.375, (peaks[2].X - peaks[0].X) / (peaks[3].X - peaks[0].X), .005);
        Assert.Equal(peaks[2].Y - peaks[1].Y, peaks[3].Y - peaks[2].Y, 3.0);
        Assert.Equal(.95, (peaks[1].Y - peaks[0].Y) / (double)(peaks[2].Y - peaks[1].Y), .05); // 889 to 100
    }

    [Fact]
    public void The_curves_of_the_outermost_eigenvalues_are_whole()
    {
        SpectralDensity density = Of(-1, 2, 9);
        double deviation = density.Deviation;
        Assert.Equal(1e-5 * 10.02, deviation * deviation, 1e-12);
        foreach (double value in (double[])[-1, 2, 9])
        {
            Assert.Equal(1 / (3 * deviation * Math.Sqrt(2 * Math.PI)), density.At(value), 1e-9);
            Assert.Equal(Math.Exp(-4.5), density.At(value + 3 * deviation) / density.At(value), 1e-9);
        }
        Assert.True(density.Grid[^1] < 9 + 4 * deviation);
    }

    [Fact]
    public void Each_density_has_a_panel_and_a_picture_of_nothing_is_refused()
    {
        Draw(972, ("first", Of(1, 2)), ("second", Of(3, 9)));
        Draw(836, ("", Of(0)));
        Assert.Throws<ArgumentException>(() => SpectralDensityPlot.Save("none.png", [], "a title"));
    }
}
