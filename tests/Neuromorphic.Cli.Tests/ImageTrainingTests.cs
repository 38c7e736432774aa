using System.Globalization;
using System.Text.Json;
using Neuromorphic.Storage;
using Neuromorphic.Storage.Data;
using Neuromorphic.Storage.Tests;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>`train mnist` and what one does with its run: with the images where they are, and in words where they are not.</summary>
[Collection(ThisProcess.Collection)]
public sealed class ImageTrainingTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData("train mnist")]
    [InlineData("train fashion-mnist --method bptt --generations 1")]
    public void Without_images_it_is_said_what_was_looked_for_and_how_to_get_them(string arguments)
    {
        string name = arguments.Split(' ')[1];
        Outcome outcome = here.Run(arguments, (DataFolder.Variable, here.At("named")), ("XDG_CACHE_HOME", here.At("cache")));
        RefusalTests.AssertRefused(outcome, $"error: The data set {name} is not here; looked for {here.At("named", name)}, ");
        Assert.Contains($"Get it with `neuromorphic data get {name}`, or let {DataFolder.Variable} name the folder that holds {name}.", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(here.Folder));
    }

    [Fact]
    public void An_epoch_of_gradients_teaches_the_digits_and_its_run_is_evaluated_inspected_and_resumed()
    {
        (string, string) data = Data("mnist");
        Outcome training = here.Succeed("train mnist --method bptt --generations 1 --neurons 64 --out a", data);
        Assert.Equal("", training.Errors);
        Assert.Equal("mnist: 64 heterogeneous lif neurons (both condition), 51,072 trained numbers, bptt with batches of 128 of 60,000 examples, seed 0", training.Lines[0]);
        Assert.Contains("  loss 0.", training.Lines[1], StringComparison.Ordinal);
        string accuracy = Assert.Single(training.Lines, line => line.StartsWith("accuracy on 10,000 test examples: ", StringComparison.Ordinal));
        Assert.InRange(double.Parse(accuracy.Split(' ')[^2], CultureInfo.InvariantCulture), 85, 99);
        Assert.DoesNotContain("On other episodes", training.Output, StringComparison.Ordinal);

        Assert.Equal(accuracy, here.Succeed("evaluate a", data).Output.Trim());
        JsonElement json = JsonDocument.Parse(here.Succeed("evaluate a --episodes 500 --threads 1 --json", data, ("NEUROMORPHIC_LANES", "8")).Output).RootElement;
        Assert.Equal((500, 0, 500), (json.GetProperty("episodes").GetInt32(), json.GetProperty("failed").GetInt32(), json.GetProperty("steps").GetInt32()));
        Assert.InRange(json.GetProperty("mean").GetDouble(), .85, .99);

        string inspected = here.Succeed("inspect a").Output; // needs no images
        Assert.Contains("bptt, generation 1 of 1, 60,000 environment steps", inspected, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^input/weight +64 x 784 +weight +yes ", inspected);
        RefusalTests.AssertRefused(here.Run("replay a --out a.html", data), "error: mnist has no bodies to look at; environments that can be replayed: acrobot,");

        Outcome resumed = here.Succeed("resume a --generations 2", data);
        Assert.Contains("generation 2/2  ", resumed.Output, StringComparison.Ordinal);
        TrainingState state = CheckpointFile.Read(here.At("a", "checkpoint.msgpack")).State;
        Assert.Equal((2, 120_000), (state.Generation, state.Steps));
        Assert.Equal([2 * 469.0], state.Strategy.Arrays["updates"]); // of 60,000 / 128, rounded up
        Assert.True(state.History[1].Mean > state.History[0].Mean);

        float[] Scalars(string tag) => [.. Directory.GetFiles(here.At("a"), "events.out.tfevents.*").Order(StringComparer.Ordinal).SelectMany(TensorBoardEvents.Read).SelectMany(entry => entry.Values).Where(value => value.Tag == tag).Select(value => value.Scalar!.Value)];
        float[] losses = Scalars("loss");
        Assert.Equal(2, losses.Length);
        Assert.InRange(losses[1], 0.001f, losses[0]);
        Assert.All(Scalars("gradient-norm"), norm => Assert.InRange(norm, 1e-4f, 100));
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("fashion-mnist")]
    public void Evolution_trains_on_images_as_well(string name)
    {
        (string, string) data = Data(name);
        here.Succeed($"train {name} --method es --neurons 8 --population 8 --episodes 4 --generations 1 --evaluation-episodes 50 --out a", data);
        Checkpoint checkpoint = CheckpointFile.Read(here.At("a", "checkpoint.msgpack"));
        Assert.Equal(("pgpe", 32), (checkpoint.State.StrategyName, checkpoint.State.Steps));
        Assert.InRange(checkpoint.State.History[0].Mean, -100, 0); // a log-likelihood is climbed
        Assert.StartsWith("accuracy on 50 test examples: ", here.Succeed("evaluate a --episodes 50 --best-member", data).Output, StringComparison.Ordinal);
    }

    /// <summary>Where the images of this machine are, for a command in another folder.</summary>
    internal static (string, string) Data(string name)
    {
        string? folder = DataFolder.Usual.Find(DataCatalog.Get(name));
        Assert.SkipUnless(folder != null, $"{name} is not here; get it with `neuromorphic data get {name}`.");
        return (DataFolder.Variable, Path.GetDirectoryName(folder)!);
    }
}
