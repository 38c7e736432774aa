using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Storage.Tests;

/// <summary>Files of earlier programs; the expected values were printed by Python from the files.</summary>
public class GoldenTests
{
    [Fact]
    public void A_file_of_version_1_is_read()
    {
        Checkpoint checkpoint = CheckpointFile.Read(Path.Combine(AppContext.BaseDirectory, "Golden", "version1.checkpoint"));
        Assert.Equal(("neuromorphic 0.1.0", "cartpole", 16, "0.15"), (checkpoint.Program, checkpoint.Configuration.Environment, checkpoint.Configuration.PolicyOptions.Get(SpikingSettings.Neurons), checkpoint.Configuration.StrategyOptions.Given["learning-rate"]));
        Assert.Equal((20, 92905L, 500.0), (checkpoint.State.Generation, checkpoint.State.Steps, checkpoint.State.BestFitness));
        Assert.Equal([.1869033f, -.050136f, -.6447447f], checkpoint.State.Mean[..3]);
        Assert.Equal(.30572922, checkpoint.State.Strategy.Arrays["sigma"][0], 5e-9);
        Assert.Equal([-.00762327, -.00702308, .00177285, .00053807], checkpoint.State.Normalizer!.Mean, (a, b) => Math.Abs(a - b) < 5e-9);
        Assert.Equal((302.75, 138.18511135429895, 492.28), (checkpoint.State.History[19].Mean, checkpoint.State.History[19].Deviation, checkpoint.State.History[19].Evaluation));
        Assert.Null(checkpoint.State.History[18].Evaluation);
        Assert.Equal(1.8295, checkpoint.State.Layout.Values("hidden/tau", checkpoint.State.Mean)[0], 5e-5);
    }
}
