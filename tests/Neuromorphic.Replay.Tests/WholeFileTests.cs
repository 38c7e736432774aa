using Xunit;

namespace Neuromorphic.Replay.Tests;

public sealed class WholeFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_longer_file_is_replaced_by_a_shorter_one_without_remains()
    {
        WholeFile.Write(folder["a"], stream => stream.Write("longer"u8));
        WholeFile.Write(folder["a"], stream => stream.Write("short"u8));
        Assert.Equal("short", File.ReadAllText(folder["a"]));
        Assert.False(File.Exists(folder["a.new"]));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        File.WriteAllText(folder["a"], "old");
        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(folder["a"], stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(folder["a"]));
        Assert.False(File.Exists(folder["a.new"]));
    }
}
