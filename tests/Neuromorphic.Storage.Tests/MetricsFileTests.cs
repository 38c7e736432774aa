using System.Globalization;
using CsCheck;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Storage.Tests;

public sealed class MetricsFileTests : IDisposable
{
    static readonly GenerationReport[] History =
    [
        new(1, 21.5, -1 / 3.0, 1e-300, 0, 128, null),
        new(2, double.NaN, double.NegativeInfinity, 0.1 + 0.2, 128, 5_000_000_000, 12.25) { Unconverged = 7 },
        new(3, 500, 250, 100, 1, 64_000, null),
    ];

    readonly string folder = Directory.CreateTempSubdirectory("metrics").FullName;
    string Path => System.IO.Path.Combine(folder, "metrics.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Rows_are_RFC_4180_in_the_invariant_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        // A culture with a decimal comma, made by hand: the project runs without culture data.
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "−";
        CultureInfo.CurrentCulture = comma;
        try
        {
            Write(History);
            Assert.Equal(
                "generation,best,mean,deviation,failed,steps,evaluation,unconverged,total-steps,lower-decile,upper-decile,evaluation-deviation,sigma,step-size,loss,gradient-norm,entropy,firing-rate,silent,seconds,steps-per-second\r\n" +
                "1,21.5,-0.3333333333333333,1E-300,0,128,,0,128,,,,,,,,,,,,\r\n" +
                "2,NaN,-Infinity,0.30000000000000004,128,5000000000,12.25,7,5000000128,,,,,,,,,,,,\r\n" +
                "3,500,250,100,1,64000,,0,5000064128,,,,,,,,,,,,\r\n", File.ReadAllText(Path));
            Assert.Equal(History, MetricsFile.Read(Path));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Reading_gives_the_bits_that_were_written() =>
        Gen.Select(Gen.Double, Gen.Double, Gen.Double, Gen.Int, Gen.Long, Gen.Double.Nullable()).Array[1, 20].Sample(rows =>
        {
            GenerationReport[] history = [.. rows.Select((row, i) => new GenerationReport(i + 1, row.Item1, row.Item2, row.Item3, row.Item4, row.Item5, row.Item6))];
            Write(history);
            return MetricsFile.Read(Path).SequenceEqual(history);
        }, iter: 100, threads: 1);

    [Fact]
    public void What_was_measured_is_read_for_the_generations_of_a_history_alone()
    {
        using (MetricsFile file = MetricsFile.Create(Path))
        {
            file.Append(History[0], new Dictionary<string, double> { ["lower-decile"] = 1 / 3.0, ["loss"] = double.NaN });
            file.Append(History[1], null);
            file.Append(History[2], new Dictionary<string, double> { ["lower-decile"] = -7 });
        }
        Assert.Equal([1 / 3.0, null, -7], MetricsFile.Measures(Path, "lower-decile", History));
        Assert.Equal([1 / 3.0, null], MetricsFile.Measures(Path, "lower-decile", History[..2]));
        Assert.Equal([1 / 3.0, null, null], MetricsFile.Measures(Path, "lower-decile", [.. History[..2], History[2] with { Mean = 251 }])); // of another training
        Assert.Equal([null, null, null], MetricsFile.Measures(Path, "loss", History));
        Assert.Equal([null, null, null], MetricsFile.Measures(Path, "no-such-column", History));
        Assert.Equal([null, null, null], MetricsFile.Measures(Path + "none", "loss", History));
    }

    [Fact]
    public void A_row_is_in_the_file_as_soon_as_it_is_appended()
    {
        using MetricsFile file = MetricsFile.Create(Path);
        for (int i = 0; i < History.Length; i++)
        {
            file.Append(History[i]);
            Assert.Equal(History[..(i + 1)], MetricsFile.Read(Path));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Continuing_cuts_off_what_came_after_the_checkpoint(int generation)
    {
        Write([.. History, new(4, 1, 1, 1, 0, 1, null)]);
        File.AppendAllText(Path, "5,17,"); // stopped within a row
        var next = new GenerationReport(generation + 1, 7, 6, 5, 4, 3, 2);
        using (MetricsFile file = MetricsFile.Continue(Path, History[..generation])) file.Append(next);
        Assert.Equal([.. History[..generation], next], MetricsFile.Read(Path));
        Assert.Equal(["metrics.csv"], Directory.GetFiles(folder).Select(System.IO.Path.GetFileName));
    }

    [Fact]
    public void A_file_of_an_earlier_program_is_read()
    {
        string path = System.IO.Path.GetTempFileName();
        File.WriteAllText(path, "generation,best,mean,deviation,failed,steps,evaluation\r\n1,10,9.75,0.5,0,39,\r\n2,11,9.5,0.25,1,40,12\r\n");
        Assert.Equal([new(1, 10, 9.75, .5, 0, 39, null), new(2, 11, 9.5, .25, 1, 40, 12)], MetricsFile.Read(path));
        File.Delete(path);
    }

    [Fact]
    public void Continuing_leaves_the_bytes_of_earlier_rows_and_replaces_lost_ones()
    {
        Write(History);
        byte[] before = File.ReadAllBytes(Path);
        MetricsFile.Continue(Path, History).Dispose();
        Assert.Equal(before, File.ReadAllBytes(Path));
        File.Delete(Path);
        MetricsFile.Continue(Path, History).Dispose();
        Assert.Equal(before, File.ReadAllBytes(Path));
    }

    [Fact]
    public void What_was_measured_stays_when_a_file_is_continued_and_comes_along_into_another()
    {
        Dictionary<string, double> measures = new() { ["sigma"] = .1, ["loss"] = 2, ["unknown"] = 3 };
        using (MetricsFile file = MetricsFile.Create(Path))
            foreach (GenerationReport report in History) file.Append(report, measures, seconds: 1.5);
        string[] before = File.ReadAllLines(Path);
        Assert.EndsWith(",,,,0.1,,2,,,,,4.500,42667", before[^1], StringComparison.Ordinal);
        string other = System.IO.Path.Combine(folder, "other.csv");
        using (MetricsFile file = MetricsFile.Continue(other, History[..2], Path))
        {
            Assert.Equal(3, file.Seconds);
            file.Append(History[2], measures, seconds: 1.5);
        }
        Assert.Equal(before, File.ReadAllLines(other));
        using (MetricsFile file = MetricsFile.Continue(Path, History[..1])) Assert.Equal(1.5, file.Seconds);
        Assert.Equal(before[..2], File.ReadAllLines(Path));
    }

    [Fact]
    public void A_row_that_is_still_being_written_is_left_out()
    {
        Write(History);
        string text = File.ReadAllText(Path);
        File.WriteAllText(Path, text[..^3]);
        Assert.Equal(History[..2], MetricsFile.Read(Path));
    }

    [Theory]
    [InlineData("time,loss\n1,2\n", "begins with 'time,loss'")]
    [InlineData("generation,best,mean,deviation,failed,steps,evaluation,unconverged\n1,2,3,4,0,6,,0\n2,oops,3,4,0,6,,0\n", "line 3: best is 'oops', which is not a number")]
    [InlineData("generation,best,mean,deviation,failed,steps,evaluation,unconverged\n1.5,2,3,4,0,6,,0\n", "line 2: generation is '1.5', which is not a whole number")]
    [InlineData("generation,best,mean,deviation,failed,steps,evaluation,unconverged\n1,2,3\n", "line 2: 3 fields instead of 8")]
    [InlineData("", "begins with ''")]
    public void A_file_that_is_no_such_table_is_refused_by_line(string text, string message)
    {
        File.WriteAllText(Path, text);
        Assert.Contains(message, Assert.Throws<FormatException>(() => MetricsFile.Read(Path)).Message);
    }

    [Fact]
    public void A_history_counts_from_one() =>
        Assert.Contains("generation 1, not 2", Assert.Throws<ArgumentException>(() => MetricsFile.Continue(Path, History[1..])).Message);

    void Write(GenerationReport[] history)
    {
        using MetricsFile file = MetricsFile.Create(Path);
        foreach (GenerationReport report in history) file.Append(report);
    }
}
