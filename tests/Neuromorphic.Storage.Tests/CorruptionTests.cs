using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Storage.Tests;

public class CorruptionTests
{
    static readonly byte[] File = CheckpointFile.Serialize(Sample.After(3));

    /// <summary>What is made once, such as registries, is made before memory is counted.</summary>
    static CorruptionTests() => CheckpointFile.Deserialize(File);

    [Fact]
    public void Every_random_corruption_is_refused()
    {
        var random = new Random(20230511);
        for (int i = 0; i < 2000; i++) Refused(Bytes.Corrupted(File, random));
    }

    [Fact]
    public void A_flip_of_any_bit_is_refused()
    {
        byte[] flipped = [.. File];
        for (int i = 0; i < File.Length; i++)
            // Every bit of the header, one bit of each byte of the content.
            for (int bit = i < 128 ? 0 : i % 8; bit < (i < 128 ? 8 : i % 8 + 1); bit++)
            {
                flipped[i] ^= (byte)(1 << bit);
                Refused(flipped);
                flipped[i] ^= (byte)(1 << bit);
            }
        CheckpointFile.Deserialize(flipped);
    }

    /// <summary>A checkpoint whose rows have lengths of one, two and four bytes.</summary>
    static byte[] Long()
    {
        TrainingRun run = Sample.Run(Sample.Run("spiking, normalised").Configuration.With(("neurons", 1700)));
        run.Trainer.RunGeneration();
        byte[] file = CheckpointFile.Serialize(Sample.Of(run));
        Assert.InRange(file.Length, 128 << 10, 4 << 20);
        return file;
    }

    /// <summary>Without the checksum, which would find them first, and with it.</summary>
    [Theory]
    [InlineData(true), InlineData(false)]
    public void A_flip_of_any_bit_of_any_length_is_refused(bool isUnderTheRightChecksum)
    {
        byte[] file = Long(), bytes = isUnderTheRightChecksum ? Bytes.Content(file) : file;
        (int At, int Length)[] headers = [.. Bytes.Headers(bytes)];
        Assert.Contains(headers, header => header.Length == 5); // a binary above 64 KiB
        Assert.InRange(headers.Length, isUnderTheRightChecksum ? 200 : 8, 2000);
        foreach ((int at, int length) in headers)
            for (int bit = 0; bit < 8 * length; bit++)
            {
                byte mask = (byte)(1 << bit % 8);
                bytes[at + bit / 8] ^= mask;
                Refused(isUnderTheRightChecksum ? Bytes.File(bytes) : bytes);
                bytes[at + bit / 8] ^= mask;
            }
        CheckpointFile.Deserialize(isUnderTheRightChecksum ? Bytes.File(bytes) : bytes);
    }

    [Fact]
    public void A_truncation_at_any_length_is_refused_as_such()
    {
        for (int length = 0; length < File.Length; length++) Assert.Contains("truncated", Refused(File.AsMemory(0, length)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_longer_way_to_write_the_same_header_is_refused()
    {
        byte[] content = Bytes.Content(File);
        int start = File.Length - content.Length;
        byte[] array32 = [0xc6, 0, 0, .. File[(start - 2)..start]];
        Assert.Equal(0xc5, File[start - 3]);
        Assert.Contains("header", Refused((byte[])[.. File[..(start - 3)], .. array32, .. content]), StringComparison.Ordinal);
        Assert.Equal(File, Bytes.File(content));
    }

    [Fact]
    public void Corrupt_content_under_a_right_checksum_loads_as_a_valid_checkpoint_or_is_refused()
    {
        byte[] content = Bytes.Content(File);
        var random = new Random(11484);
        int loaded = 0, refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] mutated = Bytes.Corrupted(content, random);
            if (i % 3 == 0) mutated = Bytes.Corrupted(mutated, random);
            Checkpoint? checkpoint = Load(Bytes.File(mutated));
            if (checkpoint == null) refused++;
            else
            {
                loaded++;
                CheckpointFile.Deserialize(CheckpointFile.Serialize(checkpoint));
            }
        }
        Assert.InRange(loaded, 30, 2970);
        Assert.InRange(refused, 30, 2970);
    }

    [Fact]
    public void A_hostile_length_or_depth_costs_no_memory_and_no_stack()
    {
        byte[] content = Bytes.Content(File);
        byte[][] bombs =
        [
            [0xdf, 0xff, 0xff, 0xff, 0xff], [0xdd, 0xff, 0xff, 0xff, 0xff], [0xc6, 0x7f, 0xff, 0xff, 0xff], [0xdb, 0x7f, 0xff, 0xff, 0xff],
            [0xc9, 0x7f, 0xff, 0xff, 0xff, 1], [0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xc1], [.. Enumerable.Repeat((byte)0x91, 100_000)], [.. Enumerable.Repeat((byte)0x81, 100_000)],
        ];
        foreach (byte[] bomb in bombs)
            for (int at = 0; at < content.Length; at += at < 1500 ? 3 : 37)
            {
                if (bomb.Length > 1000 && at % 45 != 0) continue;
                Load(Bytes.File([.. content[..at], .. bomb, .. content[Math.Min(content.Length, at + bomb.Length)..]]));
            }
    }

    static string Refused(ReadOnlyMemory<byte> file)
    {
        string message = Assert.Throws<CheckpointException>(() => CheckpointFile.Deserialize(file, "runs/a.checkpoint")).Message;
        Assert.StartsWith("runs/a.checkpoint: ", message, StringComparison.Ordinal);
        Assert.True(message.Length > "runs/a.checkpoint: ".Length + 10, message);
        return message;
    }

    static Checkpoint? Load(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return CheckpointFile.Deserialize(file);
        }
        catch (CheckpointException e)
        {
            Assert.InRange(e.Message.Length, 20, 600);
            return null;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000 + 10 * file.Length);
        }
    }
}
