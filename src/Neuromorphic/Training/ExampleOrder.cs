using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Training;

/// <summary>Random orders of examples: pure functions of a key and a number, so the same bits wherever they are made.</summary>
static class ExampleOrder
{
    /// <summary>All examples, each once (Fisher, Yates).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[] Shuffle(int count, RandomKey key, int stream)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            PhiloxStream<Scalar64> random = new(key, (uint)i, (uint)stream, 0, 0);
            int other = (int)(random.NextUnit().Value * (i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }

    /// <summary>Some of the examples, each at most once, in rising order: the first need not be like the rest.</summary>
    public static int[] Draw(int count, int wanted, RandomKey key, int stream)
    {
        int[] drawn = Shuffle(count, key, stream)[..Math.Min(wanted, count)];
        Array.Sort(drawn);
        return drawn;
    }
}
