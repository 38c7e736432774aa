using Neuromorphic.Storage.Tests;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>Random corruptions of a checkpoint before every command that reads one.</summary>
[Collection(ThisProcess.Collection)]
public sealed class CorruptionTests : IDisposable
{
    readonly Workplace here = new(ThisProcess.Run);

    public void Dispose() => here.Dispose();

    [Fact]
    public void Every_command_names_file_and_reason_and_leaves_the_file_as_it_is()
    {
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 1 --out good");
        byte[] good = here.Bytes("good", "checkpoint.msgpack");
        var random = new Random(4);
        int tried = 0;
        for (int i = 0; i < Attacks.Count(50, 2000); i++)
        {
            byte[] bad = Bytes.Corrupted(good, random);
            File.WriteAllBytes(here.At("bad.msgpack"), bad);
            foreach (string command in new[] { "inspect bad.msgpack", "evaluate bad.msgpack", "resume bad.msgpack --out a", "replay bad.msgpack --out x.html" })
            {
                Outcome outcome = here.Run(command);
                RefusalTests.AssertRefused(outcome, "error: bad.msgpack: ");
                Assert.Matches(@"^error: bad\.msgpack: (truncated|damaged|not a checkpoint|newer|inconsistent): .{10,}\n$", outcome.Errors);
                Assert.Equal(bad, here.Bytes("bad.msgpack"));
                tried++;
            }
        }
        Assert.Equal(["bad.msgpack", "good"], Directory.GetFileSystemEntries(here.Folder).Select(Path.GetFileName).Order());
        TestContext.Current.SendDiagnosticMessage($"{tried} commands before corrupt files: all held");
    }
}
