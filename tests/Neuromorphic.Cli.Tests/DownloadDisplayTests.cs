using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Cli.Tests;

public sealed class DownloadDisplayTests : IDisposable
{
    static readonly DataFile File = new("images.gz", 8_000_000, "");
    static readonly Uri Address = new("https://example.org/mnist/images.gz");

    readonly StringWriter text = new() { NewLine = "\n" };
    readonly Clock clock = new();

    public void Dispose() => text.Dispose();

    [Fact]
    public void Plain_lines_come_after_two_seconds_and_every_two_seconds()
    {
        Receive(secondsInAll: 8, columns: null);
        Assert.Equal(
        [
            "2.0 MB of 8.0 MB  1.0 MB/s  6.0 s left", "4.0 MB of 8.0 MB  1.0 MB/s  4.0 s left", "6.0 MB of 8.0 MB  1.0 MB/s  2.0 s left", "8.0 MB of 8.0 MB  1.0 MB/s  0.0 s left",
            "images.gz: 8.0 MB from example.org", "",
        ], text.ToString().Split('\n'));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(80)]
    public void What_takes_less_than_two_seconds_shows_only_what_came(int? columns)
    {
        Receive(secondsInAll: 1.9, columns);
        Assert.Equal("images.gz: 8.0 MB from example.org\n", text.ToString());
    }

    [Fact]
    public void On_a_terminal_one_line_is_written_anew_and_cleared_in_the_end()
    {
        Receive(secondsInAll: 4, columns: 80);
        string[] parts = text.ToString().Split('\r');
        Assert.Equal("", parts[0]);
        Assert.Equal("4.0 MB of 8.0 MB  2.0 MB/s  2.0 s left\e[K", parts[1]);
        Assert.Equal("\e[Kimages.gz: 8.0 MB from example.org\n", parts[^1]);
        Assert.Equal(21, parts[1..^1].Length); // ten times a second, from 2 s to 4 s
        Assert.All(parts[1..^1], part => Assert.DoesNotContain('\n', part));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void The_line_never_reaches_the_last_column(int columns)
    {
        Receive(secondsInAll: 4, columns);
        Assert.All(text.ToString().Split('\r')[1..^1], line => Assert.Equal(columns - 1, line.Replace("\e[K", "", StringComparison.Ordinal).Length));
    }

    [Fact]
    public void Files_that_were_here_and_sources_that_failed_are_named()
    {
        using DownloadDisplay display = new(text, () => null, clock);
        display.Report(new DownloadEvent.Kept(File));
        display.Report(new DownloadEvent.Refused(Address, "the server answers 404 Not Found"));
        Assert.Equal("images.gz is here already\nhttps://example.org/mnist/images.gz: the server answers 404 Not Found; the next source is tried\n", text.ToString());
        Assert.Empty(display.Completed);
    }

    [Fact]
    public void Bytes_that_were_here_do_not_count_in_the_rate()
    {
        using DownloadDisplay display = new(text, () => null, clock);
        display.Report(new DownloadEvent.Continued(File, 6_000_000));
        clock.Seconds = 2;
        display.Report(new DownloadEvent.Received(7_000_000, 8_000_000));
        Assert.Equal("images.gz goes on after 6.0 MB that are here\n7.0 MB of 8.0 MB  500 kB/s  2.0 s left\n", text.ToString());
    }

    void Receive(double secondsInAll, int? columns)
    {
        const int Parts = 400;
        using DownloadDisplay display = new(text, () => columns, clock);
        for (int i = 1; i <= Parts; i++)
        {
            clock.Seconds = secondsInAll * i / Parts;
            display.Report(new DownloadEvent.Received(File.Bytes * i / Parts, File.Bytes));
        }
        display.Report(new DownloadEvent.Completed(File, Address));
        Assert.Equal([File], display.Completed);
    }
}
