using System.Text.Json;
using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>`tau`: a table, a picture and files of learned time constants against measured ones.</summary>
public sealed class TauCommandTests : IDisposable
{
    readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void A_study_is_compared_with_cells_and_nothing_is_written_over()
    {
        Assert.SkipUnless(DataFolder.Usual.Find(DataCatalog.Get<CellDatasetEntry>("allen-cell-types")) != null, "allen-cell-types is not here; get it with `neuromorphic data get allen-cell-types`.");
        here.Succeed("train cartpole --population 8 --neurons 30 --step-limit 30 --evaluation-episodes 4 --evaluate-every 0 --generations 3 --seeds 0-2 --out s");
        string[] lines = here.Succeed("tau s --episodes 10 --step-ms 1 --out t").Lines;
        Assert.Equal("3 runs; a step of a neuron is taken for 1 ms", lines[0]);
        foreach (string row in (string[])["learned ", "learned, neurons that matter ", "before training ", "drift ", "mouse-v1-l4 (290 cells)", "human-mtg (236 cells)", "as learned ", "shuffled over neurons "])
            Assert.Contains(lines, line => line.StartsWith(row, StringComparison.Ordinal));
        Assert.Equal(3 * 3 * 30, File.ReadLines(here.At("t", "tau.csv")).Count(line => line.StartsWith("learned,", StringComparison.Ordinal) || line.StartsWith("drift,", StringComparison.Ordinal) || line.StartsWith("before", StringComparison.Ordinal)));
        Assert.Equal(1 + 4 * 4, File.ReadLines(here.At("t", "distances.csv")).Count());
        Assert.True(File.Exists(here.At("t", "tau.png")));

        Outcome again = here.Run("tau s --episodes 0 --out t");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("tau.png exists; move it away, or choose another --out.", again.Errors, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(here.Succeed("tau s/seed-0 --episodes 0 --against mouse-v1-l4,human-mtg-aspiny --json").Output).RootElement;
        Assert.Equal(20, report.GetProperty("step_ms").GetDouble());
        Assert.Equal(["mouse-v1-l4", "human-mtg-aspiny"], report.GetProperty("arms")[0].GetProperty("distances").EnumerateArray().Select(distance => distance.GetProperty("cells").GetString()));
        foreach ((string arguments, string reason) in ((string, string)[])[("s --against mouse-v1-l44", "Did you mean 'mouse-v1-l4'?"), ("s --step-ms 0", "--step-ms is 0; allowed: above 0."), ("t", "There is no run in t, nor in folders beneath it")])
        {
            Outcome refused = here.Run($"tau {arguments}");
            Assert.NotEqual(0, refused.ExitCode);
            Assert.Contains(reason, refused.Errors, StringComparison.Ordinal);
        }
    }
}
