using Neuromorphic.Files;

namespace Neuromorphic.Storage;

/// <summary>
/// Checkpoints as bytes and as files. The format is described, field by field, in docs/checkpoint-format.md.
/// The same checkpoint gives the same bytes.
/// </summary>
public static class CheckpointFile
{
    /// <summary>The bytes of a checkpoint. They have been read back: what a reader would refuse is refused here.</summary>
    /// <exception cref="CheckpointException">The checkpoint contradicts itself, or holds NaN or infinity where a number is needed.</exception>
    public static byte[] Serialize(Checkpoint checkpoint) => Serialize(checkpoint, "checkpoint");

    /// <summary>The checkpoint in the bytes of a file.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">Its name in error messages.</param>
    /// <exception cref="CheckpointException">The bytes are no whole, undamaged, consistent checkpoint of a known version.</exception>
    /// <remarks>
    /// The layout of the state has the slices of the file, without their coefficients, which follow from the configuration:
    /// kernels need the layout of a policy made from it, and <see cref="Training.Trainer.Load"/> compares the two.
    /// </remarks>
    public static Checkpoint Deserialize(ReadOnlyMemory<byte> file, string name = "checkpoint")
    {
        try
        {
            (ReadOnlyMemory<byte> content, int version) = Envelope.Open(file);
            Checkpoint checkpoint = CheckpointReader.Read(content, version);
            Consistency.Check(checkpoint, version);
            return checkpoint;
        }
        catch (InvalidDataException e)
        {
            throw new CheckpointException(name, e.Message, e);
        }
    }

    /// <summary>Writes a file, whole or not at all (see <see cref="WholeFile"/>).</summary>
    /// <exception cref="CheckpointException">The checkpoint is refused (see <see cref="Serialize(Checkpoint)"/>), or the file cannot be written; an older file is untouched.</exception>
    public static void Write(string path, Checkpoint checkpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = Serialize(checkpoint, path);
        try
        {
            WholeFile.Write(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">The file cannot be read, or is refused (see <see cref="Deserialize"/>).</exception>
    public static Checkpoint Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Deserialize(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"cannot be read: {e.Message}", e);
        }
    }

    static byte[] Serialize(Checkpoint checkpoint, string name)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (CheckpointSize.Fault(CheckpointSize.Of(checkpoint.Configuration, checkpoint.State, checkpoint.State.Generation)) is { } fault) throw new CheckpointException(name, fault);
        byte[] bytes = Envelope.Close(CheckpointWriter.Write(checkpoint));
        Deserialize(bytes, name);
        return bytes;
    }
}
