using Neuromorphic.Storage.Data;
using Neuromorphic.Tests;
using Xunit;

namespace Neuromorphic.Storage.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    static readonly byte[] Values = [.. Enumerable.Range(1, 24).Select(i => (byte)i)];
    static readonly byte[] Whole = SmallData.Idx(Values, 4, 2, 3);

    readonly string directory = Directory.CreateTempSubdirectory("neuromorphic-").FullName;

    string Path => System.IO.Path.Combine(directory, "images");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void What_a_file_holds_is_read_compressed_or_not_whatever_its_name()
    {
        foreach (byte[] bytes in new[] { Whole, SmallData.Compress(Whole) })
        {
            File.WriteAllBytes(Path, bytes);
            IdxFile file = IdxFile.Read(Path, rank: 3);
            Assert.Equal([4, 2, 3], file.Dimensions);
            Assert.Equal(Values, file.Bytes);
        }
        File.WriteAllBytes(Path, SmallData.Idx([7, 9], 2));
        Assert.Equal([7, 9], IdxFile.Read(Path, rank: 1).Bytes);
    }

    public static TheoryData<byte[], string> Refusals => new()
    {
        { [], "truncated: it ends within its magic number." },
        { Whole[..3], "truncated: it ends within its magic number." },
        { Whole[..15], "truncated: it ends within its 3 dimensions." },
        { Whole[..16], "truncated: it is too short for the 24 bytes of 4 x 2 x 3." },
        { [.. Whole, 0], "too long: more follows the 24 bytes of 4 x 2 x 3." },
        { SmallData.Idx(Values, 24), "wrong magic number: 0x00000801 has 1 dimension; expected: 3 dimensions (0x00000803)." },
        { [.. "PK\u0003\u0004"u8, .. new byte[64]], "wrong magic number: it begins with 0x504b0304, an IDX file of 3 dimensions with 0x00000803." },
        { Changed(2, 0x0d), "unsupported type: it holds 32-bit floats (0x0d); allowed: unsigned bytes (0x08)." },
        { Changed(2, 0x09), "unsupported type: it holds signed bytes (0x09); allowed: unsigned bytes (0x08)." },
        { Changed(2, 0x07), "wrong magic number: it begins with 0x00000703, an IDX file of 3 dimensions with 0x00000803." },
        { Changed(11, 0), "damaged: dimension 1 is 0; allowed: 1 to 2147483647." },
        { Changed(8, 0xff), "damaged: dimension 1 is 4278190082; allowed: 1 to 2147483647." },
        { Changed(4, 0x7f), "too long: its dimensions 2130706436 x 2 are more than 2147483591 bytes." },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void A_file_of_another_kind_or_length_is_named_with_the_reason(byte[] bytes, string reason) => Assert.Equal($"{Path}: {reason}", Refused(bytes));

    [Theory, MemberData(nameof(Refusals))]
    public void A_compressed_file_is_refused_for_the_same_reason(byte[] bytes, string reason)
    {
        if (bytes.Length == 16) reason = "truncated: it has 0 of the 24 bytes of 4 x 2 x 3."; // how long it is cannot be known before it is read
        Assert.Equal($"{Path}: {reason}", Refused(SmallData.Compress(bytes)));
    }

    [Fact]
    public void Dimensions_that_no_file_of_this_length_could_have_allocate_nothing()
    {
        byte[] boast = SmallData.Compress(SmallData.Idx([], 30_000, 256, 256));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal($"{Path}: truncated: it is too short for the 1966080000 bytes of 30000 x 256 x 256.", Refused(boast));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void The_most_that_gzip_can_compress_is_read()
    {
        File.WriteAllBytes(Path, SmallData.Compress(SmallData.Idx(new byte[10_000_000], 10_000_000)));
        Assert.InRange(new FileInfo(Path).Length, 1, 11_000);
        Assert.Equal(10_000_000, IdxFile.Read(Path, rank: 1).Bytes.Length);
    }

    [Fact]
    public void A_compressed_file_that_was_cut_or_changed_never_gives_other_values()
    {
        const int Header = 10, Trailer = 8;
        byte[] random = new byte[300];
        new Random(1).NextBytes(random);
        byte[] good = SmallData.Compress(SmallData.Idx(random, 300));
        for (int length = 2; length < good.Length; length++) Assert.Matches(": (truncated|damaged): ", Refused(good[..length], rank: 1));
        int refused = 0;
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= 0x10;
            File.WriteAllBytes(Path, bad);
            try
            {
                Assert.Equal(random, IdxFile.Read(Path, rank: 1).Bytes); // where a bit means nothing
            }
            catch (DatasetException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, good.Length - Header, good.Length);
        for (int i = 1; i <= Trailer; i++)
        {
            byte[] bad = [.. good];
            bad[^i] ^= 1;
            Assert.Contains(": damaged: ", Refused(bad, rank: 1), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_follows_a_compressed_file_and_joined_files_are_refused()
    {
        byte[] good = SmallData.Compress(SmallData.Idx([7, 9], 2));
        foreach (byte[] bad in new byte[][] { [.. good, 0], [.. good, .. new byte[8]], [.. good, .. good], [.. SmallData.Compress([]), .. good, 1], [0x1f, 0x8b], [.. good[..10]] })
            Assert.Matches(": (truncated|damaged|too long): ", Refused(bad, rank: 1));
    }

    [Fact]
    public void Random_files_are_read_as_they_are_or_refused()
    {
        var random = new Random(20);
        byte[] compressed = SmallData.Compress(Whole);
        int refused = 0, tried = Attacks.Count(500, 10_000);
        for (int i = 0; i < tried; i++)
        {
            bool plain = i % 2 == 0;
            byte[] file = Bytes.Corrupted(plain ? Whole : compressed, random);
            File.WriteAllBytes(Path, file);
            try
            {
                IdxFile read = IdxFile.Read(Path, rank: 3);
                if (!plain) Assert.Equal(Values, read.Bytes); // a header's bit that means nothing
                Assert.Equal(read.Bytes.Length, read.Dimensions.Aggregate(1, (product, size) => product * size));
            }
            catch (DatasetException e)
            {
                Assert.StartsWith(Path + ": ", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, tried / 4, tried);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_named()
    {
        Assert.StartsWith($"{Path}: cannot be read: ", Assert.Throws<DatasetException>(() => IdxFile.Read(Path, 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{directory}: cannot be read: ", Assert.Throws<DatasetException>(() => IdxFile.Read(directory, 1)).Message, StringComparison.Ordinal);
    }

    static byte[] Changed(int at, byte value)
    {
        byte[] bytes = [.. Whole];
        bytes[at] = value;
        return bytes;
    }

    string Refused(byte[] bytes, int rank = 3)
    {
        File.WriteAllBytes(Path, bytes);
        return Assert.Throws<DatasetException>(() => IdxFile.Read(Path, rank)).Message;
    }
}
