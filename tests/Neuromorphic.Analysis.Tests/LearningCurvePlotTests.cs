using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

public class LearningCurvePlotTests
{
    static GenerationReport[] Rising(int generations) =>
        [.. Enumerable.Range(1, generations).Select(g => new GenerationReport(g, 10 * g + 30, 10 * g, 20, 0, 100, g % 5 == 0 ? 10 * g + 5 : null))];

    static Picture Draw(IReadOnlyList<GenerationReport> history, double? solved = null) => Picture.Of(path => LearningCurvePlot.Save(path, history, new() { Title = "a title", SolvedReturn = solved }));

    [Fact]
    public void A_rising_return_rises_from_left_to_right()
    {
        Picture picture = Draw(Rising(30));
        foreach (var color in new[] { PlotStyle.Blue, PlotStyle.Orange, PlotStyle.Vermillion })
            Assert.True(picture.MeanHeight(color, 1200, 1600) < picture.MeanHeight(color, 140, 600) - 300);
        // The best member is above the mean everywhere.
        for (int x = 300; x < 1500; x += 100)
            Assert.True(picture.MeanHeight(PlotStyle.Orange, x, x + 100) < picture.MeanHeight(PlotStyle.Blue, x, x + 100));
    }

    [Fact]
    public void The_line_of_the_solved_return_stands_at_its_height()
    {
        // The data reach further than each of the lines, so that limits are equal: 125 is a third of the way from 75 to 225.
        int At(double solved)
        {
            var rows = Draw(Rising(30), solved).Find(PlotStyle.Ink, 200, 1560).GroupBy(pixel => pixel.Y).Where(row => row.Count() > 500).ToArray();
            return rows.Max(row => row.Key);
        }
        Assert.Equal(At(75) - (At(75) - At(225)) / 3.0, At(125), 2.0);
    }

    [Fact]
    public void The_band_stays_within_the_possible()
    {
        GenerationReport[] history = [new(1, 500, 490, 40, 0, 100, null), new(2, 500, 400, 40, 0, 100, null), new(3, 500, 499, 40, 0, 100, null)];
        (double[] x, double[] low, double[] high, string words) = LearningCurvePlot.Band(history, new());
        Assert.Equal([1, 2, 3], x);
        Assert.Equal([450, 360, 459], low);
        Assert.Equal([500, 440, 500], high);
        Assert.Equal("± 1 s.d., at most the best", words);
        // What was measured counts, where it was.
        (x, low, high, words) = LearningCurvePlot.Band(history, new() { Deciles = [null, (310, 500), (480, 500)], Individuals = "episodes" });
        Assert.Equal([2, 3], x);
        Assert.Equal([310, 480], low);
        Assert.Equal([500, 500], high);
        Assert.Equal("10 to 90 % of episodes", words);
    }

    [Fact]
    public void An_evaluation_has_a_bar_of_its_standard_error()
    {
        Picture Of(double? error) => Picture.Of(path => LearningCurvePlot.Save(path, Rising(30), new() { Title = "a title", Errors = [.. Enumerable.Repeat(error, 30)] }));
        int Tall(Picture picture)
        {
            var last = picture.Find(PlotStyle.Vermillion, 1480);
            return last.Max(pixel => pixel.Y) - last.Min(pixel => pixel.Y);
        }
        Assert.InRange(Tall(Of(null)), 8, 20); // the point alone
        Assert.Equal(2, (double)Tall(Of(20)) / Tall(Of(10)), 0.1);
        Assert.True(Of(null).Equals(Of(double.NaN)));
    }

    [Fact]
    public void What_is_not_finite_is_left_out()
    {
        GenerationReport[] history = Rising(20);
        GenerationReport[] failed = [.. history.Select(report => report.Generation == 7 ? report with { Best = double.NaN, Mean = double.NaN, Deviation = double.NaN } : report)];
        GenerationReport[] infinite = [.. history.Select(report => report.Generation == 7 ? report with { Best = double.NegativeInfinity, Mean = double.PositiveInfinity, Evaluation = double.NaN } : report)];
        Picture without = Draw([.. history.Where(report => report.Generation != 7)]);
        Assert.True(without.Equals(Draw(failed)));
        Assert.True(without.Equals(Draw(infinite)));
        Assert.False(without.Equals(Draw(Rising(19))));
    }

    [Fact]
    public void Histories_of_nothing_one_generation_or_failures_have_a_picture()
    {
        Picture empty = Draw([]);
        Assert.Empty(empty.Find(PlotStyle.Blue));
        Assert.Empty(Draw([new(1, double.NaN, double.NaN, double.NaN, 8, 0, null)]).Find(PlotStyle.Blue));
        Assert.NotEmpty(Draw(Rising(1)).Find(PlotStyle.Blue));
    }

    [Fact]
    public void The_same_history_gives_the_same_picture() => Assert.True(Draw(Rising(30), 250).Equals(Draw(Rising(30), 250)));
}
