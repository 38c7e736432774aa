using System.Security.Cryptography;

namespace Neuromorphic.Storage.Data;

/// <summary>A published file.</summary>
/// <param name="Name">Its name at the source and in a folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hexadecimal digits.</param>
public sealed record DataFile(string Name, long Bytes, string Sha256)
{
    /// <summary>Whether a file is this one: there, of this length, with this checksum.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is there and must not be read.</exception>
    public bool Matches(string path)
    {
        FileInfo info = new(path);
        if (!info.Exists || info.Length != Bytes) return false;
        using FileStream stream = info.OpenRead();
        return Matches(SHA256.HashData(stream));
    }

    /// <summary>Whether a SHA-256 of 32 bytes is this file's.</summary>
    internal bool Matches(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash) == Sha256;
}
