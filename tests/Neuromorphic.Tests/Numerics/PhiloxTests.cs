using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Numerics;

public class PhiloxTests
{
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdcceBu, 0x5001e420u, 0x24126ea1u)]
    public void Known_answers_of_Random123(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint a, uint b, uint c, uint d)
    {
        uint[] expected = [a, b, c, d];
        Check<Scalar>();
        Check<Scalar64>();
        Check<Lanes8>();
        Check<Lanes16>();

        void Check<R>() where R : unmanaged, IReal<R>
        {
            Philox<R> block = Philox<R>.Block(new RandomKey(k0, k1), c0, c1, c2, c3);
            for (int lane = 0; lane < R.Width; lane++) Assert.Equal(expected, Words(block, lane));
        }
    }

    [Fact]
    public void A_lane_gives_the_block_of_its_own_counter()
    {
        var key = RandomKey.For(7, RandomPurpose.Check);
        Philox<Lanes8> eight = Philox<Lanes8>.Block(key, Word<Lanes8>.Lanes(1000), 1u, 2u, 3u);
        Philox<Lanes16> sixteen = Philox<Lanes16>.Block(key, Word<Lanes16>.Lanes(1000), 1u, 2u, 3u);
        for (int lane = 0; lane < 16; lane++)
        {
            uint[] alone = Words(Philox<Scalar>.Block(key, (uint)(1000 + lane), 1u, 2u, 3u), 0);
            Assert.Equal(alone, Words(Philox<Scalar64>.Block(key, (uint)(1000 + lane), 1u, 2u, 3u), 0));
            Assert.Equal(alone, Words(sixteen, lane));
            if (lane < 8) Assert.Equal(alone, Words(eight, lane));
        }
    }

    [Fact]
    public void Seeds_purposes_and_counters_give_different_numbers()
    {
        HashSet<uint> seen = [];
        foreach (RandomPurpose purpose in Enum.GetValues<RandomPurpose>())
            foreach (ulong seed in (ulong[])[0, 1, 1ul << 32, ulong.MaxValue])
                for (uint counter = 0; counter < 4; counter++)
                    for (int place = 0; place < 4; place++)
                    {
                        uint[] c = [5, 5, 5, 5];
                        c[place] += 1 + counter;
                        seen.Add(Bits.Word(Philox<Scalar>.Block(RandomKey.For(seed, purpose), c[0], c[1], c[2], c[3]).A, 0));
                    }
        Assert.Equal(Enum.GetValues<RandomPurpose>().Length * 4 * 4 * 4, seen.Count);
    }

    [Fact]
    public void A_mirrored_stream_draws_one_minus_the_other_and_a_stream_is_uniform()
    {
        var key = RandomKey.For(3, RandomPurpose.Check);
        int[] tenths = new int[10];
        for (uint step = 0; step < 500; step++)
        {
            PhiloxStream<Lanes16> there = new(key, Word<Lanes16>.Lanes(0), 1, 2, step), back = new(key, Word<Lanes16>.Lanes(0), 1, 2, step, uint.MaxValue);
            for (int draw = 0; draw < 4; draw++)
            {
                Lanes16 u = there.NextUnit(), v = back.NextUnit();
                for (int lane = 0; lane < 16; lane++)
                {
                    Assert.Equal(1 - Math.ScaleB(1, -24), Lanes16.Lane(u, lane) + Lanes16.Lane(v, lane));
                    tenths[(int)(10 * Lanes16.Lane(u, lane))]++;
                }
            }
        }
        // 32,000 numbers: chi-squared with 9 degrees of freedom, 99.9 %.
        Assert.True(tenths.Sum(count => (count - 3200.0) * (count - 3200.0) / 3200) < 27.9);
    }

    static uint[] Words<R>(Philox<R> block, int lane) where R : unmanaged, IReal<R> =>
        [Bits.Word(block.A, lane), Bits.Word(block.B, lane), Bits.Word(block.C, lane), Bits.Word(block.D, lane)];
}
