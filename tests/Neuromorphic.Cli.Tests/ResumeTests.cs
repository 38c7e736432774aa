using Xunit;

namespace Neuromorphic.Cli.Tests;

public sealed class ResumeTests : IDisposable
{
    readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void More_generations_continue_a_run_as_if_it_had_been_asked_for_them_at_the_start()
    {
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 2 --out a");
        here.Succeed("resume a --generations 5");
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 5 --out b");
        Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("b", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes("a", "checkpoint.msgpack")));
        foreach (string name in new[] { "metrics.csv", "config.toml", "learning-curve.png", "time-constants.png", "raster.png" })
            Assert.Equal(here.Bytes("b", name), here.Bytes("a", name));
    }

    [Fact]
    public void Fewer_generations_than_are_done_are_refused()
    {
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 3 --out a");
        byte[] checkpoint = here.Bytes("a", "checkpoint.msgpack");
        Outcome outcome = here.Run("resume a --generations 2");
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Equal("error: --generations is 2, but the checkpoint has completed 3; allowed is 3 or more.\n", outcome.Errors);
        Assert.Equal(checkpoint, here.Bytes("a", "checkpoint.msgpack"));
    }

    [Fact]
    public void The_configuration_file_of_a_run_reproduces_it()
    {
        here.Succeed($"train {Configurations.CartPole} --strategy snes --neuron adaptive-lif --learned tau,threshold --reset -0.25 --readout leaky-integrator --sigma 0.123456789 --seed 18446744073709551615".Replace("--seed 5 ", "", StringComparison.Ordinal) + " --out a");
        here.Succeed("train cartpole --config a/config.toml --out b");
        Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("a", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes("b", "checkpoint.msgpack")));
        Assert.Equal(here.Bytes("a", "config.toml"), here.Bytes("b", "config.toml"));
    }

    [Fact]
    public void The_configuration_file_of_a_run_by_gradients_reproduces_it()
    {
        here.Succeed($"train {Configurations.Gradients} --surrogate sigmoid --slope 3.25 --reset-gradient attached --truncation 20 --window 7 --clip 0.5 --neuron-rate 0.3 --schedule cosine --warmup 0.2 --discount 0.97 --lambda 0.9 --entropy 0.02 --on-non-finite skip --optimizer clipup --weight-decay 0.01 --out a");
        here.Succeed("train cartpole --config a/config.toml --out b");
        Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("a", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes("b", "checkpoint.msgpack")));
        Assert.Equal(here.Bytes("a", "config.toml"), here.Bytes("b", "config.toml"));
        string configuration = File.ReadAllText(here.At("a", "config.toml"));
        Assert.Contains("\nstrategy = \"bptt\"\n", configuration, StringComparison.Ordinal);
        Assert.DoesNotContain("method", configuration, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_come_after_the_configuration_file()
    {
        File.WriteAllText(here.At("run.toml"), "seed = 4\nneurons = 7\n");
        here.Succeed("train cartpole --config run.toml --seed 9 --generations 0 --out a");
        string configuration = File.ReadAllText(here.At("a", "config.toml"));
        Assert.Contains("\nseed = 9\n", configuration, StringComparison.Ordinal);
        Assert.Contains("\nneurons = 7\n", configuration, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_begin_together_have_folders_of_their_own()
    {
        CommandRun[] runs = [.. Enumerable.Range(0, 3).Select(seed => here.Start($"train cartpole {Configurations.Tiny} --generations 1 --seed {seed}"))];
        foreach (CommandRun run in runs)
            using (run) Assert.Equal(0, run.Wait().ExitCode);
        string[] configurations = [.. Directory.GetFiles(here.At("runs"), "config.toml", SearchOption.AllDirectories).Select(File.ReadAllText)];
        Assert.Equal(3, configurations.Distinct().Count());
    }
}
