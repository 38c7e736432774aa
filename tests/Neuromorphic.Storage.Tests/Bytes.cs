using System.Buffers;
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
