using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>What random vectors are for: each its own numbers under the same seed.</summary>
enum RandomVectorUse : uint
{
    Trace,
    Eigenvectors,
    Density,
    WeightNoise,
    Removal,
}

/// <summary>Random vectors as pure functions of seed, use and index: the same bits wherever they are made.</summary>
static class RandomVectors
{
    const int SignsOfWord = 32, SignsOfBlock = 4 * SignsOfWord;

    /// <summary>Numbers that are -1 or 1, each with probability 1/2 (Rademacher).</summary>
    public static void Rademacher(ulong seed, RandomVectorUse use, int index, Span<double> vector)
    {
        RandomKey key = RandomKey.For(seed, RandomPurpose.Analysis);
        Span<uint> words = stackalloc uint[4];
        for (int first = 0; first < vector.Length; first += SignsOfBlock)
        {
            Philox<Scalar64> block = Philox<Scalar64>.Block(key, (uint)(first / SignsOfBlock), (uint)index, (uint)use, 0u);
            (words[0], words[1], words[2], words[3]) = (Bits(block.A), Bits(block.B), Bits(block.C), Bits(block.D));
            for (int i = first; i < Math.Min(first + SignsOfBlock, vector.Length); i++)
                vector[i] = (words[(i - first) / SignsOfWord] >> (i % SignsOfWord) & 1) == 0 ? -1 : 1;
        }
    }

    /// <summary>Standard normal numbers.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="use">What they are for.</param>
    /// <param name="index">Which of the vectors.</param>
    /// <param name="part">Which part of it.</param>
    /// <param name="vector">Receives them.</param>
    public static unsafe void Normal(ulong seed, RandomVectorUse use, int index, int part, Span<double> vector)
    {
        RandomKey key = RandomKey.For(seed, RandomPurpose.Analysis);
        Scalar64* normals = stackalloc Scalar64[Normals.Count];
        for (int first = 0; first < vector.Length; first += Normals.Count)
        {
            uint block = (uint)(first / Normals.Count) * 2;
            Normals.Fill<Scalar64>(key, (uint)part, (uint)index, (uint)use, block, block + 1, normals);
            for (int i = first; i < Math.Min(first + Normals.Count, vector.Length); i++) vector[i] = normals[i - first].Value;
        }
    }

    /// <summary>The numbers below a count in a random order (Fisher, Yates).</summary>
    public static int[] Order(ulong seed, RandomVectorUse use, int index, int part, int count)
    {
        RandomKey key = RandomKey.For(seed, RandomPurpose.Analysis);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            ulong word = Bits(Philox<Scalar64>.Block(key, (uint)i, (uint)index, (uint)use, (uint)part).A);
            int other = (int)(word * (ulong)(i + 1) >> 32);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }

    static uint Bits(Word<Scalar64> word) => (uint)BitConverter.DoubleToUInt64Bits(word.Bits.Value);
}
