using Xunit;

namespace Neuromorphic.Storage.Tests;

public sealed class FileTests : IDisposable
{
    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;
    readonly Checkpoint older = Sample.After(1), newer = Sample.After(2);

    string Path => System.IO.Path.Combine(directory, "latest.checkpoint");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void What_is_written_is_read_and_nothing_else_is_left()
    {
        CheckpointFile.Write(Path, older);
        Assert.Equal(CheckpointFile.Serialize(older), File.ReadAllBytes(Path));
        CheckpointFile.Write(Path, newer);
        Assert.Equal(2, CheckpointFile.Read(Path).State.Generation);
        Assert.Equal([Path], Directory.GetFileSystemEntries(directory));
    }

    [Fact]
    public void A_path_whose_directory_is_a_file_is_refused_and_the_file_stays()
    {
        CheckpointFile.Write(Path, older);
        AssertNotWritten(System.IO.Path.Combine(Path, "a.checkpoint"));
        Assert.Equal(CheckpointFile.Serialize(older), File.ReadAllBytes(Path));
    }

    [Fact]
    public void A_missing_directory_is_refused() => AssertNotWritten(System.IO.Path.Combine(directory, "missing", "a.checkpoint"));

    [Fact]
    public void A_directory_in_the_place_of_the_file_is_refused_and_stays()
    {
        Directory.CreateDirectory(Path);
        AssertNotWritten(Path);
        Assert.Equal([Path], Directory.GetFileSystemEntries(directory));
    }

    [Fact]
    public void A_state_that_could_not_be_read_back_is_not_written()
    {
        CheckpointFile.Write(Path, older);
        float[] mean = [.. newer.State.Mean];
        mean[5] = float.NaN;
        Checkpoint broken = newer with { State = newer.State with { Mean = mean } };
        CheckpointException e = Assert.Throws<CheckpointException>(() => CheckpointFile.Write(Path, broken));
        Assert.Equal($"{Path}: inconsistent: 'mean' is not finite at 5.", e.Message);
        Assert.Equal(CheckpointFile.Serialize(older), File.ReadAllBytes(Path));
        Assert.Equal([Path], Directory.GetFileSystemEntries(directory));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_with_the_reason()
    {
        Assert.StartsWith($"{Path}: cannot be read: ", Assert.Throws<CheckpointException>(() => CheckpointFile.Read(Path)).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{directory}: cannot be read: ", Assert.Throws<CheckpointException>(() => CheckpointFile.Read(directory)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(Path, []);
        Assert.Equal($"{Path}: truncated: the file is empty.", Assert.Throws<CheckpointException>(() => CheckpointFile.Read(Path)).Message);
    }

    void AssertNotWritten(string path)
    {
        CheckpointException e = Assert.Throws<CheckpointException>(() => CheckpointFile.Write(path, newer));
        Assert.StartsWith($"{path}: cannot be written: ", e.Message, StringComparison.Ordinal);
        Assert.True(e.InnerException is IOException or UnauthorizedAccessException);
        Assert.True(e.Message.Length > path.Length + 25, e.Message);
    }
}
