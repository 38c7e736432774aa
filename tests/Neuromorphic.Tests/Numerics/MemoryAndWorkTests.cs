using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Numerics;

public unsafe class MemoryAndWorkTests
{
    [Fact]
    public void A_compensated_sum_beats_a_plain_one_in_every_lane()
    {
        const int Count = 1_000_000;
        CompensatedSum<Lanes8> sum = default;
        Lanes8 plain = 0f, term = Lanes8.FromLanes([.1, -.1, 1e-3, 3, 0, 1e6, 1.0 / 3, 7]);
        for (int i = 0; i < Count; i++)
        {
            sum.Add(term);
            plain += term;
        }
        for (int lane = 0; lane < 8; lane++)
        {
            double exact = Lanes8.Lane(term, lane) * Count;
            Assert.True(Math.Abs(sum.Lane(lane) - exact) <= 1e-12 * Math.Abs(exact), $"lane {lane}: {sum.Lane(lane):R} for {exact:R}");
        }
        Assert.True(Math.Abs(Lanes8.Lane(plain, 0) - .1f * 1e6) > 100, "the plain sum is off, so the comparison means something");
    }

    [Fact]
    public void Aligned_memory_is_zero_and_aligned()
    {
        for (int count = 0; count < 40; count++)
        {
            AlignedMemory<float> memory = new(count);
            fixed (float* items = memory) Assert.Equal(0, (nint)items % 64);
            Assert.Equal(new float[count], memory.Span.ToArray());
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedMemory<float>(-1));
    }

    [Fact]
    public void A_pointer_keeps_its_memory_whatever_the_collector_does()
    {
        for (int i = 0; i < 20; i++) Assert.Equal(1000, Ones());

        // Nothing but the pointer is used after the first line.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        static unsafe float Ones()
        {
            fixed (float* items = new AlignedMemory<float>(1000))
            {
                for (int i = 0; i < 1000; i++) items[i] = 1;
                GC.Collect();
                for (int i = 0; i < 50; i++) new AlignedMemory<float>(1000).Span.Fill(2);
                float sum = 0;
                for (int i = 0; i < 1000; i++) sum += items[i];
                return sum;
            }
        }
    }

    [Fact]
    public void Buffers_read_what_was_written()
    {
        AlignedMemory<Lanes8> memory = new(4);
        fixed (Lanes8* items = memory)
        {
            LaneBuffer<Lanes8> buffer = new(items), later = buffer.From(2);
            later[1] = 5f;
            Assert.Equal(5, Lanes8.Lane(buffer[3], 7));
        }
        AlignedMemory<float> shared = new(2);
        shared.Span[1] = 2;
        fixed (float* items = shared)
        {
            SharedBuffer<Lanes8> view = new(items);
            Assert.Equal(Enumerable.Repeat(2f, 8), Bits.Lanes(view[1]));
            Assert.Throws<NotSupportedException>(() => view[0] = 1f);
        }
        ArrayBuffer<Scalar> array = new(2);
        Assert.Throws<IndexOutOfRangeException>(() => array[2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_fault_of_a_piece_reaches_the_caller_as_it_is(int threads) =>
        Assert.Equal("piece 7", Assert.Throws<InvalidOperationException>(() => Work.For(20, threads, i =>
        {
            if (i == 7) throw new InvalidOperationException("piece 7");
        })).Message);

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(100, 1)]
    [InlineData(100, 4)]
    public void Every_piece_of_work_runs_once(int count, int threads)
    {
        int[] runs = new int[count];
        Work.For(count, threads, i => Interlocked.Increment(ref runs[i]));
        Assert.All(runs, value => Assert.Equal(1, value));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(500, 1)]
    [InlineData(500, 2)]
    [InlineData(500, 7)]
    public void A_phase_reads_what_every_piece_of_those_before_wrote(int phases, int pieces)
    {
        int[] runs = new int[pieces], at = new int[pieces];
        bool[] busy = new bool[pieces];
        Work.InPhases(phases, pieces, (thread, phase, piece) =>
        {
            Assert.False(busy[thread]);
            busy[thread] = true;
            for (int other = 0; other < pieces; other++) Assert.InRange(runs[other], phase, phase + 1);
            Assert.Equal(phase, at[piece]++);
            runs[piece]++;
            busy[thread] = false;
        });
        Assert.All(runs, value => Assert.Equal(phases, value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_fault_in_a_phase_reaches_the_caller_as_it_is(int pieces) =>
        Assert.Equal("phase 7", Assert.Throws<InvalidOperationException>(() => Work.InPhases(20, pieces, (_, phase, piece) =>
        {
            if (phase == 7 && piece == pieces - 1) throw new InvalidOperationException("phase 7");
        })).Message);
}
