using System.Buffers.Binary;

namespace Neuromorphic.Storage.Data;

/// <summary>
/// Reads through a decompressed stream and compares it with what gzip wrote behind it: the CRC-32 and the length of all that was compressed, which
/// <see cref="System.IO.Compression.GZipStream"/> passes over where a file was cut there, and for what follows. A file of one member is expected, as
/// the published ones are; one of several joined is refused.
/// </summary>
/// <remarks>Deutsch (1996), RFC 1952, sections 2.3.1 and 8.</remarks>
sealed class GZipTrailer
{
    /// <summary>The shortest header, an empty block, and the trailer.</summary>
    const int Shortest = 20;
    public const int Size = 8;

    static readonly uint[] Table = MakeTable();

    readonly uint checksum, length;
    uint crc = uint.MaxValue, count;

    /// <param name="file">The compressed file; its position is set to the beginning.</param>
    /// <exception cref="InvalidDataException">It is too short to be one.</exception>
    public GZipTrailer(Stream file)
    {
        if (file.Length < Shortest) throw new InvalidDataException("it ends within its first bytes");
        byte[] trailer = new byte[Size];
        file.Position = file.Length - Size;
        file.ReadExactly(trailer);
        file.Position = 0;
        checksum = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        length = BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(4));
    }

    /// <summary>Takes decompressed bytes into account.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        count += (uint)bytes.Length;
        foreach (byte value in bytes) crc = Table[(byte)crc ^ value] ^ crc >> 8;
    }

    /// <summary>Compares, when all bytes have come.</summary>
    /// <exception cref="InvalidDataException">They are not those that were compressed, or the file was cut or goes on behind them.</exception>
    public void Check()
    {
        if (length != count) throw new InvalidDataException($"its last bytes say that it was made of {length} bytes, and it gives {count}; it was cut, or something follows it");
        if (checksum != ~crc) throw new InvalidDataException("its checksum differs");
    }

    static uint[] MakeTable()
    {
        const uint Polynomial = 0xedb88320;
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? value >> 1 ^ Polynomial : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
