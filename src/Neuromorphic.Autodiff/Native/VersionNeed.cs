using System.Buffers.Binary;
using System.Text;

namespace Neuromorphic.Autodiff;

/// <summary>What an ELF file requires of the libraries that it is linked with: versions of their symbols.</summary>
/// <remarks>System V ABI, "Symbol Versioning" (Linux Standard Base core specification 5.0, chapter 10.7).</remarks>
static class VersionNeed
{
    const int Load = 1, Dynamic = 2; // program header types
    const long StringTable = 5, NeedTable = 0x6ffffffe, NeedCount = 0x6fffffff; // dynamic section tags
    const ushort Weak = 2;

    static ReadOnlySpan<byte> Magic => [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1]; // 64 bits, little-endian

    /// <summary>
    /// Marks a version need weak, so that the loader warns instead of refusing where the library lacks the version.
    /// Gives whether the file is a 64-bit little-endian ELF file with that need.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The file is truncated.</exception>
    public static bool MarkWeak(Span<byte> file, string library, string version)
    {
        if (file.Length < 64 || !file.StartsWith(Magic)) return false;
        if (!FindTables(file, out long strings, out long needs, out long count)) return false;
        bool found = false;
        for (long need = needs, next; count > 0; count--, need += next)
        {
            next = Word(file, need + 12);
            bool ofLibrary = Text(file, strings + Word(file, need + 4)) == library;
            long entry = need + Word(file, need + 8);
            for (int left = Half(file, need + 2); left > 0; left--, entry += Word(file, entry + 12))
            {
                if (!ofLibrary || Text(file, strings + Word(file, entry + 8)) != version) continue;
                BinaryPrimitives.WriteUInt16LittleEndian(file[(int)(entry + 4)..], (ushort)(Half(file, entry + 4) | Weak));
                found = true;
            }
            if (next == 0) break;
        }
        return found;
    }

    /// <summary>Positions in the file of the dynamic section's string table and version needs.</summary>
    static bool FindTables(ReadOnlySpan<byte> file, out long strings, out long needs, out long count)
    {
        (strings, needs, count) = (0, 0, 0);
        List<(long Address, long Offset, long Length)> segments = [];
        (long offset, long length) = (0, 0);
        long header = Long(file, 32);
        for (int i = Half(file, 56); i > 0; i--, header += Half(file, 54))
        {
            if (Word(file, header) == Load) segments.Add((Long(file, header + 16), Long(file, header + 8), Long(file, header + 32)));
            if (Word(file, header) == Dynamic) (offset, length) = (Long(file, header + 8), Long(file, header + 32));
        }
        for (long end = offset + length; offset < end && Long(file, offset) != 0; offset += 16)
        {
            long value = Long(file, offset + 8);
            switch (Long(file, offset))
            {
                case StringTable: strings = InFile(value); break;
                case NeedTable: needs = InFile(value); break;
                case NeedCount: count = value; break;
            }
        }
        return strings > 0 && needs > 0;

        long InFile(long address)
        {
            (long start, long at, _) = segments.Find(segment => address >= segment.Address && address < segment.Address + segment.Length);
            return address - start + at;
        }
    }

    static string Text(ReadOnlySpan<byte> file, long at) => Encoding.ASCII.GetString(file[(int)at..][..file[(int)at..].IndexOf((byte)0)]);
    static ushort Half(ReadOnlySpan<byte> file, long at) => BinaryPrimitives.ReadUInt16LittleEndian(file[(int)at..]);
    static uint Word(ReadOnlySpan<byte> file, long at) => BinaryPrimitives.ReadUInt32LittleEndian(file[(int)at..]);
    static long Long(ReadOnlySpan<byte> file, long at) => BinaryPrimitives.ReadInt64LittleEndian(file[(int)at..]);
}
