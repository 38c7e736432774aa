using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>What a user is told of a training that goes nowhere.</summary>
[Collection(ThisProcess.Collection)]
public sealed class StandstillTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("--sigma 3.4e38", "error: Members of generation 1 are beyond what float32 holds in hidden/tau, number 0 of 8: the search has diverged. A smaller --learning-rate or --sigma may help.\n")]
    [InlineData("--learning-rate 1e308 --optimizer adam", "error: After generation 1 the mean of hidden/tau, number 0 of 8, is ")]
    public void A_search_that_diverges_ends_with_the_reason(string settings, string reason)
    {
        Outcome outcome = here.Run($"train cartpole {Configurations.Tiny} --seed 1 --generations 12 --out a {settings}");
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith(reason, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_that_stands_still_is_warned_of_also_after_a_stop_and_ends_in_the_same_bits()
    {
        const string Task = $"mountain-car {Configurations.Tiny} --strategy snes --seed 1 --checkpoint-every 1", Warning = "warning: no member earned more than another in the last 10 generations, now -30: the search stays where it is.";
        Outcome whole = here.Succeed($"train {Task} --generations 11 --out a"), first = here.Succeed($"train {Task} --generations 6 --out b"), second = here.Succeed("resume b --generations 11");
        Assert.Single(whole.Lines, line => line.StartsWith(Warning, StringComparison.Ordinal));
        Assert.DoesNotContain("warning", first.Output, StringComparison.Ordinal);
        Assert.Single(second.Lines, line => line.StartsWith(Warning, StringComparison.Ordinal));
        Assert.Equal(here.Bytes("a", "metrics.csv"), here.Bytes("b", "metrics.csv"));
        Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("a", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes("b", "checkpoint.msgpack")));
        Assert.All(File.ReadLines(here.At("a", "metrics.csv")).Skip(1), row => Assert.Matches(@"^\d+,-30,-30,0,0,240,,0,\d+,-30,-30,,1,0,", row));
    }

    [Fact]
    public void A_training_all_of_whose_members_fail_ends_with_what_it_has()
    {
        Outcome outcome = here.Run("train pendulum --policy mlp --activation relu --neurons 8 --population 8 --step-limit 20 --sigma 1e20 --evaluate-every 0 --generations 10 --checkpoint-every 500 --out a");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("error: Every member failed in generations 1 to 10", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(11, File.ReadLines(here.At("a", "metrics.csv")).Count());
        Assert.Contains(", generation 10 of 10,", here.Succeed("inspect a").Output, StringComparison.Ordinal);
    }
}
