using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests;

public class PhiloxTests
{
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdcceBu, 0x5001e420u, 0x24126ea1u)]
    public void Known_answers_of_Random123(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint a, uint b, uint c, uint d)
    {
        Philox<Scalar> block = Philox<Scalar>.Block(new RandomKey(k0, k1), c0, c1, c2, c3);
        uint[] actual = [Bits(block.A), Bits(block.B), Bits(block.C), Bits(block.D)];
        Assert.Equal([a, b, c, d], actual);
    }

    static uint Bits(Word<Scalar> word) => BitConverter.SingleToUInt32Bits(word.Bits.Value);
}
