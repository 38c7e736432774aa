using ILGPU;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gpu;

/// <summary>The numbers of one individual in device memory laid out [item][individual]: neighbouring threads read neighbouring numbers.</summary>
/// <param name="view">All numbers.</param>
/// <param name="individual">Which individual.</param>
/// <param name="stride">Individuals.</param>
public readonly struct DeviceBuffer(ArrayView<float> view, int individual, int stride) : IBuffer<DeviceReal>
{
    readonly ArrayView<float> view = view;
    readonly int individual = individual, stride = stride;

    /// <inheritdoc/>
    public DeviceReal this[int index]
    {
        get => new(view[index * stride + individual]);
        set => view[index * stride + individual] = value.Value;
    }
}

/// <summary>Numbers that all individuals share.</summary>
/// <param name="view">The numbers.</param>
public readonly struct SharedDeviceBuffer(ArrayView<float> view) : IBuffer<DeviceReal>
{
    readonly ArrayView<float> view = view;

    /// <inheritdoc/>
    public DeviceReal this[int index]
    {
        get => new(view[index]);
        set => view[index] = value.Value;
    }
}
