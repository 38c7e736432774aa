using ILGPU;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gpu;

/// <summary>
/// How numbers of individuals lie in device memory: [block][item][individual of the block].
/// The threads of a warp are neighbouring individuals and read neighbouring numbers; what one block touches lies together.
/// </summary>
/// <param name="count">Individuals.</param>
/// <param name="size">Individuals of a block.</param>
readonly struct Blocks(int count, int size)
{
    /// <summary>Individuals.</summary>
    public readonly int Count = count;
    /// <summary>Individuals of a block.</summary>
    public readonly int Size = size;

    /// <summary>Individuals for which there is memory: the last block is full.</summary>
    public int Padded => (Count + Size - 1) / Size * Size;

    /// <summary>Where an item of an individual lies, of which each has a number.</summary>
    public int Index(int individual, int item, int items) => (individual / Size * items + item) * Size + individual % Size;

    /// <summary>The numbers of one individual.</summary>
    public DeviceBuffer<TStride> Of<TStride>(ArrayView<float> view, int individual, int items) where TStride : struct, IStride => new(view.SubView(Index(individual, 0, items)));
}

/// <summary>The size of blocks as a constant of a kernel: an item that straight-line code names is then at a constant distance from the first.</summary>
interface IStride
{
    static abstract int Value { get; }
}

readonly struct Stride1 : IStride { public static int Value => 1; }
readonly struct Stride2 : IStride { public static int Value => 2; }
readonly struct Stride4 : IStride { public static int Value => 4; }
readonly struct Stride8 : IStride { public static int Value => 8; }
readonly struct Stride16 : IStride { public static int Value => 16; }
readonly struct Stride32 : IStride { public static int Value => 32; }

/// <summary>Numbers at equal distances.</summary>
/// <param name="view">The numbers, from the first on.</param>
readonly struct DeviceBuffer<TStride>(ArrayView<float> view) : IBuffer<DeviceReal> where TStride : struct, IStride
{
    readonly ArrayView<float> view = view;

    /// <inheritdoc/>
    public DeviceReal this[int index]
    {
        get => new(view[index * TStride.Value]);
        set => view[index * TStride.Value] = value.Value;
    }
}

/// <summary>Numbers that all individuals share.</summary>
/// <param name="view">The numbers.</param>
readonly struct SharedDeviceBuffer(ArrayView<float> view) : IBuffer<DeviceReal>
{
    readonly ArrayView<float> view = view;

    /// <inheritdoc/>
    public DeviceReal this[int index]
    {
        get => new(view[index]);
        set => view[index] = value.Value;
    }
}
