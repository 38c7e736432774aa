using Xunit;

namespace Neuromorphic.Cli.Tests;

/// <summary>The bytes of a checkpoint's file, with nothing of the code under test.</summary>
static class CheckpointBytes
{
    const int HashLength = 32;

    /// <summary>A file without the moment of its making: the time stamp and the checksum that covers it are zero.</summary>
    public static byte[] WithoutTime(byte[] file)
    {
        byte[] bytes = [.. file];
        bytes.AsSpan(After(file, "sha256"u8) + 2, HashLength).Clear(); // bin 8: a type, a length
        int created = After(file, "created"u8);
        bytes.AsSpan(created + 1, file[created] & 0x1f).Clear(); // fixstr: its length in the type
        return bytes;
    }

    /// <summary>A file with another version number.</summary>
    public static byte[] OfVersion(byte[] file, byte version)
    {
        byte[] bytes = [.. file];
        bytes[After(file, "version"u8)] = version;
        return bytes;
    }

    /// <summary>A file with one bit in the middle of its content the other way round.</summary>
    public static byte[] Damaged(byte[] file)
    {
        byte[] bytes = [.. file];
        bytes[file.Length / 2] ^= 1;
        return bytes;
    }

    static int After(byte[] file, ReadOnlySpan<byte> name)
    {
        int at = file.AsSpan().IndexOf(name);
        Assert.True(at > 0);
        return at + name.Length;
    }
}
