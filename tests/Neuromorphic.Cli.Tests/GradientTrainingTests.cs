using Neuromorphic.Storage;
using Neuromorphic.Storage.Tests;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>Training by gradients from the command line: what is written, and what happens to gradients that are not finite.</summary>
[Collection(ThisProcess.Collection)]
public sealed class GradientTrainingTests : IDisposable
{
    /// <summary>Currents overflow float32 from the first step on.</summary>
    const string Overflowing = "cartpole --method bptt --condition both --neurons 16 --batch 8 --step-limit 30 --input-scale 1e37 --resistance 1e10 --evaluation-episodes 4 --generations 4";

    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    [Fact]
    public void What_is_about_to_be_trained_is_said_and_the_folder_is_that_of_any_run()
    {
        string[] lines = here.Succeed($"train {Configurations.Gradients} --out a").Lines;
        Assert.Equal("cartpole: 20 heterogeneous lif neurons (neuron condition), 80 trained numbers, bptt with 18 episodes an update, seed 5", lines[0]);
        IEnumerable<string> names = Directory.GetFileSystemEntries(here.At("a")).Select(path => Path.GetFileName(path).Split(".out.")[0]);
        Assert.Equal(["checkpoint.msgpack", "config.toml", "events", "learning-curve.png", "metrics.csv", "parameters.png", "raster.png"], names.Order(StringComparer.Ordinal));
        string line = Assert.Single(lines, line => line.StartsWith("mean return of 20 fresh episodes", StringComparison.Ordinal));
        Assert.Equal(line, here.Succeed("evaluate a --episodes 20").Output.Trim());
        Assert.Contains("bptt, generation 6 of 6", here.Succeed("inspect a").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TensorBoard_gets_norms_of_gradients_and_the_entropy_of_every_generation()
    {
        here.Succeed($"train {Configurations.Gradients} --out a");
        ILookup<string, TensorBoardEvents.Event> events = Scalars("a");
        foreach (string name in (string[])["gradient-norm", "critic/gradient-norm", "entropy", "return/mean"])
            Assert.Equal(Enumerable.Range(1, 6), events[name].Select(scalar => (int)scalar.Step));
        Assert.All(events["gradient-norm"].Concat(events["critic/gradient-norm"]), scalar => Assert.True(scalar.Values[0].Scalar > 0));
        Assert.NotEqual(events["gradient-norm"].Select(scalar => scalar.Values[0].Scalar), events["critic/gradient-norm"].Select(scalar => scalar.Values[0].Scalar));
        Assert.All(events["entropy"], scalar => Assert.InRange(scalar.Values[0].Scalar!.Value, .01f, MathF.Log(2)));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_ends_the_training_in_words_and_the_checkpoint_stays()
    {
        Outcome outcome = here.Run($"train {Overflowing} --out a");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("error: The gradient of hidden/tau, number 0 of 16, is NaN in update 1; the parameters are those before this update. A lower --learning-rate or --clip may help; --on-non-finite skip leaves such updates out.\n", outcome.Errors);
        Assert.DoesNotContain("   at ", outcome.Output, StringComparison.Ordinal);
        TrainingState state = CheckpointFile.Read(here.At("a", "checkpoint.msgpack")).State;
        Assert.Equal((0, "bptt"), (state.Generation, state.StrategyName));
        Assert.Equal(state.Initial, state.Mean);
        here.Succeed("evaluate a --episodes 4");
        here.Succeed("inspect a");
        Assert.Equal(outcome.Errors, here.Run("resume a").Errors);
    }

    [Fact]
    public void A_training_that_went_well_before_keeps_its_last_checkpoint()
    {
        // The second update is computed from numbers that the first has thrown far away.
        Outcome outcome = here.Run("train cartpole --method bptt --condition both --neurons 16 --batch 8 --step-limit 30 --learning-rate 1e38 --checkpoint-every 1 --generations 9 --evaluate-every 0 --out a");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Matches(@"^error: The (gradient|value) of \S+, number \d+ of \d+, .* update [2-9]\b.*; the parameters are those before this update\.", outcome.Errors);
        Checkpoint checkpoint = CheckpointFile.Read(here.At("a", "checkpoint.msgpack"));
        Assert.InRange(checkpoint.State.Generation, 1, 8);
        Assert.Equal(checkpoint.State.Generation, MetricsFile.Read(here.At("a", "metrics.csv")).Count);
        Assert.NotEqual(checkpoint.State.Initial, checkpoint.State.Mean);
    }

    [Fact]
    public void Skipped_updates_are_warned_of_and_counted_and_leave_the_parameters_as_they_were()
    {
        Outcome outcome = here.Succeed($"train {Overflowing} --on-non-finite skip --out a");
        Assert.Equal("", outcome.Errors);
        Assert.Equal(4, outcome.Lines.Count(line => line == "warning: The gradient of hidden/tau, number 0 of 16, is NaN in update 1: this update was left out"));
        Assert.All(MetricsFile.Read(here.At("a", "metrics.csv")), report => Assert.Equal(1, report.Failed));
        TrainingState state = CheckpointFile.Read(here.At("a", "checkpoint.msgpack")).State;
        Assert.Equal(4, state.Generation);
        Assert.Equal(state.Initial, state.Mean);
    }

    ILookup<string, TensorBoardEvents.Event> Scalars(string folder) =>
        TensorBoardEvents.Read(Directory.GetFiles(here.At(folder), "events.out.tfevents.*").Single())
            .SelectMany(entry => entry.Values.Where(value => value.Scalar != null).Select(value => entry with { Values = [value] }))
            .ToLookup(entry => entry.Values[0].Tag);
}
