using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Neuromorphic.Storage;

/// <summary>A protobuf message under construction: the four wire types that event files need.</summary>
/// <remarks>Protocol Buffers, "Encoding": a field is a varint of (number &lt;&lt; 3 | wire type), then its value.</remarks>
sealed class ProtobufMessage
{
    const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;

    readonly ArrayBufferWriter<byte> bytes = new();

    /// <summary>The encoded message.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.WrittenSpan;

    /// <summary>An int64 or an enumeration.</summary>
    public ProtobufMessage Add(int field, long value)
    {
        Tag(field, Varint);
        WriteVarint((ulong)value);
        return this;
    }

    /// <summary>A double.</summary>
    public ProtobufMessage Add(int field, double value)
    {
        Tag(field, Fixed64);
        Write(value);
        return this;
    }

    /// <summary>A float.</summary>
    public ProtobufMessage Add(int field, float value)
    {
        Tag(field, Fixed32);
        Span<byte> buffer = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(buffer, value);
        bytes.Write(buffer);
        return this;
    }

    /// <summary>A string.</summary>
    public ProtobufMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message within this one.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage value) => Add(field, value.Bytes);

    /// <summary>Packed doubles.</summary>
    public ProtobufMessage Add(int field, ReadOnlySpan<double> values)
    {
        Tag(field, LengthDelimited);
        WriteVarint((ulong)values.Length * sizeof(double));
        foreach (double value in values) Write(value);
        return this;
    }

    ProtobufMessage Add(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthDelimited);
        WriteVarint((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    void Tag(int field, int wireType) => WriteVarint((ulong)(field << 3 | wireType));

    void Write(double value)
    {
        Span<byte> buffer = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(buffer, value);
        bytes.Write(buffer);
    }

    void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.Write([(byte)(value | 0x80)]);
        bytes.Write([(byte)value]);
    }
}
