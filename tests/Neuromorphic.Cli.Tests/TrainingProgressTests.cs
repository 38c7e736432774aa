using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

public sealed class TrainingProgressTests : IDisposable
{
    readonly StringWriter text = new() { NewLine = "\n" };
    readonly Clock clock = new();

    public void Dispose() => text.Dispose();

    [Fact]
    public void Plain_lines_come_at_most_every_two_seconds_and_at_the_end()
    {
        Report(generations: 100, secondsEach: .5, columns: null);
        string[] lines = text.ToString().Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal([1, 5, 9, 13, .. Enumerable.Range(4, 21).Select(i => 4 * i + 1), 100], lines[..^1].Select(Generation));
        Assert.DoesNotContain('\r', text.ToString());
        Assert.DoesNotContain('\e', text.ToString());
        Assert.Equal("generation 5/100  mean 5.000  best 15.0  2 k steps/s  48 s left", lines[1]);
        Assert.Equal("generation 100/100  mean 100.0  best 110.0  evaluated 100.0  2 k steps/s  took 50 s", lines[^2]);
    }

    [Fact]
    public void On_a_terminal_one_line_is_written_anew_at_most_ten_times_a_second()
    {
        Report(generations: 100, secondsEach: .04, columns: 120);
        Assert.EndsWith("\e[K\n", text.ToString(), StringComparison.Ordinal);
        string[] lines = Rewritten();
        Assert.Equal([1, .. Enumerable.Range(1, 33).Select(i => 3 * i + 1)], lines.Select(Generation));
        Assert.Equal("generation 4/100  ▁▃▆█  mean 4.000  best 14.0  25 k steps/s  3.8 s left", lines[1]);
    }

    [Fact]
    public void The_curve_rises_with_the_mean_over_24_stretches()
    {
        Report(generations: 240, secondsEach: 1, columns: 120);
        Assert.Contains("  ▁▂▂▂▂▃▃▃▄▄▄▄▅▅▅▆▆▆▇▇▇▇██  ", Rewritten()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_curve_of_equal_means_or_none_is_flat()
    {
        using TrainingProgress progress = new(text, () => 120, clock, 0, 3);
        foreach (int generation in new[] { 1, 2 }) progress.Report(new(generation, 1, double.NaN, 0, 8, 100, null));
        progress.Report(new(3, 1, 2, 0, 0, 100, null) { Unconverged = 5 });
        Assert.Contains("  ▁▁▁  mean 2.000", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("  UNCONVERGED solves 5  ", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("  FAILED members 8  ", text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(200)]
    public void The_line_never_reaches_the_last_column(int columns)
    {
        Report(generations: 1000, secondsEach: 1, columns);
        Assert.All(Rewritten(), line => Assert.InRange(line.Length, 1, columns - 1));
        if (columns >= 50) Assert.All(Rewritten()[..^1], line => Assert.EndsWith(" left", line, StringComparison.Ordinal));
        if (columns >= 80) Assert.All(Rewritten(), line => Assert.Matches("  [▁▂▃▄▅▆▇█]+  mean", line));
    }

    [Fact]
    public void Time_left_after_a_resume_counts_only_what_was_done_since()
    {
        using TrainingProgress progress = new(text, () => null, clock, 90, 100);
        clock.Seconds += 5;
        progress.Report(new(91, 1, 1, 0, 0, 1000, null));
        Assert.EndsWith("  200 steps/s  45 s left\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_is_shown_and_a_warning_has_a_line_of_its_own()
    {
        using (TrainingProgress progress = new(text, () => 120, clock, 0, 2))
        {
            progress.Report(new(1, 1, .5, 0, 1, 1000, null), new Dictionary<string, double> { ["loss"] = .25, ["gradient-norm"] = 3 });
            progress.Warn("The gradient is NaN");
            progress.Report(new(2, 1, .5, 0, 0, 1000, null), new Dictionary<string, double> { ["loss"] = .125 });
        }
        string[] lines = text.ToString().Split('\n');
        Assert.Contains("  mean 0.500  best 1.000  loss 0.250  FAILED members 1  ", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("gradient-norm", text.ToString(), StringComparison.Ordinal);
        Assert.Equal("warning: The gradient is NaN", lines[1]);
        Assert.Contains("  loss 0.125  ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_stops_early_leaves_the_cursor_on_a_new_line()
    {
        using (TrainingProgress progress = new(text, () => 80, clock, 0, 100)) progress.Report(new(1, 1, 1, 0, 0, 1000, null));
        Assert.EndsWith("left\e[K\n", text.ToString(), StringComparison.Ordinal);
    }

    void Report(int generations, double secondsEach, int? columns)
    {
        using TrainingProgress progress = new(text, () => columns, clock, 0, generations);
        for (int i = 1; i <= generations; i++)
        {
            clock.Seconds += secondsEach;
            progress.Report(new(i, i + 10, i, 1, 0, 1000, i % 50 == 0 ? i : null));
        }
    }

    string[] Rewritten() => [.. text.ToString().TrimEnd('\n').Split('\r', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Replace("\e[K", "", StringComparison.Ordinal))];

    static int Generation(string line) => int.Parse(line.Split(' ')[1].Split('/')[0], System.Globalization.CultureInfo.InvariantCulture);
}
