using System.Text;

namespace Neuromorphic.Storage.Tests;

/// <summary>An event file read by code that shares nothing with its writer: bitwise CRC, own wire format reader.</summary>
static class TensorBoardEvents
{
    public sealed record Histogram(double Min, double Max, double Count, double Sum, double Squares, double[] Limits, double[] Buckets);
    public sealed record Value(string Tag, float? Scalar, Histogram? Histogram);
    public sealed record Event(double WallTime, long Step, string? FileVersion, bool Start, IReadOnlyList<Value> Values);

    /// <summary>The data of every record; both checksums must be right.</summary>
    public static IReadOnlyList<byte[]> Records(byte[] file)
    {
        List<byte[]> records = [];
        for (int at = 0; at < file.Length;)
        {
            int length = checked((int)BitConverter.ToUInt64(file, at));
            Check(file.AsSpan(at, 8), BitConverter.ToUInt32(file, at + 8));
            byte[] data = file[(at + 12)..(at + 12 + length)];
            Check(data, BitConverter.ToUInt32(file, at + 12 + length));
            records.Add(data);
            at += 16 + length;
        }
        return records;
    }

    /// <summary>
    /// What TensorBoard shows of a folder, by tag and step: it reads the files in the order of their names, each as far as its records are whole, and
    /// forgets at every session start but the first what it has of that step and later ones (tensorboard/backend/event_processing).
    /// </summary>
    public static IReadOnlyList<(string Tag, long Step, Value Value)> Shown(string folder)
    {
        List<(string Tag, long Step, Value Value)> shown = [];
        bool started = false;
        foreach (string path in Directory.GetFiles(folder, "*tfevents*").Order(StringComparer.Ordinal))
            foreach (Event e in Records(Whole(File.ReadAllBytes(path))).Select(ParseEvent))
            {
                if (e.Start && started) shown.RemoveAll(earlier => earlier.Step >= e.Step);
                started |= e.Start;
                shown.AddRange(e.Values.Select(value => (value.Tag, e.Step, value)));
            }
        return [.. shown.OrderBy(value => value.Tag, StringComparer.Ordinal).ThenBy(value => value.Step)];
    }

    /// <summary>The records that are there to their end.</summary>
    static byte[] Whole(byte[] file)
    {
        int at = 0;
        while (at + 16 <= file.Length && BitConverter.ToInt64(file, at) <= file.Length - at - 16) at += 16 + (int)BitConverter.ToInt64(file, at);
        return file[..at];
    }

    public static IReadOnlyList<Event> Read(string path) => [.. Records(File.ReadAllBytes(path)).Select(ParseEvent)];

    static void Check(ReadOnlySpan<byte> data, uint stored)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }
        crc = ~crc;
        if (stored != ((crc >> 15) | (crc << 17)) + 0xa282ead8u) throw new InvalidDataException("A checksum is wrong.");
    }

    static Event ParseEvent(byte[] data)
    {
        ILookup<int, object> fields = Fields(data);
        return new((double)fields[1].Single(), fields[2].Select(step => (long)(ulong)step).SingleOrDefault(),
            fields[3].Select(version => Encoding.UTF8.GetString((byte[])version)).SingleOrDefault(),
            fields[7].Any(log => (ulong)Fields((byte[])log)[1].Single() == 1),
            [.. fields[5].SelectMany(summary => Fields((byte[])summary)[1]).Select(value => ParseValue((byte[])value))]);
    }

    static Value ParseValue(byte[] data)
    {
        ILookup<int, object> fields = Fields(data);
        return new(Encoding.UTF8.GetString((byte[])fields[1].Single()), fields[2].Select(scalar => (float?)(float)scalar).SingleOrDefault(),
            fields[5].Select(histogram => ParseHistogram((byte[])histogram)).SingleOrDefault());
    }

    static Histogram ParseHistogram(byte[] data)
    {
        ILookup<int, object> fields = Fields(data);
        return new(Number(1), Number(2), Number(3), Number(4), Number(5), Packed(6), Packed(7));

        double Number(int field) => (double)fields[field].Single();
        double[] Packed(int field) => [.. ((byte[])fields[field].Single()).Chunk(8).Select(bytes => BitConverter.ToDouble(bytes))];
    }

    static ILookup<int, object> Fields(byte[] data)
    {
        List<(int Field, object Value)> fields = [];
        int at = 0;
        while (at < data.Length)
        {
            ulong tag = Varint();
            int field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0: fields.Add((field, Varint())); break;
                case 1: fields.Add((field, BitConverter.ToDouble(Take(8)))); break;
                case 2: fields.Add((field, Take((int)Varint()))); break;
                case 5: fields.Add((field, BitConverter.ToSingle(Take(4)))); break;
                default: throw new InvalidDataException($"Wire type {tag & 7}.");
            }
        }
        return fields.ToLookup(field => field.Field, field => field.Value);

        byte[] Take(int count) => data[at..(at += count)];

        ulong Varint()
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = data[at++];
                value |= (ulong)(next & 0x7f) << shift;
                if (next < 0x80) return value;
            }
        }
    }
}
