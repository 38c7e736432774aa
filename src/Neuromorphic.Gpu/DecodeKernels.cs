using ILGPU;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gpu;

/// <summary>Some of the numbers of every individual, as a kernel writes them: a thread for each.</summary>
struct SliceArguments
{
    public Blocks Individuals;
    /// <summary>The first item, how many, and how many an individual has.</summary>
    public int First, Count, Items;
    public ArrayView<float> Values;

    /// <summary>Threads that are needed.</summary>
    public readonly long Threads => (long)Count * Individuals.Padded;

    /// <summary>What a thread has to write, neighbouring threads neighbouring numbers; false for threads without work.</summary>
    public readonly bool Find(int thread, out int individual, out int item)
    {
        int size = Individuals.Size, row = thread / size;
        item = row % Count;
        individual = row / Count * size + thread % size;
        return individual < Individuals.Count;
    }

    public readonly int Index(int individual, int item) => Individuals.Index(individual, First + item, Items);
}

/// <summary>The numbers of an individual in the blocks of all.</summary>
/// <param name="view">All numbers.</param>
/// <param name="first">Where the individual's first number lies.</param>
/// <param name="stride">From one to the next.</param>
readonly struct IndividualBuffer(ArrayView<float> view, int first, int stride) : IBuffer<DeviceReal>
{
    readonly ArrayView<float> view = view;

    public DeviceReal this[int index]
    {
        get => new(view[first + index * stride]);
        set => view[first + index * stride] = value.Value;
    }
}

/// <summary>What the search vectors of a generation are made from.</summary>
struct CandidateArguments
{
    public ArrayView<float> Mean, Deviation;
    public SliceArguments Search;
    public uint KeyLow, KeyHigh, Generation;
    public Flag Antithetic;
}

/// <summary>From search vectors to the numbers that policies read.</summary>
static class DecodeKernels
{
    /// <summary>Four items of an individual.</summary>
    public static void Sample(CandidateArguments arguments)
    {
        SliceArguments blocks = arguments.Search;
        blocks.Count = (blocks.Count + 3) / 4;
        if (!blocks.Find(Grid.GlobalIndex.X, out int individual, out int block)) return;
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
        if (item >= arguments.Search.Count) return;
        DeviceReal value = GaussianCandidates.Value(normal, mirror, new DeviceReal(arguments.Mean[item]), new DeviceReal(arguments.Deviation[item]));
        arguments.Search.Values[arguments.Search.Index(individual, item)] = value.Value;
    }

    /// <summary>A slice of every individual: the transform of what is searched, then the coefficient.</summary>
    public static void Decode<TTransform, TCoefficient>(SliceArguments search, SliceArguments values)
        where TTransform : struct, IFunction where TCoefficient : struct, IFunction
    {
        if (!values.Find(Grid.GlobalIndex.X, out int individual, out int item)) return;
        DeviceReal found = new(search.Values[search.Index(individual, Math.Min(item, search.Count - 1))]); // one number may be all values
        values.Values[values.Index(individual, item)] = TCoefficient.Of(TTransform.Of(found)).Value;
    }

    /// <summary>A group of a slice of every individual.</summary>
    public static void DecodeGroup<TDecoder>(SliceArguments search, SliceArguments values, int count, int slice, DecoderDraws draws, TDecoder decoder) where TDecoder : struct, IDecoder
    {
        SliceArguments groups = values;
        groups.Count = count;
        if (!groups.Find(Grid.GlobalIndex.X, out int individual, out int group)) return;
        DecoderRandom<DeviceReal> random = draws.Of((Word<DeviceReal>)(uint)individual).Of(slice, group);
        int size = values.Individuals.Size;
        decoder.Decode<DeviceReal, IndividualBuffer, DecoderRandom<DeviceReal>>(
            new(search.Values, search.Index(individual, 0), size), group, new(values.Values, values.Index(individual, 0), size), group, count, ref random);
    }

    /// <summary>The same numbers [item] for every individual.</summary>
    public static void Repeat(ArrayView<float> items, SliceArguments values)
    {
        if (values.Find(Grid.GlobalIndex.X, out int individual, out int item)) values.Values[values.Index(individual, item)] = items[item];
    }

    /// <summary>Zero everywhere.</summary>
    public static void Clear(ArrayView<float> values)
    {
        int i = Grid.GlobalIndex.X;
        if (i < values.Length) values[i] = 0;
    }
}
