using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using MessagePack;

namespace Neuromorphic.Storage;

/// <summary>
/// The outer map of a file: {"format", "version", "sha256", "content"}, in this order and in the shortest encoding, without a byte before or
/// after it. So there is one file for a content, and every other byte is found out: in the content by the checksum, outside it by comparison.
/// </summary>
static class Envelope
{
    public const string Format = "neuromorphic-checkpoint";
    /// <summary>The version that is written, and the newest that is read.</summary>
    public const int Version = 2;

    const int Fields = 4, MapOfFew = 0x80, MapOfFewMask = 0xf0;

    /// <summary>What follows the map's first byte in every version: the format's name, then the version.</summary>
    static readonly byte[] Signature = [0xa0 | 6, .. "format"u8, 0xa0 | 23, .. Encoding.ASCII.GetBytes(Format), 0xa0 | 7, .. "version"u8];

    /// <summary>The file of a content.</summary>
    public static byte[] Close(ReadOnlySpan<byte> content) => [.. Header(Version, SHA256.HashData(content), content.Length), .. content];

    /// <summary>The content of a file, and its version.</summary>
    /// <exception cref="InvalidDataException">The file is empty, truncated, damaged, newer or of another kind.</exception>
    public static (ReadOnlyMemory<byte> Content, int Version) Open(ReadOnlyMemory<byte> file)
    {
        if (file.IsEmpty) throw new InvalidDataException("truncated: the file is empty.");
        CheckSignature(file.Span);
        try
        {
            return Content(file);
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentOutOfRangeException) // a length of 2^31 and more
        {
            throw new InvalidDataException($"truncated: the file ends after {file.Length} bytes, before its content does.", e);
        }
        catch (Exception e) when (e is MessagePackSerializationException or OverflowException)
        {
            throw new InvalidDataException($"damaged: its header cannot be read ({e.Message})", e);
        }
    }

    static void CheckSignature(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> found = file[1..Math.Min(file.Length, 1 + Signature.Length)];
        if ((file[0] & MapOfFewMask) != MapOfFew || !Signature.AsSpan().StartsWith(found))
            throw new InvalidDataException($"not a checkpoint: the file does not begin as {Format} does.");
        if (found.Length < Signature.Length) throw new InvalidDataException($"truncated: the file ends after {file.Length} bytes.");
    }

    static (ReadOnlyMemory<byte>, int) Content(ReadOnlyMemory<byte> file)
    {
        int first = 1 + Signature.Length;
        var reader = new MessagePackReader(file[first..]);
        long version = reader.ReadInt64();
        if (version > Version)
            throw new InvalidDataException($"newer: it has format version {version}, this program reads up to {Version}; update the program.");
        if (version < 1) throw new InvalidDataException($"damaged: it has format version {version}; the first is 1.");
        reader.ReadString();
        byte[] hash = reader.ReadBytes()?.ToArray() ?? [];
        reader.ReadString();
        int length = (int)(reader.ReadBytes() ?? throw new InvalidDataException("damaged: it has no content.")).Length;
        int end = first + (int)reader.Consumed, start = end - length;
        if (end < file.Length) throw new InvalidDataException($"damaged: {file.Length - end} bytes follow its end.");
        ReadOnlyMemory<byte> content = file[start..];
        if (!file.Span[..start].SequenceEqual(Header((int)version, hash, length))) throw new InvalidDataException("damaged: its header is not as it was written.");
        if (!SHA256.HashData(content.Span).AsSpan().SequenceEqual(hash)) throw new InvalidDataException("damaged: the checksum of its content differs.");
        return (content, (int)version);
    }

    static ReadOnlySpan<byte> Header(int version, ReadOnlySpan<byte> hash, int length)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteMapHeader(Fields);
        writer.WriteRaw(Signature);
        writer.Write(version);
        writer.Write("sha256");
        writer.Write(hash);
        writer.Write("content");
        writer.WriteBinHeader(length);
        writer.Flush();
        return buffer.WrittenSpan;
    }
}
