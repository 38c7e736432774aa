using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>What a random number is for. Together with the seed it is the key, so that no two uses share a number.</summary>
public enum RandomPurpose
{
    /// <summary>Perturbations of a strategy.</summary>
    Noise = 1,
    /// <summary>Resets and steps of training episodes.</summary>
    Training = 2,
    /// <summary>Resets and steps of evaluation episodes.</summary>
    Evaluation = 3,
    /// <summary>Random weights that are drawn once and then fixed.</summary>
    Weights = 4,
    /// <summary>Random actions and other needs of checks, tests and benchmarks.</summary>
    Check = 5,
    /// <summary>The order in which examples are seen.</summary>
    Order = 6,
    /// <summary>Actions of a policy that chooses at random.</summary>
    Actions = 7,
    /// <summary>Which of the test examples an evaluation sees.</summary>
    Examples = 8,
    /// <summary>Choices that are drawn where parameters are decoded.</summary>
    Choices = 9,
    /// <summary>Directions and perturbations by which a trained network is examined.</summary>
    Analysis = 10,
}

/// <summary>The key of a random stream: a seed and what the numbers are for.</summary>
public readonly record struct RandomKey(uint Low, uint High)
{
    /// <summary>The key for a purpose under a seed.</summary>
    public static RandomKey For(ulong seed, RandomPurpose purpose) => new((uint)seed, (uint)(seed >> 32) ^ ((uint)purpose * 0x9E3779B9u));

    /// <summary>The key of the next round.</summary>
    internal RandomKey Next => new(Low + 0x9E3779B9u, High + 0xBB67AE85u);
}

/// <summary>
/// Philox4x32-10, the counter-based generator: four random words are a pure function of a key and a 128-bit counter.
/// Nothing is carried along, so any thread, lane or machine can make any number.
/// </summary>
/// <remarks>Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", doi:10.1145/2063384.2063405.</remarks>
public readonly struct Philox<R>(Word<R> a, Word<R> b, Word<R> c, Word<R> d) where R : unmanaged, IReal<R>
{
    /// <summary>The four words of the block.</summary>
    public readonly Word<R> A = a, B = b, C = c, D = d;

    /// <summary>The block of a counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Philox<R> Block(RandomKey key, Word<R> c0, Word<R> c1, Word<R> c2, Word<R> c3)
    {
        for (int round = 0; round < 10; round++)
        {
            Round(ref c0, ref c1, ref c2, ref c3, key);
            key = key.Next;
        }
        return new(c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Round(ref Word<R> c0, ref Word<R> c1, ref Word<R> c2, ref Word<R> c3, RandomKey key)
    {
        Word<R> m0 = 0xD2511F53u, m1 = 0xCD9E8D57u;
        Word<R> high0 = Word<R>.MultiplyHigh(m0, c0), low0 = m0 * c0;
        Word<R> high1 = Word<R>.MultiplyHigh(m1, c2), low1 = m1 * c2;
        c0 = high1 ^ c1 ^ key.Low;
        c1 = low1;
        c2 = high0 ^ c3 ^ key.High;
        c3 = low0;
    }
}
