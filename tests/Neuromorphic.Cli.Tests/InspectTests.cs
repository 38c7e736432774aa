using Neuromorphic.Storage;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>What a terminal gets to see of a file's texts.</summary>
[Collection(ThisProcess.Collection)]
public sealed class InspectTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    [Fact]
    public void Texts_of_a_file_do_not_control_the_terminal_and_are_cut()
    {
        RunConfiguration configuration = Settings.Configure("cartpole", [new("neurons", "4"), new("population", "4"), new("tau", "values:2,3,4,5")]);
        TrainingRun run = TrainingRun.Create(configuration, configuration.CreateEnvironment(), threads: 1);
        Checkpoint checkpoint = new() { Configuration = configuration, State = run.Trainer.State, Program = "\u001b[2J\u202eevil\u009b31m\n" + new string('x', 5000), GitHash = "\u001b]0;title\u0007", Created = DateTimeOffset.UnixEpoch };
        CheckpointFile.Write(here.At("a.msgpack"), checkpoint);
        foreach (string options in new[] { "", " --json" })
        {
            string output = here.Succeed("inspect a.msgpack" + options).Output;
            Assert.DoesNotContain(output, c => char.IsControl(c) && c is not ('\n' or '\r') || c == '\u202e');
            Assert.Contains("?[2J?evil?31m?xxxxx", output, StringComparison.Ordinal);
            Assert.DoesNotContain(new string('x', 61), output, StringComparison.Ordinal);
        }
    }
}
