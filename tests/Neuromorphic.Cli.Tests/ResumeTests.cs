using Xunit;

namespace Neuromorphic.Cli.Tests;

[Collection(ThisProcess.Collection)]
public sealed class ResumeTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    [Fact]
    public void More_generations_continue_a_run_as_if_it_had_been_asked_for_them_at_the_start()
    {
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 2 --out a");
        here.Succeed("resume a --generations 5");
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 5 --out b");
        Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("b", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes("a", "checkpoint.msgpack")));
        foreach (string name in new[] { "metrics.csv", "config.toml", "learning-curve.png", "parameters.png", "raster.png" })
            Assert.Equal(here.Bytes("b", name), here.Bytes("a", name));
    }

    [Fact]
    public void Units_that_draw_their_functions_go_on_drawing_as_they_would_have()
    {
        here.Succeed($"train {Configurations.Choices} --out a");
        here.Succeed($"train {Configurations.Choices.Replace("--generations 4", "--generations 2", StringComparison.Ordinal)} --out b");
        here.Succeed("resume b --generations 4");
        Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("a", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes("b", "checkpoint.msgpack")));
    }

    [Fact]
    public void Fewer_generations_than_are_done_are_refused()
    {
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 3 --out a");
        byte[] checkpoint = here.Bytes("a", "checkpoint.msgpack");
        Outcome outcome = here.Run("resume a --generations 2");
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
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
        here.Succeed($"train {Configurations.Gradients} --surrogate sigmoid --slope 3.25 --reset-gradient attached --truncation 20 --window 7 --clip 0.5 --neuron-rate 0.3 --schedule cosine --warmup 0.2 --discount 0.97 --lambda 0.9 --entropy 0.02 --on-non-finite skip --optimizer clipup --condition both --weight-decay 0.01 --out a");
        here.Succeed("train cartpole --config a/config.toml --out b");
        Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("a", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes("b", "checkpoint.msgpack")));
        Assert.Equal(here.Bytes("a", "config.toml"), here.Bytes("b", "config.toml"));
        string configuration = File.ReadAllText(here.At("a", "config.toml"));
        Assert.Contains("\n[strategy]\nname = \"bptt\"\n", configuration, StringComparison.Ordinal);
        Assert.DoesNotContain("method", configuration, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_needs_the_file_of_its_start_no_more()
    {
        const string Options = Configurations.Tiny + " --layers 2 --tau @tau.csv --shared tau --threshold uniform:0.5,1.5 --rest @rest.csv --shared-network resistance";
        File.WriteAllLines(here.At("tau.csv"), ["tau # of each layer", "3", "0.9e1"]);
        File.WriteAllLines(here.At("rest.csv"), Enumerable.Range(0, 16).Select(i => $"0.{i}"));
        here.Succeed($"train cartpole {Options} --generations 4 --out whole");
        here.Succeed($"train cartpole {Options} --generations 2 --out stopped");
        foreach (string name in (string[])["tau.csv", "rest.csv"]) File.Delete(here.At(name));
        here.Succeed("resume stopped --generations 4");
        here.Succeed("train cartpole --config whole/config.toml --out again");
        foreach (string run in (string[])["stopped", "again"])
        {
            Assert.Equal(CheckpointBytes.WithoutTime(here.Bytes("whole", "checkpoint.msgpack")), CheckpointBytes.WithoutTime(here.Bytes(run, "checkpoint.msgpack")));
            foreach (string name in (string[])["config.toml", "metrics.csv"]) Assert.Equal(here.Bytes("whole", name), here.Bytes(run, name));
        }
        Assert.Contains("\ntau = \"values:3,9\"\nthreshold = \"uniform:0.5,1.5\"\n", File.ReadAllText(here.At("again", "config.toml")), StringComparison.Ordinal);
        string inspected = here.Succeed("inspect whole").Output;
        Assert.Matches(@"hidden2/tau +8 +layer +yes +steps .* values:9\n", inspected);
        Assert.Matches(@"hidden2/threshold +8 +neuron +yes .* uniform:0\.5,1\.5\n", inspected);
        Assert.Matches(@"hidden/resistance +8 +network +yes ", inspected);
        Assert.Matches(@"\nrest +values:0,0\.1,.*\.\.\. \(16 values\)\n", inspected);
        here.Succeed("evaluate whole --episodes 3");
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
