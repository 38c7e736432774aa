using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Neuromorphic.Storage;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>`train cartpole` without options, and what one does with the run afterwards.</summary>
public sealed class DefaultRunTests(DefaultRun run) : IClassFixture<DefaultRun>
{
    const string Return = @"\d+(\.\d+)?", Duration = @"\d+(\.\d+)? (s|min|h)";

    [Fact]
    public void It_succeeds_and_says_nothing_on_standard_error()
    {
        Assert.Equal(0, run.Training.ExitCode);
        Assert.Equal("", run.Training.Errors);
        Assert.StartsWith("cartpole: 1,024 heterogeneous lif neurons (neuron condition), 4,096 trained numbers, pgpe", run.Training.Output, StringComparison.Ordinal);
        Assert.Contains("(solved: the task asks for 475)", run.Training.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_folder_is_named_after_environment_and_time() => Assert.Matches(@"^runs/cartpole-\d{8}-\d{6}$", run.Name.Replace('\\', '/'));

    [Fact]
    public void It_solves_the_task_on_episodes_of_another_seed()
    {
        JsonElement evaluation = JsonDocument.Parse(run.Succeed($"evaluate {run.Name} --episodes 100 --episode-seed 7 --json").Output).RootElement;
        Assert.InRange(evaluation.GetProperty("mean").GetDouble(), 475, 500);
        Assert.Equal(100, evaluation.GetProperty("episodes").GetInt32());
        Assert.Equal(0, evaluation.GetProperty("failed").GetInt32());
    }

    [Fact]
    public void Its_metrics_are_those_of_its_checkpoint_for_30_generations()
    {
        IReadOnlyList<GenerationReport> rows = MetricsFile.Read(run["metrics.csv"]);
        Assert.Equal(Enumerable.Range(1, 30), rows.Select(row => row.Generation));
        Assert.Equal(CheckpointFile.Read(run["checkpoint.msgpack"]).State.History, rows);
        Assert.Equal([10, 20, 30], rows.Where(row => row.Evaluation != null).Select(row => row.Generation));
    }

    [Theory]
    [InlineData("learning-curve.png")]
    [InlineData("parameters.png")]
    [InlineData("raster.png")]
    public void Its_pictures_are_png_files_of_a_readable_size(string name)
    {
        byte[] file = File.ReadAllBytes(run[name]);
        Assert.Equal([0x89, .. "PNG\r\n\x1a\n"u8], file[..8]);
        Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), 600, 10_000);
        Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)), 300, 10_000);
        Assert.InRange(file.Length, 10_000, 1_000_000);
        Assert.Contains(name, run.Training.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_events_hold_the_return_and_the_time_constants()
    {
        string events = Encoding.Latin1.GetString(File.ReadAllBytes(Directory.GetFiles(run[""], "events.out.tfevents.*").Single()));
        Assert.Equal(30, events.Split("return/mean").Length - 1);
        Assert.Equal(3, events.Split("hidden/tau").Length - 1);
    }

    [Fact]
    public void Its_folder_holds_these_files_and_no_others()
    {
        IEnumerable<string> names = Directory.GetFileSystemEntries(run[""]).Select(path => Path.GetFileName(path).Split(".out.")[0]);
        Assert.Equal(["checkpoint.msgpack", "config.toml", "events", "learning-curve.png", "metrics.csv", "parameters.png", "raster.png"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Redirected_output_has_no_escape_sequences_and_no_carriage_returns()
    {
        Assert.DoesNotContain('\e', run.Training.Output);
        Assert.DoesNotContain('\r', run.Training.Output);
        Assert.DoesNotContain('\ufeff', run.Training.Output);
    }

    [Fact]
    public void Progress_lines_carry_rate_and_time_left_and_the_last_one_what_it_took()
    {
        string[] lines = [.. run.Training.Lines.Where(line => line.StartsWith("generation", StringComparison.Ordinal))];
        string start = $@"^generation \d+/30  mean {Return}  best {Return}(  evaluated {Return}( at \d+)?)?  {Return}( [kMG])? steps/s  ";
        Assert.InRange(lines.Length, 2, 30);
        Assert.All(lines[..^1], line => Assert.Matches($"{start}{Duration} left$", line));
        Assert.Matches($"{start}took {Duration}$", lines[^1]);
        Assert.StartsWith("generation 30/30", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_evaluation_gives_the_result_of_the_training_again()
    {
        string line = Assert.Single(run.Training.Lines, line => line.StartsWith("mean return of 100 fresh episodes", StringComparison.Ordinal));
        Assert.Equal(line, run.Succeed($"evaluate {run.Name}").Output.Trim());
        Assert.Equal(line, run.Succeed($"evaluate {run["checkpoint.msgpack"]}").Output.Trim());
    }

    [Fact]
    public void Inspect_shows_settings_and_distributions()
    {
        string text = run.Succeed($"inspect {run.Name}").Output;
        Assert.Contains("pgpe, generation 30 of 30", text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^hidden/tau +1024 +neuron +yes +", text);
        Assert.Matches(@"(?m)^environment +cartpole$", text);
        JsonElement json = JsonDocument.Parse(run.Succeed($"inspect {run.Name} --json").Output).RootElement;
        Assert.Equal(30, json.GetProperty("generation").GetInt32());
        Assert.Equal("128", json.GetProperty("configuration").GetProperty("population").GetString());
        JsonElement tau = json.GetProperty("parameters").EnumerateArray().Single(slice => slice.GetProperty("name").GetString() == "hidden/tau");
        double[] taus = CheckpointFile.Read(run["checkpoint.msgpack"]).State is var state ? state.Layout.Values("hidden/tau", state.Mean) : [];
        Assert.Equal(taus.Min(), tau.GetProperty("minimum").GetDouble());
        Assert.Equal(taus.Max(), tau.GetProperty("maximum").GetDouble());
        Assert.True(tau.GetProperty("trained").GetBoolean());
    }

    [Fact]
    public void Resuming_it_after_its_end_changes_nothing_and_gives_the_result_again()
    {
        run.CopyTo("copy");
        JsonElement json = JsonDocument.Parse(run.Succeed("resume copy --json").Output).RootElement;
        Assert.Equal(30, json.GetProperty("generation").GetInt32());
        Assert.Equal(0, json.GetProperty("environment_steps").GetInt64());
        Assert.Contains($"episodes: {json.GetProperty("mean").GetDouble().ToString("F1", CultureInfo.InvariantCulture)},", run.Training.Output, StringComparison.Ordinal);
        Assert.Equal(CheckpointBytes.WithoutTime(File.ReadAllBytes(run["checkpoint.msgpack"])), CheckpointBytes.WithoutTime(run.Bytes("copy", "checkpoint.msgpack")));
        foreach (string name in new[] { "metrics.csv", "config.toml", "raster.png" }) Assert.Equal(Workplace.WithoutTime(run[name]), run.Bytes("copy", name));
    }
}
