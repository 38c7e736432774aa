using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>The same seed gives the same file, whatever the machine does it with.</summary>
public sealed class DeterminismTests : IDisposable
{
    readonly Workplace here = new();
    int runs;

    public void Dispose() => here.Dispose();

    public static TheoryData<string> Trainings => [Configurations.CartPole, Configurations.Memory, Configurations.Choices, Configurations.Gradients];

    [Theory, MemberData(nameof(Trainings))]
    public void The_same_seed_gives_the_same_checkpoint_on_any_number_of_threads_and_any_lane_width(string training)
    {
        byte[] expected = Checkpoint(training, threads: 1, lanes: 16);
        Assert.Equal(expected, Checkpoint(training, threads: 2, lanes: 8));
        Assert.Equal(expected, Checkpoint(training, threads: 4, lanes: 1));
        Assert.Equal(0, ThisProcess.Run(here.Folder, $"train {training.Replace("--seed 5", "--seed 6", StringComparison.Ordinal)} --out other".Split(' ')).ExitCode);
        Assert.NotEqual(expected, CheckpointBytes.WithoutTime(here.Bytes("other", "checkpoint.msgpack")));
    }

    [Fact]
    public void An_evaluation_is_the_same_on_any_number_of_threads_and_any_lane_width()
    {
        here.Succeed($"train {Configurations.CartPole} --out a");
        string expected = here.Succeed("evaluate a --episodes 50 --json --threads 1").Output;
        Assert.Equal(expected, here.Succeed("evaluate a --episodes 50 --json --threads 4", ("NEUROMORPHIC_LANES", "8")).Output);
        Assert.Equal(expected, here.Succeed("evaluate a --episodes 50 --json --threads 2", ("NEUROMORPHIC_LANES", "1")).Output);
        Assert.NotEqual(expected, here.Succeed("evaluate a --episodes 50 --json --episode-seed 1").Output);
    }

    byte[] Checkpoint(string training, int threads, int lanes)
    {
        string folder = $"run{++runs}";
        here.Succeed($"train {training} --threads {threads} --out {folder}", ("NEUROMORPHIC_LANES", $"{lanes}"));
        return CheckpointBytes.WithoutTime(here.Bytes(folder, "checkpoint.msgpack"));
    }
}
