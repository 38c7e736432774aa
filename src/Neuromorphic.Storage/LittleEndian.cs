using System.Runtime.InteropServices;

namespace Neuromorphic.Storage;

/// <summary>Rows of numbers as little-endian bytes, bit for bit.</summary>
static class LittleEndian
{
    public static byte[] Write<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        Swap<T>(bytes);
        return bytes;
    }

    /// <summary>The numbers; the bytes are a whole number of them.</summary>
    public static T[] Read<T>(ReadOnlySpan<byte> bytes) where T : unmanaged
    {
        T[] values = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        Swap<T>(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    static unsafe void Swap<T>(Span<byte> bytes) where T : unmanaged
    {
        if (BitConverter.IsLittleEndian) return;
        for (int i = 0; i < bytes.Length; i += sizeof(T)) bytes.Slice(i, sizeof(T)).Reverse();
    }
}
