namespace Neuromorphic.Numerics;

/// <summary>
/// MT19937 with the draws of NumPy's legacy generator: what <c>numpy.random.seed(seed)</c> and the functions of <c>numpy.random</c> give, for data
/// sets that are defined by them. Words, uniform numbers and whole numbers are equal bit for bit, normal numbers up to the rounding of a logarithm.
/// </summary>
/// <remarks>
/// Matsumoto, Nishimura (1998), "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudorandom number generator", doi:10.1145/272991.272995; seeded by init_genrand.
/// It carries a state from draw to draw; everything that runs in parallel draws from <see cref="Philox{R}"/>.
/// </remarks>
public sealed class MersenneTwister
{
    const int Size = 624, Middle = 397;
    const uint Twist = 0x9908B0DF, UpperBit = 0x80000000;

    readonly uint[] state = new uint[Size];
    int next = Size;
    double? spare;

    /// <summary>The generator of a seed.</summary>
    public MersenneTwister(uint seed)
    {
        state[0] = seed;
        for (uint i = 1; i < Size; i++) state[i] = 1812433253u * (state[i - 1] ^ (state[i - 1] >> 30)) + i;
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextWord()
    {
        if (next == Size) Advance();
        uint word = state[next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C5680u;
        word ^= (word << 15) & 0xEFC60000u;
        return word ^ (word >> 18);
    }

    void Advance()
    {
        for (int i = 0; i < Size; i++)
        {
            uint word = (state[i] & UpperBit) | (state[(i + 1) % Size] & ~UpperBit);
            state[i] = state[(i + Middle) % Size] ^ (word >> 1) ^ ((word & 1) * Twist);
        }
        next = 0;
    }

    /// <summary>The next number, uniform in [0, 1), of 53 bits: <c>numpy.random.rand</c>.</summary>
    public double NextUnit()
    {
        uint high = NextWord() >> 5, low = NextWord() >> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /// <summary>The next standard normal number by the polar method, of which every second draw comes from the one before: <c>numpy.random.randn</c>.</summary>
    public double NextNormal()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }
        double x, y, square;
        do
        {
            x = 2 * NextUnit() - 1;
            y = 2 * NextUnit() - 1;
            square = x * x + y * y;
        }
        while (square is >= 1 or 0);
        double length = Math.Sqrt(-2 * Portable.Log(square) / square);
        spare = length * x;
        return length * y;
    }

    /// <summary>The next whole number, uniform from 0 to a largest, by rejection among as many bits as it needs: <c>numpy.random.randint(largest + 1)</c>.</summary>
    public uint NextUpTo(uint largest)
    {
        if (largest == 0) return 0;
        uint mask = uint.MaxValue >> (int)uint.LeadingZeroCount(largest), word;
        do word = NextWord() & mask;
        while (word > largest);
        return word;
    }

    /// <summary>The whole numbers below a count in random order: <c>numpy.random.permutation(count)</c>.</summary>
    public int[] NextPermutation(int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        for (int i = count - 1; i > 0; i--)
        {
            int other = (int)NextUpTo((uint)i);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }
}
