using MessagePack;

namespace Neuromorphic.Storage;

/// <summary>Named values of a map.</summary>
static class FieldWriting
{
    public static void Field(this ref MessagePackWriter writer, string name, string? value)
    {
        writer.Write(name);
        writer.Write(value);
    }

    public static void Field(this ref MessagePackWriter writer, string name, long value)
    {
        writer.Write(name);
        writer.Write(value);
    }

    public static void Field(this ref MessagePackWriter writer, string name, double value)
    {
        writer.Write(name);
        writer.Write(value);
    }

    public static void Field(this ref MessagePackWriter writer, string name, bool value)
    {
        writer.Write(name);
        writer.Write(value);
    }

    public static void Row<T>(this ref MessagePackWriter writer, string name, T[] values) where T : unmanaged
    {
        writer.Write(name);
        writer.Write(LittleEndian.Write<T>(values));
    }
}
