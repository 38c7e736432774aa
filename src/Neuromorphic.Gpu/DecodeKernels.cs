using ILGPU;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gpu;

/// <summary>What the search vectors of a generation are made from.</summary>
struct CandidateArguments
{
    public ArrayView<float> Mean, Deviation;
    /// <summary>[item][individual].</summary>
    public ArrayView<float> Search;
    public int Individuals;
    public uint KeyLow, KeyHigh, Generation;
    public Flag Antithetic;
}

/// <summary>From search vectors to the numbers that policies read.</summary>
static class DecodeKernels
{
    /// <summary>Four items of an individual: thread (block of the generator, individual), individual fastest.</summary>
    public static void Sample(CandidateArguments arguments)
    {
        int thread = Grid.GlobalIndex.X, individual = thread % arguments.Individuals, block = thread / arguments.Individuals;
        int items = (int)arguments.Mean.Length;
        if (4 * block >= items) return;
        Word<DeviceReal> direction = GaussianCandidates.Direction((uint)individual, arguments.Antithetic, out Word<DeviceReal> mirror);
        Philox<DeviceReal> words = Philox<DeviceReal>.Block(new(arguments.KeyLow, arguments.KeyHigh), direction, arguments.Generation, 0u, (uint)block);
        Normals.BoxMuller(words.A, words.B, out DeviceReal first, out DeviceReal second);
        Normals.BoxMuller(words.C, words.D, out DeviceReal third, out DeviceReal fourth);
        Store(arguments, 4 * block, individual, first, mirror);
        Store(arguments, 4 * block + 1, individual, second, mirror);
        Store(arguments, 4 * block + 2, individual, third, mirror);
        Store(arguments, 4 * block + 3, individual, fourth, mirror);
    }

    static void Store(CandidateArguments arguments, int item, int individual, DeviceReal normal, Word<DeviceReal> mirror)
    {
        if (item >= arguments.Mean.Length) return;
        DeviceReal value = GaussianCandidates.Value(normal, mirror, new DeviceReal(arguments.Mean[item]), new DeviceReal(arguments.Deviation[item]));
        arguments.Search[item * arguments.Individuals + individual] = value.Value;
    }

    /// <summary>A slice of every individual: the transform of what is searched, then the coefficient.</summary>
    public static void Decode<TTransform, TCoefficient>(ArrayView<float> search, ArrayView<float> values)
        where TTransform : struct, IFunction where TCoefficient : struct, IFunction
    {
        int i = Grid.GlobalIndex.X;
        if (i < values.Length) values[i] = TCoefficient.Of(TTransform.Of(new DeviceReal(search[i]))).Value;
    }

    /// <summary>The same numbers [item] for every individual [item][individual].</summary>
    public static void Repeat(ArrayView<float> items, ArrayView<float> values, int individuals)
    {
        int i = Grid.GlobalIndex.X;
        if (i < values.Length) values[i] = items[i / individuals];
    }

    /// <summary>Zero everywhere.</summary>
    public static void Clear(ArrayView<float> values)
    {
        int i = Grid.GlobalIndex.X;
        if (i < values.Length) values[i] = 0;
    }
}
