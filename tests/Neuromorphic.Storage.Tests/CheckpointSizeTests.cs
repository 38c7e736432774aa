using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Storage.Tests;

public class CheckpointSizeTests
{
    public static TheoryData<string> Names => Sample.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_size_that_is_known_before_the_training_is_that_of_the_file(string name)
    {
        TrainingRun run = Sample.Run(name);
        TrainingState begun = run.Trainer.State;
        for (int i = 0; i < 3; i++) run.Trainer.RunGeneration();
        long size = CheckpointFile.Serialize(Sample.Of(run)).Length;
        Assert.InRange(CheckpointSize.Of(run.Configuration, begun, generations: 3), size, size + 65536);
    }

    [Theory]
    [InlineData("spiking, normalised"), InlineData("gradients, baseline")]
    public void The_size_grows_with_neurons_as_the_file_does(string name)
    {
        RunConfiguration few = Sample.Run(name).Configuration, many = few.With(("neurons", 30_000));
        double expected = 0, actual = 0;
        foreach ((RunConfiguration configuration, int sign) in ((RunConfiguration, int)[])[(few, -1), (many, 1)])
        {
            TrainingRun run = Sample.Run(configuration);
            expected += sign * CheckpointSize.Of(configuration, run.Trainer.State, generations: 2);
            for (int i = 0; i < 2; i++) run.Trainer.RunGeneration(); // an evaluation among them
            actual += sign * CheckpointFile.Serialize(Sample.Of(run)).Length;
        }
        Assert.InRange(actual, 1e6, 1e9);
        Assert.Equal(expected, actual, 1000.0);
    }

    [Fact]
    public void A_training_whose_checkpoints_no_file_holds_is_refused()
    {
        TrainingRun run = Sample.Run("snes");
        CheckpointSize.Require(run.Configuration with { Generations = 35_000_000 }, run.Trainer.State);
        Assert.Equal("The checkpoints of the training would come to 120.0 GB, and one has at most 2.1 GB, for it is written and read in one piece; choose fewer neurons, layers or generations.",
            Assert.Throws<ArgumentException>(() => CheckpointSize.Require(run.Configuration with { Generations = 2_000_000_000 }, run.Trainer.State)).Message);
    }
}
