using System.Runtime.InteropServices;

namespace Neuromorphic.Replay;

/// <summary>Rows of numbers as little-endian bytes, bit for bit.</summary>
static class LittleEndian
{
    public static unsafe byte[] Write<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        if (!BitConverter.IsLittleEndian)
            for (int i = 0; i < bytes.Length; i += sizeof(T)) bytes.AsSpan(i, sizeof(T)).Reverse();
        return bytes;
    }
}
