using System.Buffers.Binary;
using System.IO.Compression;

namespace Neuromorphic.Storage.Data;

/// <summary>
/// An IDX file of unsigned bytes, plain or compressed by gzip: two zero bytes, the type 0x08, the number of dimensions, each dimension as a
/// big-endian 32-bit integer, then the bytes, last dimension fastest.
/// </summary>
/// <remarks>LeCun, Cortes, Burges (1998), "The MNIST database of handwritten digits", yann.lecun.com/exdb/mnist, section "file formats".</remarks>
public sealed class IdxFile
{
    /// <summary>No stream that gzip can write grows by more, for a repetition of 258 bytes takes two bits.</summary>
    const long GreatestRatio = 1032;
    const int MagicSize = 4, UnsignedByte = 0x08;

    IdxFile(int[] dimensions, byte[] bytes) => (Dimensions, Bytes) = (dimensions, bytes);

    /// <summary>The dimensions, slowest first, such as [60000, 28, 28]; each is 1 or more.</summary>
    public IReadOnlyList<int> Dimensions { get; }
    /// <summary>The values, [dimensions], last fastest.</summary>
    public byte[] Bytes { get; }

    /// <summary>Reads a file. Whether it is compressed is seen from its first bytes, not from its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">The number of dimensions that it has to have: 1 for labels, 3 for images.</param>
    /// <exception cref="DatasetException">
    /// The file cannot be read, begins otherwise, holds another type or number of dimensions, is damaged, or is shorter or longer than its
    /// dimensions say.
    /// </exception>
    public static IdxFile Read(string path, int rank)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, byte.MaxValue);
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            bool compressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            if (!compressed) return Parse(file, rank, file.Length);
            GZipTrailer trailer = new(file);
            using GZipStream content = new(file, CompressionMode.Decompress);
            return Parse(content, rank, checked(file.Length * GreatestRatio), trailer);
        }
        catch (Refusal e)
        {
            throw new DatasetException(path, e.Message, e);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException(path, $"damaged: its compressed content cannot be read ({e.Message})", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A reason, before it is known which file has it.</summary>
    sealed class Refusal(string message) : Exception(message);

    /// <param name="content">The file, decompressed.</param>
    /// <param name="rank">Its dimensions.</param>
    /// <param name="limit">Bytes that the content has at most: what dimensions demand beyond is not even allocated.</param>
    /// <param name="trailer">What the compressed file says about its content, if it is one.</param>
    static IdxFile Parse(Stream content, int rank, long limit, GZipTrailer? trailer = null)
    {
        byte[] magic = ReadHeader(content, MagicSize, "magic number");
        CheckMagic(magic, rank);
        byte[] header = ReadHeader(content, sizeof(int) * rank, $"{Count(rank)}");
        int[] dimensions = new int[rank];
        long size = 1;
        for (int i = 0; i < rank; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(sizeof(int) * i));
            if (dimensions[i] < 1) throw new Refusal($"damaged: dimension {i} is {(uint)dimensions[i]}; allowed: 1 to {int.MaxValue}.");
            size *= dimensions[i];
            if (size > Array.MaxLength) throw new Refusal($"too long: its dimensions {Shape(dimensions[..(i + 1)])} are more than {Array.MaxLength} bytes.");
        }
        if (size > limit) throw new Refusal($"truncated: it is too short for the {size} bytes of {Shape(dimensions)}.");
        byte[] bytes = new byte[size];
        int read = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length) throw new Refusal($"truncated: it has {read} of the {size} bytes of {Shape(dimensions)}.");
        if (content.ReadByte() >= 0) throw new Refusal($"too long: more follows the {size} bytes of {Shape(dimensions)}.");
        trailer?.Add([.. magic, .. header]);
        trailer?.Add(bytes);
        trailer?.Check();
        return new(dimensions, bytes);
    }

    static byte[] ReadHeader(Stream content, int size, string what)
    {
        byte[] header = new byte[size];
        if (content.ReadAtLeast(header, size, throwOnEndOfStream: false) < size) throw new Refusal($"truncated: it ends within its {what}.");
        return header;
    }

    static void CheckMagic(byte[] magic, int rank)
    {
        uint found = BinaryPrimitives.ReadUInt32BigEndian(magic), expected = (uint)(UnsignedByte << 8 | rank);
        if (found == expected) return;
        string? type = found >> 16 == 0 ? TypeName(magic[2]) : null;
        if (type == null) throw new Refusal($"wrong magic number: it begins with 0x{found:x8}, an IDX file of {Count(rank)} with 0x{expected:x8}.");
        if (magic[2] != UnsignedByte) throw new Refusal($"unsupported type: it holds {type} (0x{magic[2]:x2}); allowed: unsigned bytes (0x08).");
        throw new Refusal($"wrong magic number: 0x{found:x8} has {Count(magic[3])}; expected: {Count(rank)} (0x{expected:x8}).");
    }

    static string? TypeName(byte type) => type switch
    {
        UnsignedByte => "unsigned bytes",
        0x09 => "signed bytes",
        0x0b => "16-bit integers",
        0x0c => "32-bit integers",
        0x0d => "32-bit floats",
        0x0e => "64-bit floats",
        _ => null,
    };

    static string Count(int rank) => rank == 1 ? "1 dimension" : $"{rank} dimensions";

    static string Shape(int[] dimensions) => string.Join(" x ", dimensions);
}
