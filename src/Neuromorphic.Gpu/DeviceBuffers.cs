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
    public DeviceBuffer Of(ArrayView<float> view, int individual, int items) => new(view, Index(individual, 0, items), Size);
}

/// <summary>Numbers at equal distances.</summary>
/// <param name="view">All numbers.</param>
/// <param name="start">The first one.</param>
/// <param name="stride">Their distance.</param>
readonly struct DeviceBuffer(ArrayView<float> view, int start, int stride) : IBuffer<DeviceReal>
{
    readonly ArrayView<float> view = view;
    readonly int start = start, stride = stride;

    /// <inheritdoc/>
    public DeviceReal this[int index]
    {
        get => new(view[index * stride + start]);
        set => view[index * stride + start] = value.Value;
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
