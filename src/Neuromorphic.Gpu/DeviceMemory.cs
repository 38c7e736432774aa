using System.Globalization;
using ILGPU;
using ILGPU.Runtime;

namespace Neuromorphic.Gpu;

/// <summary>A row of numbers on a device that grows when more are asked for.</summary>
sealed class DeviceMemory(Accelerator accelerator) : IDisposable
{
    MemoryBuffer1D<float, Stride1D.Dense>? buffer;

    /// <summary>The first numbers, as many as are asked for; what they hold is undefined after growing.</summary>
    public ArrayView<float> View(long length)
    {
        // Never empty: a view needs memory to lie in.
        length = Math.Max(1, length);
        if (buffer == null || buffer.Length < length)
        {
            buffer?.Dispose();
            buffer = null;
            buffer = Allocate(length);
        }
        return buffer.View.BaseView.SubView(0, length);
    }

    MemoryBuffer1D<float, Stride1D.Dense> Allocate(long length)
    {
        try
        {
            return accelerator.Allocate1D<float>(length);
        }
        catch (Exception e) when (e is AcceleratorException or OutOfMemoryException)
        {
            throw new DeviceException(string.Create(CultureInfo.InvariantCulture,
                $"{accelerator.Name} could not reserve {4e-9 * length:F1} GB of its {1e-9 * accelerator.MemorySize:F1} GB: {e.Message} Choose fewer members or neurons."), e);
        }
    }

    /// <summary>A view of a copy of host numbers.</summary>
    public ArrayView<float> Upload(ReadOnlySpan<float> numbers)
    {
        ArrayView<float> view = View(numbers.Length);
        if (numbers.Length > 0) view.SubView(0, numbers.Length).CopyFromCPU(accelerator.DefaultStream, numbers);
        return view;
    }

    public void Dispose() => buffer?.Dispose();
}
