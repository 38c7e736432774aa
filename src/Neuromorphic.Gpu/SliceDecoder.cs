using ILGPU;
using ILGPU.Runtime;
using Neuromorphic.Policies;

namespace Neuromorphic.Gpu;

/// <summary>The kernel that decodes slices of one transform and one coefficient.</summary>
abstract class SliceDecoder
{
    /// <summary>Decodes search numbers into values, both [item][individual].</summary>
    public abstract void Run(ArrayView<float> search, ArrayView<float> values);

    public static SliceDecoder Create(Accelerator accelerator, ParameterSlice slice) =>
        (SliceDecoder)Activator.CreateInstance(typeof(Of<,>).MakeGenericType(slice.Transform.Kernel, slice.Coefficient.Kernel), accelerator)!;

    sealed class Of<TTransform, TCoefficient>(Accelerator accelerator) : SliceDecoder
        where TTransform : struct, IFunction where TCoefficient : struct, IFunction
    {
        readonly Action<KernelConfig, ArrayView<float>, ArrayView<float>> kernel =
            accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>>(DecodeKernels.Decode<TTransform, TCoefficient>);

        public override void Run(ArrayView<float> search, ArrayView<float> values) => kernel(DeviceBackend.Threads(values.Length), search, values);
    }
}
