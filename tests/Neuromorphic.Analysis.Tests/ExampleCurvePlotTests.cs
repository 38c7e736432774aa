using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class ExampleCurvePlotTests
{
    const int Loss = 620; // from here on there is the panel of the loss, if there is one

    static Curve Of(params double?[] values) => new("a curve", values);

    static Picture Draw(Curve training, Curve test, Curve loss, AxisScale scale = AxisScale.Linear) =>
        Picture.Of(path => ExampleCurvePlot.Save(path, training, test, loss, new() { Title = "a title", X = "Epoch", Y = "Accuracy (%)", Scale = scale }));

    [Fact]
    public void Training_rises_and_the_loss_beneath_it_falls()
    {
        Picture picture = Draw(Of(10, 40, 70, 90), Of(null, 30, null, 80), Of(2, 1, 0.5, 0.25));
        Assert.True(picture.Find(PlotStyle.Blue, 1200, bottom: Loss - 100).Average(pixel => pixel.Y) < picture.Find(PlotStyle.Blue, 200, 600, bottom: Loss - 100).Average(pixel => pixel.Y) - 100);
        Assert.True(picture.Find(PlotStyle.Blue, 1200, top: Loss).Average(pixel => pixel.Y) > picture.Find(PlotStyle.Blue, 200, 600, top: Loss).Average(pixel => pixel.Y) + 50);
        Assert.NotEmpty(picture.Find(PlotStyle.Vermillion, bottom: Loss));
        Assert.Empty(picture.Find(PlotStyle.Vermillion, top: Loss));
    }

    [Fact]
    public void Without_a_loss_there_is_no_panel_of_it()
    {
        Picture picture = Draw(Of(10, 40, 70, 10), Of(), Of(null, double.NaN, null));
        Assert.NotEmpty(picture.Find(PlotStyle.Blue, top: Loss));
        Assert.Empty(picture.Find(PlotStyle.Frame, 200, 1500, 480, 700, tolerance: 4)); // no axis in the middle
    }

    [Fact]
    public void What_cannot_be_shown_is_left_out()
    {
        Assert.True(Draw(Of(1, null, 100), Of(), Of(), AxisScale.Logarithmic).Equals(Draw(Of(1, -3, 100), Of(), Of(), AxisScale.Logarithmic)));
        Draw(Of(), Of(), Of());
        Draw(Of(0), Of(0), Of(0), AxisScale.Logarithmic);
    }
}
