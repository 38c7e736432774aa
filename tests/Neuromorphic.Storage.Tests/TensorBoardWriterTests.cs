using System.Diagnostics;
using System.Text;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Storage.Tests;

public sealed class TensorBoardWriterTests : IDisposable
{
    sealed class Clock : TimeProvider
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

        public override DateTimeOffset GetUtcNow() => now += TimeSpan.FromSeconds(0.25);
    }

    readonly string folder = Directory.CreateTempSubdirectory("events").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_is_named_as_TensorBoard_looks_for_it_and_begins_with_its_version()
    {
        using var writer = new TensorBoardWriter(folder, new Clock());
        Assert.Matches(@"^events\.out\.tfevents\.1700000000\..+\.\d+\.0$", Path.GetFileName(writer.Path));
        TensorBoardEvents.Event first = TensorBoardEvents.Read(writer.Path)[0];
        Assert.Equal((1_700_000_000.5, 0, "brain.Event:2"), (first.WallTime, first.Step, first.FileVersion));
    }

    [Fact]
    public void A_report_becomes_scalars_of_its_generation()
    {
        using var writer = new TensorBoardWriter(folder, new Clock());
        writer.Write(new GenerationReport(300, 21.5, double.NaN, 0.1, 3, 5_000_000_000, 12.25) { Unconverged = 6 });
        writer.Write(new GenerationReport(301, 1, 2, 3, 4, 5, null));
        writer.WriteScalar("größe", int.MaxValue, -1);
        IReadOnlyList<TensorBoardEvents.Event> events = TensorBoardEvents.Read(writer.Path);
        Assert.Equal([0, 1, 300, 301, int.MaxValue], events.Select(e => e.Step));
        Assert.Equal([1_700_000_000.5, 1_700_000_000.75, 1_700_000_001, 1_700_000_001.25, 1_700_000_001.5], events.Select(e => e.WallTime));
        Assert.Equal<(string, float?)>([("return/best", 21.5f), ("return/mean", float.NaN), ("return/deviation", 0.1f), ("return/evaluation", 12.25f), ("generation/failed", 3), ("generation/steps", 5e9f), ("generation/unconverged", 6)],
            events[2].Values.Select(value => (value.Tag, value.Scalar)));
        Assert.Equal(["return/best", "return/mean", "return/deviation", "generation/failed", "generation/steps", "generation/unconverged"], events[3].Values.Select(value => value.Tag));
        Assert.Equal(("größe", -1f), (events[4].Values[0].Tag, events[4].Values[0].Scalar));
    }

    [Fact]
    public void A_histogram_counts_every_finite_value_in_its_bucket()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => 1 + Math.Pow(i / 100.0, 3)), double.NaN, double.PositiveInfinity];
        double[] finite = values[..^2];
        TensorBoardEvents.Histogram histogram = Histogram(values);
        Assert.Equal((finite.Min(), finite.Max(), 1000, finite.Sum(), finite.Sum(x => x * x)), (histogram.Min, histogram.Max, histogram.Count, histogram.Sum, histogram.Squares));
        Assert.Equal(finite.Max(), histogram.Limits[^1]);
        for (int i = 0; i < histogram.Limits.Length; i++)
        {
            double left = i == 0 ? double.NegativeInfinity : histogram.Limits[i - 1];
            Assert.True(histogram.Limits[i] > left);
            Assert.Equal(finite.Count(x => x > left && x <= histogram.Limits[i]), histogram.Buckets[i]);
        }
        // Positive values: equal ratios.
        Assert.Equal(Math.Pow(finite.Max(), 1.0 / histogram.Limits.Length), histogram.Limits[1] / histogram.Limits[0], 1e-12);
    }

    [Fact]
    public void Negative_equal_and_absent_values_have_histograms_too()
    {
        TensorBoardEvents.Histogram symmetric = Histogram([-1, -1, 1]);
        Assert.Equal((2, 1), (symmetric.Buckets[0], symmetric.Buckets[^1]));
        Assert.Equal(symmetric.Limits[1] - symmetric.Limits[0], symmetric.Limits[^1] - symmetric.Limits[^2], 1e-12);
        TensorBoardEvents.Histogram equal = Histogram([2, 2, 2, 2]);
        Assert.Equal([2], equal.Limits);
        Assert.Equal([4], equal.Buckets);
        TensorBoardEvents.Histogram none = Histogram([double.NaN]);
        Assert.Equal((0, 0, 0, 0), (none.Min, none.Max, none.Count, none.Buckets.Sum()));
    }

    [Fact]
    public void A_continued_run_adds_a_file_that_tells_TensorBoard_where_it_begins()
    {
        using var first = new TensorBoardWriter(folder, new Clock());
        using var second = new TensorBoardWriter(folder, new Clock(), completed: 20);
        Assert.True(string.CompareOrdinal(second.Path, first.Path) > 0);
        TensorBoardEvents.Event start = TensorBoardEvents.Read(second.Path)[1];
        Assert.True(start.Start);
        Assert.Equal(21, start.Step);
    }

    [Theory]
    [InlineData("1900000000.else.77.0")]
    [InlineData("1700000000.~~~.9.0.v2")]
    [InlineData("1600000000.else.77.0")]
    public void A_file_comes_behind_all_others_in_the_order_of_names_whatever_the_clock_says(string earlier)
    {
        File.WriteAllText(Path.Combine(folder, "events.out.tfevents.not-a-number"), "");
        File.WriteAllText(Path.Combine(folder, "events.out.tfevents." + earlier), "");
        for (int i = 0; i < 3; i++) new TensorBoardWriter(folder, new Clock(), completed: i).Dispose();
        string[] files = [.. Directory.GetFiles(folder).Where(path => !path.EndsWith("number", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(["events.out.tfevents." + earlier], files[..1].Select(Path.GetFileName));
        Assert.Equal([1, 2, 3], files[1..].Select(path => TensorBoardEvents.Read(path)[1].Step));
        Assert.All(files, path => Assert.True(TensorBoardWriter.IsEventFile(Path.GetFileName(path))));
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Contains("nowhere", Assert.Throws<DirectoryNotFoundException>(() => new TensorBoardWriter(Path.Combine(folder, "nowhere"), new Clock())).Message);

    // RFC 3720, appendix B.4, and the usual check value.
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8a9136aa)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 0x62a8ab43)]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0x46dd794e)]
    [InlineData("1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100", 0x113fdb5c)]
    [InlineData("313233343536373839", 0xe3069283)]
    [InlineData("", 0)]
    public void Crc32C_has_the_known_answers(string data, uint crc) => Assert.Equal(crc, TfRecord.Crc32C(Convert.FromHexString(data)));

    [Fact]
    public void Protoc_decodes_every_event()
    {
        using var writer = new TensorBoardWriter(folder, new Clock());
        writer.Write(new GenerationReport(7, 21.5, -2, 0.5, 3, 4096, 12.25));
        writer.WriteHistogram("hidden/tau", 7, [2, 2, 2, 8]);
        string[] decoded = [.. TensorBoardEvents.Records(File.ReadAllBytes(writer.Path)).Select(Decode)];
        Assert.Equal("wall_time: 1700000000.5\nfile_version: \"brain.Event:2\"\n", decoded[0]);
        Assert.Contains("session_log {\n  status: START\n}\n", decoded[1], StringComparison.Ordinal);
        Assert.Contains("step: 7\n", decoded[2], StringComparison.Ordinal);
        Assert.Contains("  value {\n    tag: \"return/evaluation\"\n    simple_value: 12.25\n  }\n", decoded[2], StringComparison.Ordinal);
        Assert.Contains("tag: \"hidden/tau\"\n    histo {\n      min: 2\n      max: 8\n      num: 4\n      sum: 14\n      sum_squares: 76\n", decoded[3], StringComparison.Ordinal);
        Assert.Contains("bucket: 3\n", decoded[3], StringComparison.Ordinal);
    }

    TensorBoardEvents.Histogram Histogram(double[] values)
    {
        using var writer = new TensorBoardWriter(folder, new Clock());
        writer.WriteHistogram("hidden/tau", 7, values);
        TensorBoardEvents.Value value = TensorBoardEvents.Read(writer.Path)[^1].Values[0];
        Assert.Equal("hidden/tau", value.Tag);
        return value.Histogram!;
    }

    static string Decode(byte[] data)
    {
        string golden = Path.Combine(AppContext.BaseDirectory, "Golden");
        var start = new ProcessStartInfo("protoc", ["--decode=Event", "--proto_path", golden, "tfevents.proto"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("protoc is not installed (Debian: protobuf-compiler).");
            throw;
        }
        using (process)
        {
            process.StandardInput.BaseStream.Write(data);
            process.StandardInput.Close();
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return text;
        }
    }
}
