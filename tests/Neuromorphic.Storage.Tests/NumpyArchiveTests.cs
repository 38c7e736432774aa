using System.IO.Compression;
using System.Text;
using Xunit;

namespace Neuromorphic.Storage.Tests;

/// <summary>Arrays for NumPy: byte for byte what its format says, and read by it where it is here.</summary>
public sealed class NumpyArchiveTests : IDisposable
{
    const string Text = "{\"tau\": \"2\"} é 😀";

    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    static byte[] Bytes()
    {
        using MemoryStream stream = new();
        using (NumpyArchive archive = new(stream))
        {
            archive.Add("hidden/tau", [1.5, -0.0, double.Epsilon, 1 / 3.0, double.MaxValue, double.NegativeInfinity], 2, 3);
            archive.Add("row", [7], 1);
            archive.Add("number", [8]);
            archive.Add("none", [], 0, 4);
            archive.AddText("configuration", Text);
            archive.AddText("empty", "");
        }
        return stream.ToArray();
    }

    [Fact]
    public void Files_are_those_of_the_format()
    {
        using ZipArchive archive = new(new MemoryStream(Bytes()));
        Assert.Equal(["hidden/tau.npy", "row.npy", "number.npy", "none.npy", "configuration.npy", "empty.npy"], archive.Entries.Select(entry => entry.FullName));
        Assert.All(archive.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
        (string description, byte[] data) = Read("hidden/tau");
        Assert.Equal("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", description);
        Assert.Equal("000000000000F83F" + "0000000000000080" + "0100000000000000" + "555555555555D53F" + "FFFFFFFFFFFFEF7F" + "000000000000F0FF", Convert.ToHexString(data));
        Assert.Equal("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", Read("row").Description);
        Assert.Equal("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", Read("number").Description);
        (description, data) = Read("configuration");
        Assert.Equal("{'descr': '<U16', 'fortran_order': False, 'shape': (), }", description); // characters, not halves of them
        Assert.Equal(Text, Encoding.UTF32.GetString(data));

        (string Description, byte[] Data) Read(string name)
        {
            using MemoryStream copy = new();
            using (Stream file = archive.GetEntry(name + ".npy")!.Open()) file.CopyTo(copy);
            byte[] bytes = copy.ToArray();
            Assert.Equal("934E554D50590100", Convert.ToHexString(bytes[..8]));
            int begin = 10 + bytes[8] + 256 * bytes[9];
            Assert.Equal(0, begin % 64);
            Assert.Equal((byte)'\n', bytes[begin - 1]);
            return (Encoding.ASCII.GetString(bytes[10..begin]).TrimEnd(), bytes[begin..]);
        }
    }

    [Fact]
    public void The_same_arrays_give_the_same_bytes() => Assert.Equal(Bytes(), Bytes());

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using NumpyArchive archive = new(new MemoryStream());
        Assert.StartsWith("a has 3 numbers; its shape (2, 2) has 4.", Assert.Throws<ArgumentException>(() => archive.Add("a", [1, 2, 3], 2, 2)).Message, StringComparison.Ordinal);
        archive.Add("a", [1, 2, 3], 3);
        Assert.StartsWith("The archive has a already.", Assert.Throws<ArgumentException>(() => archive.AddText("a", "b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NumPy_reads_it()
    {
        string python = Python.With("numpy"), file = Path.Combine(directory, "a.npz");
        File.WriteAllBytes(file, Bytes());
        const string Script = """
            import sys, numpy
            arrays = numpy.load(sys.argv[1])
            for name in arrays:
                print(name, arrays[name].dtype, arrays[name].shape, ascii(arrays[name].tolist()))
            """;
        Assert.Equal("""
            hidden/tau float64 (2, 3) [[1.5, -0.0, 5e-324], [0.3333333333333333, 1.7976931348623157e+308, -inf]]
            row float64 (1,) [7.0]
            number float64 () 8.0
            none float64 (0, 4) []
            configuration <U16 () '{"tau": "2"} \xe9 \U0001f600'
            empty <U1 () ''

            """.ReplaceLineEndings("\n"), Python.Run(python, "-c", Script, file));
    }
}
