using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using MessagePack;

namespace Neuromorphic.Storage.Tests;

/// <summary>Files made and changed byte by byte, with nothing of the code under test.</summary>
static class Bytes
{
    /// <summary>A file around a content, with the checksum that belongs to it.</summary>
    public static byte[] File(byte[] content, int version = 2)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteMapHeader(4);
        writer.Write("format");
        writer.Write("neuromorphic-checkpoint");
        writer.Write("version");
        writer.Write(version);
        writer.Write("sha256");
        writer.Write(SHA256.HashData(content));
        writer.Write("content");
        writer.Write(content);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The content of a file.</summary>
    public static byte[] Content(byte[] file) => (byte[])((Dictionary<object, object>)MessagePackSerializer.Deserialize<object>(file))["content"];

    /// <summary>A value as MessagePack.</summary>
    public static byte[] Of(object value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        MessagePackSerializer.Serialize(buffer, value);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The content as dictionaries, arrays and values.</summary>
    public static Dictionary<object, object> Tree(byte[] content) => (Dictionary<object, object>)MessagePackSerializer.Deserialize<object>(content);

    /// <summary>The map that a path such as layout/0/ leads to, and the last name of the path.</summary>
    public static (Dictionary<object, object> Map, string Name) At(Dictionary<object, object> tree, string path)
    {
        object node = tree;
        string[] parts = path.Split('/', 3);
        for (int i = 0; i < parts.Length - 1; i++)
            node = node is object[] array ? array[int.Parse(parts[i], System.Globalization.CultureInfo.InvariantCulture)] : ((Dictionary<object, object>)node)[parts[i]];
        return ((Dictionary<object, object>)node, parts[^1]);
    }

    /// <summary>Where the values of a file or a content say what they are and how long: a type and a length of 0, 1, 2 or 4 bytes. What maps, arrays, texts and binaries hold is passed over as it should be.</summary>
    public static IEnumerable<(int At, int Length)> Headers(byte[] bytes)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int type = bytes[at];
            (int length, int content) = type switch
            {
                0xc4 or 0xd9 => (1, bytes[at + 1]),
                0xc5 or 0xda => (2, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 1))),
                0xc6 or 0xdb => (4, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 1))),
                0xdc or 0xde => (2, 0),
                0xdd or 0xdf => (4, 0),
                0xcc or 0xd0 => (0, 1),
                0xcd or 0xd1 => (0, 2),
                0xca or 0xce or 0xd2 => (0, 4),
                0xcb or 0xcf or 0xd3 => (0, 8),
                >= 0xa0 and <= 0xbf => (0, type & 0x1f),
                _ => (0, 0), // a small number, a map or an array of few, nil, a truth value
            };
            if (type is (>= 0x80 and <= 0xc0) or (>= 0xc4 and <= 0xc6) or (>= 0xd9 and <= 0xdf)) yield return (at, 1 + length);
            at += 1 + length + content;
        }
    }

    /// <summary>One random corruption: never the bytes themselves.</summary>
    public static byte[] Corrupted(byte[] bytes, Random random)
    {
        while (true)
        {
            byte[] corrupted = Change(bytes, random);
            if (!corrupted.AsSpan().SequenceEqual(bytes)) return corrupted;
        }
    }

    static byte[] Change(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length), length = random.Next(1, Math.Min(64, bytes.Length - at) + 1), to = random.Next(bytes.Length - length + 1);
        byte[] changed = [.. bytes], noise = new byte[length];
        random.NextBytes(noise);
        switch (random.Next(7))
        {
            case 0: changed[at] ^= (byte)(1 << random.Next(8)); return changed;
            case 1: return changed[..at];
            case 2: Array.Clear(changed, at, length); return changed;
            case 3: return [.. bytes[..at], .. noise, .. bytes[at..]];
            case 4: return [.. bytes, .. noise];
            case 5: return [.. bytes[..at], .. bytes[(at + length)..]];
            default:
                bytes.AsSpan(at, length).CopyTo(changed.AsSpan(to));
                bytes.AsSpan(to, length).CopyTo(changed.AsSpan(at));
                return changed;
        }
    }
}
