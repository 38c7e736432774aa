using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>
/// What a script learns from the exit code: 0 done; 2 the words of the command line or of a file of settings are refused, and nothing was run; 1 what they
/// mean failed. Those of signals, 129, 130 and 143, are in <see cref="SignalTests"/>.
/// </summary>
[Collection(ThisProcess.Collection)]
public sealed class ExitCodeTests(ExitCodeTests.Files files) : IClassFixture<ExitCodeTests.Files>
{
    /// <summary>A run, and files that something is wrong with.</summary>
    public sealed class Files : IDisposable
    {
        internal Workplace Here { get; } = new(ThisProcess.Run);

        public Files()
        {
            Here.Succeed($"train cartpole {Configurations.Tiny} --generations 1 --out a");
            File.WriteAllText(Here.At("unknown.toml"), "neurns = 3\n");
            File.WriteAllText(Here.At("value.toml"), "neurons = -3\n");
            File.WriteAllText(Here.At("broken.toml"), "neurons = = 3\n");
            byte[] good = Here.Bytes("a", "checkpoint.msgpack");
            File.WriteAllBytes(Here.At("kept.msgpack"), good);
            File.WriteAllBytes(Here.At("damaged.msgpack"), CheckpointBytes.Damaged(good));
        }

        public void Dispose() => Here.Dispose();
    }

    [Theory]
    [InlineData(0, "envs"), InlineData(0, "train cartpole --help"), InlineData(0, "neurons lif"), InlineData(0, "inspect a"), InlineData(0, "evaluate a --episodes 2"), InlineData(0, "export-mjcf ant --out ant.xml")]
    [InlineData(2, ""), InlineData(2, "trian cartpole"), InlineData(2, "train"), InlineData(2, "train nosuch"), InlineData(2, "train cartpole --nosuch 3"), InlineData(2, "train cartpole --threads 0")]
    [InlineData(2, "train cartpole --neurons -3"), InlineData(2, "train cartpole --strategy nosuch"), InlineData(2, "train cartpole --steps 3"), InlineData(2, "train cartpole --tau @nosuch.csv"), InlineData(2, "train cartpole --population 3")]
    [InlineData(2, "train cartpole --method bptt --strategy pgpe"), InlineData(2, "train cartpole --shared tau --shared-network tau"), InlineData(2, "train cartpole --readout-tau 5"), InlineData(2, "train cartpole --neurons 430000000"), InlineData(2, "train cartpole --generations 2000000000")]
    [InlineData(2, "train cartpole --config nosuch.toml"), InlineData(2, "train cartpole --config a"), InlineData(2, "train cartpole --config unknown.toml"), InlineData(2, "train cartpole --config value.toml"), InlineData(2, "train cartpole --config broken.toml")]
    [InlineData(2, "train cartpole --device gpu"), InlineData(2, "evaluate a --device gpu"), InlineData(2, "resume a --device gpu"), InlineData(2, "evaluate a --best --best-member"), InlineData(2, "evaluate a --episodes 0")]
    [InlineData(2, "resume a --generations 0"), InlineData(2, "resume kept.msgpack"), InlineData(2, "replay a --out walk.gif"), InlineData(2, "data get nosuch"), InlineData(2, "data get mnist --from mnist")]
    [InlineData(2, "neurons nosuch"), InlineData(2, "operators nosuch(x)"), InlineData(2, "export-mjcf nosuch"), InlineData(2, "export-mjcf ant --variant nosuch")]
    [InlineData(1, "inspect nosuch"), InlineData(1, "evaluate damaged.msgpack"), InlineData(1, "resume damaged.msgpack --out b"), InlineData(1, "replay damaged.msgpack --out b.html"), InlineData(1, "inspect value.toml")]
    [InlineData(1, "train cartpole --out a"), InlineData(1, "train cartpole --out value.toml"), InlineData(1, "train cartpole --device cuda:99"), InlineData(1, "train cartpole --method bptt --step-limit 2000000000")]
    [InlineData(1, "evaluate a --best"), InlineData(1, "replay a --out no/b.html"), InlineData(1, "export-mjcf ant --out no/ant.xml")]
    public void An_exit_code_says_whose_turn_it_is(int code, string arguments)
    {
        Outcome outcome = files.Here.Run(arguments);
        Assert.True(outcome.ExitCode == code, $"{outcome}");
        if (code == 0) Assert.Equal("", outcome.Errors);
        else RefusalTests.AssertRefused(outcome, "", code);
    }
}
