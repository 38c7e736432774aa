using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Neuromorphic.Storage;

/// <summary>
/// Named arrays as an .npz file, which numpy.load reads: a ZIP of .npy files of version 1.0, not compressed, without times.
/// The same arrays give the same bytes.
/// </summary>
/// <remarks>The format is described in numpy.lib.format.</remarks>
public sealed class NumpyArchive : IDisposable
{
    const int Alignment = 64; // of the numbers behind a header

    static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the first that a ZIP can hold

    readonly ZipArchive archive;
    readonly HashSet<string> names = [];

    /// <summary>Begins an archive; it is whole once it is disposed.</summary>
    /// <param name="stream">Where it goes; it stays open.</param>
    public NumpyArchive(Stream stream) => archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Adds an array of float64 numbers.</summary>
    /// <param name="name">Its name, such as hidden/tau.</param>
    /// <param name="values">The numbers, the last index fastest.</param>
    /// <param name="shape">The shape, outermost dimension first; none for a single number.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, or the numbers are not as many as the shape says.</exception>
    public void Add(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int size in shape) count *= size;
        if (values.Length != count) throw new ArgumentException($"{name} has {values.Length} numbers; its shape ({Tuple(shape)}) has {count}.", nameof(values));
        Write(name, "<f8", shape, LittleEndian.Write(values));
    }

    /// <summary>Adds a text, an array without dimensions: str(archive[name]) in Python.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">The text; NUL characters at its end are lost.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public void AddText(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] characters = text.Length == 0 ? new byte[4] : Encoding.UTF32.GetBytes(text);
        Write(name, string.Create(CultureInfo.InvariantCulture, $"<U{characters.Length / 4}"), [], characters);
    }

    /// <summary>Completes the archive.</summary>
    public void Dispose() => archive.Dispose();

    void Write(string name, string type, ReadOnlySpan<int> shape, byte[] data)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!names.Add(name)) throw new ArgumentException($"The archive has {name} already.", nameof(name));
        ZipArchiveEntry entry = archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = NoTime;
        using Stream file = entry.Open();
        file.Write(Header($"{{'descr': '{type}', 'fortran_order': False, 'shape': ({Tuple(shape)}), }}"));
        file.Write(data);
    }

    /// <summary>\x93NUMPY, version 1.0, the length of the description, and the description, filled up with blanks.</summary>
    static byte[] Header(string description)
    {
        const int Before = 10;
        int length = (Before + description.Length + 1 + Alignment - 1) / Alignment * Alignment - Before;
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(description.PadRight(length - 1) + "\n")];
    }

    /// <summary>What stands in the brackets of a tuple in Python: a comma behind a single number.</summary>
    static string Tuple(ReadOnlySpan<int> shape) => string.Join(", ", shape.ToArray()) + (shape.Length == 1 ? "," : "");
}
