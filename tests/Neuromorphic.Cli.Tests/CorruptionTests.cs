using Neuromorphic.Storage.Tests;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>Random corruptions of a checkpoint before every command that reads one.</summary>
public sealed class CorruptionTests : IDisposable
{
    readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Every_command_names_file_and_reason_and_leaves_the_file_as_it_is()
    {
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 1 --out good");
        byte[] good = here.Bytes("good", "checkpoint.msgpack");
        var random = new Random(4);
        byte[][] files = [.. Enumerable.Range(0, Attacks.Count(3, 20)).Select(_ => Bytes.Corrupted(good, random))];
        Parallel.For(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            string path = here.At($"{i}", "checkpoint.msgpack");
            Directory.CreateDirectory(here.At($"{i}"));
            File.WriteAllBytes(path, files[i]);
            foreach (string command in new[] { "inspect", "evaluate", "resume", "replay --out x.html" })
            {
                Outcome outcome = here.Run($"{command} {i}/checkpoint.msgpack");
                RefusalTests.AssertRefused(outcome, $"error: {i}/checkpoint.msgpack: ");
                Assert.Matches($@"^error: {i}/checkpoint\.msgpack: (truncated|damaged|not a checkpoint|newer|inconsistent): .{{10,}}\n$", outcome.Errors);
                Assert.Equal(files[i], File.ReadAllBytes(path));
            }
            Directory.Delete(here.At($"{i}"), recursive: true);
        });
        Assert.Equal(["good"], Directory.GetFileSystemEntries(here.Folder).Select(Path.GetFileName));
    }

    /// <summary>The same many times, in this process, whose standard error gets the reasons.</summary>
    [Fact]
    public void No_command_takes_a_corrupt_file()
    {
        Assert.SkipUnless(Attacks.All, "NEUROMORPHIC_ATTACKS is not `all`.");
        here.Succeed($"train cartpole {Configurations.Tiny} --generations 1 --out good");
        byte[] good = here.Bytes("good", "checkpoint.msgpack");
        var random = new Random(5);
        string path = here.At("bad.msgpack");
        for (int i = 0; i < 2000; i++)
        {
            byte[] bad = Bytes.Corrupted(good, random);
            File.WriteAllBytes(path, bad);
            foreach (string[] command in new string[][] { ["inspect", path], ["evaluate", path], ["resume", path], ["replay", path, "--out", here.At("x.html")] })
            {
                Assert.Equal(1, CommandLine.Run(command));
                Assert.Equal(bad, File.ReadAllBytes(path));
            }
        }
        Assert.Equal(["bad.msgpack", "good"], Directory.GetFileSystemEntries(here.Folder).Select(Path.GetFileName).Order());
    }
}
