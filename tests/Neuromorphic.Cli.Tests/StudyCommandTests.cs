using System.Text.Json;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>Many runs by commands: several seeds, a sweep, list, compare, plot; and what is seen before one runs.</summary>
public sealed class StudyCommandTests : IDisposable
{
    const string Task = "cartpole --population 8 --neurons 8 --step-limit 30 --evaluation-episodes 4 --evaluate-every 1 --generations 3";

    readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Seeds_are_runs_side_by_side_with_a_table_that_are_listed_compared_and_drawn()
    {
        string[] lines = here.Succeed($"train {Task} --seeds 0-2 --out s").Lines;
        Assert.Equal(3, lines.Count(line => line.StartsWith("seed ", StringComparison.Ordinal)));
        Assert.Matches(@"^all runs +3 +[\d.]+ +[\d.]+ to [\d.]+ +[\d.]+ +[\d.]+$", Assert.Single(lines, line => line.StartsWith("all runs", StringComparison.Ordinal)));
        here.Succeed($"train {Task} --seed 1 --out alone");
        Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("alone", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes("s", "seed-1", "checkpoint.msgpack")));
        Assert.Contains("s: results.csv", here.Succeed($"train {Task} --seeds 4 --out s").Output, StringComparison.Ordinal);
        Assert.Equal(5, File.ReadLines(here.At("s", "results.csv")).Count());

        JsonElement listed = JsonDocument.Parse(here.Succeed("list s --json").Output).RootElement;
        Assert.Equal(4, listed.GetArrayLength());
        here.Succeed($"train {Task} --condition weight --seeds 0-2 --out w");
        JsonElement compared = JsonDocument.Parse(here.Succeed("compare s w --json").Output).RootElement.GetProperty("conditions");
        Assert.Equal(["s", "w"], compared.EnumerateArray().Select(condition => condition.GetProperty("condition").GetString()));
        Assert.InRange(compared[1].GetProperty("comparison").GetProperty("p").GetDouble(), 0, 1);
        Assert.Equal(["s/results.png", "s/learning-curves.png"], here.Succeed("plot s").Lines.Where(line => line.Length > 0));
        File.Delete(here.At("alone", "raster.png"));
        Assert.Contains("alone/raster.png", here.Succeed("plot alone").Output, StringComparison.Ordinal);
        Assert.True(File.Exists(here.At("alone", "raster.png")));
    }

    [Fact]
    public void A_sweep_trains_a_grid()
    {
        File.WriteAllText(here.At("study.toml"), "seeds = 2\nthreads = 1\ngenerations = 2\n[environment]\nname = \"cartpole\"\n[policy]\nneurons = 4\n[strategy]\npopulation = 8\n[grid]\ncondition = [\"neuron\", \"weight\"]\n");
        Assert.Equal(["condition neuron, seed 0", "condition neuron, seed 1", "condition weight, seed 0", "condition weight, seed 1"], here.Succeed("sweep study.toml --dry-run").Lines.Where(line => line.Length > 0));
        JsonElement result = JsonDocument.Parse(here.Succeed("sweep study.toml --out s --json").Output).RootElement;
        Assert.Equal(["condition neuron", "condition weight"], result.GetProperty("conditions").EnumerateArray().Select(condition => condition.GetProperty("condition").GetString()));
        Assert.Equal(4, result.GetProperty("runs").GetArrayLength());
    }

    [Fact]
    public void A_dry_run_says_every_setting_and_where_it_comes_from_and_writes_nothing()
    {
        string[] lines = here.Succeed("train Hopper-v4 --sigma 0.4 --dry-run").Lines;
        Assert.StartsWith("hopper: 1,024 heterogeneous lif neurons", lines[0], StringComparison.Ordinal);
        foreach (string row in (string[])[@"variant +gymnasium-v4 +environment +name of the environment", @"sigma +0\.4 +strategy +command line", @"readout-scale +4 +policy +preset of hopper", @"tau +2 +policy\.neuron +default"])
            Assert.Single(lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, $"^{row}$"));
        here.Succeed("train mnist --dry-run");
        Assert.Contains("[gymnasium-v4]", here.Succeed("train Hopper-v4 --help").Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(here.Folder));
        Assert.Contains(here.Succeed("presets hopper").Lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^hopper +sigma +0\.3$"));
    }

    [Theory]
    [InlineData("train cartpole --seeds 3-1", "seeds are '3-1'; allowed: a range such as 0-9")]
    [InlineData("train cartpole --seeds 0-2 --seed 1", "--seed and --seeds both say which seeds")]
    [InlineData("sweep none.toml", "the study is none.toml, and there is no such file.")]
    [InlineData("train cartpole --from none", "There is no file or folder none")]
    public void What_is_no_study_is_refused(string command, string reason)
    {
        Outcome outcome = here.Run(command);
        Assert.Contains(reason, outcome.Errors, StringComparison.Ordinal);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(here.Folder));
    }

    [Fact]
    public void Returns_of_every_episode_are_a_table_and_threads_may_stand_in_a_file()
    {
        File.WriteAllText(here.At("run.toml"), "threads = 1\ndevice = \"cpu\"\nseed = 3\n");
        here.Succeed($"train {Task} -c run.toml -o a -s 5 --normalisation off");
        string written = File.ReadAllText(here.At("a", "config.toml"));
        Assert.DoesNotContain("threads", written, StringComparison.Ordinal);
        Assert.Contains("\nseed = 5\n", written, StringComparison.Ordinal);
        Assert.Contains("\nnormalization = \"off\"\n", written, StringComparison.Ordinal);
        here.Succeed("evaluate a --episodes 7 --returns r.csv");
        string[] rows = File.ReadAllLines(here.At("r.csv"));
        Assert.Equal("episode,return", rows[0]);
        Assert.Equal(8, rows.Length);
        File.WriteAllText(here.At("run.toml"), "threads = 0\n");
        RefusalTests.AssertRefused(here.Run($"train {Task} -c run.toml -o b"), "run.toml: threads is 0; allowed: a whole number, 1 or more.", exitCode: 2);
    }
}
