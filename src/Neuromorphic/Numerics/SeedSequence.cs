namespace Neuromorphic.Numerics;

/// <summary>Turns one seed into well mixed words, exactly as <c>numpy.random.SeedSequence(seed).generate_state</c> does.</summary>
/// <remarks>
/// Algorithm: O'Neill (2015), "Developing a seed_seq alternative"; NumPy's variant with a pool of four words and no spawn key.
/// A seed of up to 128 bits fills the pool at most once.
/// </remarks>
public readonly struct SeedSequence
{
    const uint PoolStart = 0x43B0D7E5, PoolFactor = 0x931E8875, OutputStart = 0x8B51F9DD, OutputFactor = 0x58F38DED;
    const uint MixLeft = 0xCA01F9DD, MixRight = 0x4973F715;
    const int PoolSize = 4;

    readonly uint[] pool;

    /// <summary>The sequence of a seed.</summary>
    public SeedSequence(UInt128 seed)
    {
        pool = new uint[PoolSize];
        uint factor = PoolStart;
        for (int i = 0; i < PoolSize; i++) pool[i] = Hash((uint)(seed >> (32 * i)), ref factor, PoolFactor);
        for (int source = 0; source < PoolSize; source++)
            for (int target = 0; target < PoolSize; target++)
                if (source != target) pool[target] = Mix(pool[target], Hash(pool[source], ref factor, PoolFactor));
    }

    /// <summary>Fills <paramref name="words"/> with the first 64-bit words of the sequence.</summary>
    public void Generate(Span<ulong> words)
    {
        uint factor = OutputStart;
        for (int i = 0; i < words.Length; i++)
        {
            ulong low = Hash(pool[2 * i % PoolSize], ref factor, OutputFactor);
            words[i] = low | ((ulong)Hash(pool[(2 * i + 1) % PoolSize], ref factor, OutputFactor) << 32);
        }
    }

    static uint Hash(uint value, ref uint factor, uint next)
    {
        value ^= factor;
        factor *= next;
        value *= factor;
        return value ^ (value >> 16);
    }

    static uint Mix(uint a, uint b)
    {
        uint mixed = MixLeft * a - MixRight * b;
        return mixed ^ (mixed >> 16);
    }
}
