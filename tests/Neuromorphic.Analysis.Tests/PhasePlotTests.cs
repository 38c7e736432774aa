using ScottPlot;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class PhasePlotTests
{
    const int Height = 1144;
    static readonly Color Truth = Color.FromHex("#C4C4C4");

    static PhaseCurve Circle(string name, double radius) => new(name, [.. Enumerable.Range(0, 200).Select(i => (radius * Math.Cos(.03157 * i), radius * Math.Sin(.03157 * i)))]);

    static Picture Draw(PhasePlotOptions? options, params PhaseCurve[] curves) => Picture.Of(path => PhasePlot.Save(path, curves, options ?? new() { X = "x", Y = "v", Title = "a title" }), Height);

    [Fact]
    public void Curves_lie_within_each_other_as_their_states_do_and_the_first_is_broad()
    {
        Picture picture = Draw(null, Circle("true", 2), Circle("learned", 1));
        var outer = picture.Find(Truth, bottom: 1020);
        var inner = picture.Find(PlotStyle.Blue, bottom: 1020);
        double Width(IReadOnlyList<(int X, int Y)> pixels) => pixels.Max(pixel => pixel.X) - pixels.Min(pixel => pixel.X);
        Assert.Equal(2, Width(outer) / Width(inner), .1);
        Assert.Equal(outer.Average(pixel => pixel.Y), inner.Average(pixel => pixel.Y), 15.0);
        Assert.True(outer.Count > 4 * inner.Count);
    }

    [Fact]
    public void Arrows_point_where_the_field_does()
    {
        Color arrows = Color.FromHex("#B9C6D1");
        PhasePlotOptions Options(double x, double y) => new() { X = "x", Y = "v", Field = (_, _) => (x, y) };
        // Of an arrow the head has most ink: with a field to the right, the middle of the ink is to the right of that with a field to the left.
        double Middle(double x, double y, Func<(int X, int Y), double> along) => Draw(Options(x, y), Circle("true", 1)).Find(arrows, 0, 1600, 0, Height, 12).Average(along);
        Assert.True(Middle(1, 0, pixel => pixel.X) > Middle(-1, 0, pixel => pixel.X) + 2);
        Assert.True(Middle(0, 1, pixel => -pixel.Y) > Middle(0, -1, pixel => -pixel.Y) + 2);
        Assert.True(Draw(Options(0, 0), Circle("true", 1)).Equals(Draw(new() { X = "x", Y = "v" }, Circle("true", 1)))); // nowhere
    }

    [Fact]
    public void States_that_are_not_finite_interrupt_a_curve_and_too_many_curves_are_refused()
    {
        PhaseCurve whole = Circle("true", 1), broken = new("b", [.. Circle("b", .5).Points.Select((point, i) => i % 10 < 4 ? (double.NaN, point.Y) : point)]);
        Assert.True(Draw(null, whole, broken).Find(PlotStyle.Blue, bottom: 1020).Count < Draw(null, whole, Circle("b", .5)).Find(PlotStyle.Blue, bottom: 1020).Count);
        Assert.Throws<ArgumentException>(() => PhasePlot.Save("none.png", [], new() { X = "x", Y = "v" }));
        Assert.Throws<ArgumentException>(() => PhasePlot.Save("none.png", [.. Enumerable.Repeat(whole, PhasePlot.MostCurves + 1)], new() { X = "x", Y = "v" }));
    }
}
