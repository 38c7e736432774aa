using System.Globalization;
using System.Text.Json;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>What --best and --best-member stand for.</summary>
[Collection(ThisProcess.Collection)]
public sealed class BestTests : IDisposable
{
    const string Fresh = "--episodes 100 --episode-seed 7 --json";

    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    double Evaluate(string run) => JsonDocument.Parse(here.Succeed($"evaluate {run} {Fresh}").Output).RootElement.GetProperty("mean").GetDouble();

    [Fact]
    public void The_best_member_keeps_the_scaling_with_which_it_was_met()
    {
        here.Succeed("train cartpole --neurons 64 --seed 0 --generations 11 --out a");
        double met = JsonDocument.Parse(here.Succeed("evaluate a --best-member --episodes 1000 --episode-seed 7 --json").Output).RootElement.GetProperty("mean").GetDouble();
        Assert.Equal(188.3, met, .05);
        foreach (int generations in new[] { 15, 20, 60 })
        {
            here.Succeed($"resume a --generations {generations}");
            Assert.Equal(met, JsonDocument.Parse(here.Succeed("evaluate a --best-member --episodes 1000 --episode-seed 7 --json").Output).RootElement.GetProperty("mean").GetDouble());
        }
    }

    [Fact]
    public void The_best_is_the_mean_of_the_generation_with_the_best_evaluation()
    {
        const string Settings = "--neurons 16 --population 8 --seed 4 --evaluate-every 2 --evaluation-episodes 20";
        here.Succeed($"train cartpole {Settings} --generations 14 --out a");
        (int generation, double _) = File.ReadLines(here.At("a", "metrics.csv")).Skip(1).Select(line => line.Split(',')).Where(row => row[6] != "")
            .Select(row => (int.Parse(row[0], CultureInfo.InvariantCulture), double.Parse(row[6], CultureInfo.InvariantCulture))).MaxBy(row => row.Item2);
        Assert.InRange(generation, 2, 13); // or it would show nothing
        here.Succeed($"train cartpole {Settings} --generations {generation} --out b");
        Assert.NotEqual(Evaluate("a"), Evaluate("b"));
        Assert.Equal(Evaluate("b"), Evaluate("a --best"));
        Assert.Equal(generation, JsonDocument.Parse(here.Succeed($"evaluate a --best {Fresh}").Output).RootElement.GetProperty("generation").GetInt32());
        Assert.Contains("best evaluation: ", here.Succeed("inspect a").Output, StringComparison.Ordinal);
        Assert.Contains($", after generation {generation}\n", here.Succeed("inspect a").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_evaluation_there_is_no_best_one()
    {
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 3 --out a");
        Outcome outcome = here.Run("evaluate a --best");
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("--best has nothing to take: no mean was evaluated in 3 generations (--evaluate-every 0)", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("allowed: one of them", here.Run("evaluate a --best --best-member").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_program_kept_no_best_evaluation_so_only_a_better_one_becomes_it()
    {
        Directory.CreateDirectory(here.At("a"));
        File.Copy(Path.Combine(Repository.Root, "tests", "Neuromorphic.Cli.Tests", "Golden", "before-best.checkpoint"), here.At("a", "checkpoint.msgpack"));
        here.Succeed("resume a --generations 12");
        (int Generation, double Evaluation)[] evaluated = [.. File.ReadLines(here.At("a", "metrics.csv")).Skip(1).Select(line => line.Split(',')).Where(row => row[6] != "")
            .Select(row => (int.Parse(row[0], CultureInfo.InvariantCulture), double.Parse(row[6], CultureInfo.InvariantCulture)))];
        (int best, _) = evaluated.MaxBy(row => row.Evaluation);
        if (best > 3) Assert.Contains($", after generation {best}\n", here.Succeed("inspect a").Output, StringComparison.Ordinal);
        else Assert.DoesNotContain("best evaluation", here.Succeed("inspect a").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_from_before_is_played_and_continued_as_before()
    {
        Directory.CreateDirectory(here.At("a"));
        File.Copy(Path.Combine(Repository.Root, "tests", "Neuromorphic.Cli.Tests", "Golden", "before-best.checkpoint"), here.At("a", "checkpoint.msgpack"));
        Assert.Equal(9.6, Mean("a"));
        Assert.Equal(1, here.Run("evaluate a --best").ExitCode);
        here.Succeed("evaluate a --best-member");
        here.Succeed("resume a --generations 6");
        Assert.Equal(27.25, Mean("a"));
        here.Succeed("evaluate a --best");

        double Mean(string run) => JsonDocument.Parse(here.Succeed($"evaluate {run} --episodes 20 --episode-seed 5 --json").Output).RootElement.GetProperty("mean").GetDouble();
    }
}
