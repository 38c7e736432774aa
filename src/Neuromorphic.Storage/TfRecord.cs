using System.Buffers.Binary;
using System.Numerics;

namespace Neuromorphic.Storage;

/// <summary>
/// TFRecord framing: length (8 bytes), masked CRC-32C of the length (4), data, masked CRC-32C of the data (4), little-endian.
/// </summary>
/// <remarks>TensorFlow, tensorflow/core/lib/io/record_writer.h and tensorflow/core/lib/hash/crc32c.h.</remarks>
public static class TfRecord
{
    /// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4).</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (byte value in data) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>The checksum as a record stores it: rotated and shifted, so that a checksum of data that holds checksums stays good.</summary>
    public static uint Mask(uint crc) => BitOperations.RotateRight(crc, 15) + 0xa282ead8;

    /// <summary>Writes one record, in one piece.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        byte[] record = new byte[data.Length + 16];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Mask(Crc32C(record.AsSpan(0, 8))));
        data.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(data.Length + 12), Mask(Crc32C(data)));
        stream.Write(record);
    }
}
