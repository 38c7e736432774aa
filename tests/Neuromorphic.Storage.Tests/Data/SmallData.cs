using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Neuromorphic.Storage.Data;

namespace Neuromorphic.Storage.Tests.Data;

/// <summary>A data set of a few images of 2 x 3 pixels, and the bytes of its files.</summary>
static class SmallData
{
    public static byte[] TrainPixels { get; } = [.. Enumerable.Range(0, 5 * 6).Select(i => (byte)(8 * i))];
    public static byte[] TestPixels { get; } = [255, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7];
    public static byte[] TrainLabels { get; } = [2, 0, 1, 1, 0];
    public static byte[] TestLabels { get; } = [0, 2];

    /// <summary>The published files, by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files { get; } = new Dictionary<string, byte[]>
    {
        ["train-images.gz"] = Compress(Idx(TrainPixels, 5, 2, 3)),
        ["train-labels.gz"] = Compress(Idx(TrainLabels, 5)),
        ["test-images.gz"] = Compress(Idx(TestPixels, 2, 2, 3)),
        ["test-labels.gz"] = Compress(Idx(TestLabels, 2)),
    };

    public static ImageDatasetEntry Entry { get; } = new()
    {
        Name = "small-images",
        Summary = "a few images",
        Licence = "none",
        Height = 2,
        Width = 3,
        TrainCount = 5,
        TestCount = 2,
        Classes = ["a", "b", "c"],
        TrainImages = Published("train-images.gz"),
        TrainLabels = Published("train-labels.gz"),
        TestImages = Published("test-images.gz"),
        TestLabels = Published("test-labels.gz"),
        Mirrors = [],
        OtherFolderNames = ["small_images"],
    };

    /// <summary>Writes the published files into a new folder.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] bytes) in Files) File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }

    public static byte[] Idx(byte[] values, params int[] dimensions)
    {
        byte[] header = new byte[4 + 4 * dimensions.Length];
        (header[2], header[3]) = (8, (byte)dimensions.Length);
        for (int i = 0; i < dimensions.Length; i++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), dimensions[i]);
        return [.. header, .. values];
    }

    public static byte[] Compress(byte[] bytes)
    {
        MemoryStream file = new();
        using (GZipStream stream = new(file, CompressionLevel.Optimal)) stream.Write(bytes);
        return file.ToArray();
    }

    static DataFile Published(string name) => new(name, Files[name].Length, Convert.ToHexStringLower(SHA256.HashData(Files[name])));
}
