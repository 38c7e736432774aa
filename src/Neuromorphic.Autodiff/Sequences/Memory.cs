using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff;

/// <summary>The memory of tensors.</summary>
static unsafe class Memory
{
    /// <summary>The first number of a contiguous tensor on the processor, which must be kept alive by the caller.</summary>
    /// <exception cref="ArgumentException">The tensor is not of that kind.</exception>
    public static void* Of(Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU || !tensor.is_contiguous())
            throw new ArgumentException($"A contiguous tensor on the processor is needed, not one on {tensor.device} with strides [{string.Join(", ", tensor.stride())}].");
        return tensor.dtype switch
        {
            ScalarType.Float32 => Of<float>(tensor),
            ScalarType.Float64 => Of<double>(tensor),
            _ => throw new ArgumentException($"A tensor of float32 or float64 is needed, not {tensor.dtype}."),
        };
    }

    static T* Of<T>(Tensor tensor) where T : unmanaged
    {
        using Storage<T> storage = tensor.storage<T>();
        return (T*)storage.data_ptr() + tensor.storage_offset();
    }
}
