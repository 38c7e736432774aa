using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using MessagePack;

namespace Neuromorphic.Storage;

/// <summary>
/// Reads one MessagePack map field by field and names the field in every error. It allocates no more than the bytes that are there, and
/// nesting cannot be deeper than the code that reads it, because a value is only ever read as what it must be.
/// </summary>
/// <param name="path">Where the map is: "" or a name that ends in a slash.</param>
/// <param name="known">The names that it must have, each once; null for any names.</param>
/// <param name="optional">Those among them that it may lack.</param>
sealed class Fields(string path, string[]? known = null, string[]? optional = null)
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly HashSet<string> seen = [];
    int left = -1;

    /// <summary>The name of the current field.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The current field, as an error names it.</summary>
    public string Path => $"'{path}{Quoted(Name)}'";

    /// <summary>Goes to the next field; false after the last.</summary>
    public bool Next(ref MessagePackReader reader)
    {
        string map = path == "" ? "its content" : $"'{path[..^1]}'";
        if (left < 0) left = Of(ref reader, MessagePackType.Map, map, "a map").ReadMapHeader();
        if (left == 0)
        {
            if (known != null && Array.Find(known, name => !seen.Contains(name) && optional?.Contains(name) != true) is string missing)
                throw new InvalidDataException($"inconsistent: it lacks '{path}{missing}'.");
            return false;
        }
        left--;
        string name = Text(ref reader, $"a name in {map}");
        if (known != null && !known.Contains(name)) throw new InvalidDataException($"inconsistent: it has an unknown field '{path}{Quoted(name)}'.");
        if (!seen.Add(name)) throw new InvalidDataException($"inconsistent: it has '{path}{Quoted(name)}' twice.");
        Name = name;
        return true;
    }

    /// <summary>A text.</summary>
    public string Text(ref MessagePackReader reader) => Text(ref reader, Path);

    /// <summary>A text, or nothing.</summary>
    public string? TextOrNil(ref MessagePackReader reader) => reader.TryReadNil() ? null : Text(ref reader);

    /// <summary>A truth value.</summary>
    public bool Boolean(ref MessagePackReader reader) => Of(ref reader, MessagePackType.Boolean, "true or false").ReadBoolean();

    /// <summary>A whole number from <paramref name="smallest"/> to <paramref name="largest"/>.</summary>
    public long Integer(ref MessagePackReader reader, long smallest, long largest)
    {
        try
        {
            long value = Of(ref reader, MessagePackType.Integer, "a whole number").ReadInt64();
            if (value >= smallest && value <= largest) return value;
        }
        catch (OverflowException)
        {
            // said below
        }
        throw new InvalidDataException($"inconsistent: {Path} is not from {smallest} to {largest}.");
    }

    /// <summary>A number, perhaps NaN or infinite.</summary>
    public double Number(ref MessagePackReader reader) => Of(ref reader, MessagePackType.Float, "a floating-point number").ReadDouble();

    /// <summary>A finite number.</summary>
    public double Finite(ref MessagePackReader reader) =>
        Number(ref reader) is var value && double.IsFinite(value) ? value : throw new InvalidDataException($"inconsistent: {Path} is not finite.");

    /// <summary>A row of little-endian numbers.</summary>
    public T[] Row<T>(ref MessagePackReader reader) where T : unmanaged
    {
        ref MessagePackReader binary = ref Of(ref reader, MessagePackType.Binary, "binary");
        ReadOnlySequence<byte> bytes;
        try
        {
            bytes = binary.ReadBytes()!.Value;
        }
        catch (ArgumentOutOfRangeException e) // a length of 2^31 and more
        {
            throw new InvalidDataException($"inconsistent: {Path} is longer than the file.", e);
        }
        int size = Unsafe.SizeOf<T>();
        if (bytes.Length % size != 0) throw new InvalidDataException($"inconsistent: {Path} has {bytes.Length} bytes, not a multiple of {size}.");
        return LittleEndian.Read<T>(bytes.FirstSpan);
    }

    /// <summary>The length of an array.</summary>
    public int Length(ref MessagePackReader reader, int largest)
    {
        int length = Of(ref reader, MessagePackType.Array, "an array").ReadArrayHeader();
        return length <= largest ? length : throw new InvalidDataException($"inconsistent: {Path} has {length} items; at most {largest} are allowed.");
    }

    /// <summary>A text of the file in one short line, for an error.</summary>
    public static string Quoted(string text, int longest = 60)
    {
        string line = string.Concat(text.Take(longest).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return text.Length > longest ? line + "..." : line;
    }

    static string Text(ref MessagePackReader reader, string subject)
    {
        ref MessagePackReader text = ref Of(ref reader, MessagePackType.String, subject, "a text");
        try
        {
            return Utf8.GetString(text.ReadStringSequence()!.Value);
        }
        catch (ArgumentOutOfRangeException e) // a length of 2^31 and more
        {
            throw new InvalidDataException($"inconsistent: {subject} is longer than the file.", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"inconsistent: {subject} is not UTF-8.", e);
        }
    }

    ref MessagePackReader Of(ref MessagePackReader reader, MessagePackType type, string what) => ref Of(ref reader, type, Path, what);

    static ref MessagePackReader Of(ref MessagePackReader reader, MessagePackType type, string subject, string what)
    {
        if (reader.NextMessagePackType != type) throw new InvalidDataException($"inconsistent: {subject} is not {what}.");
        return ref reader;
    }
}
