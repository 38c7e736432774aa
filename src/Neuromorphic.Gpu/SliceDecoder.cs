using ILGPU;
using ILGPU.Runtime;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gpu;

/// <summary>The kernel that decodes slices of one transform and one coefficient.</summary>
abstract class SliceDecoder
{
    /// <summary>Decodes a slice of what is searched into values.</summary>
    public abstract void Run(SliceArguments search, SliceArguments values);

    public static SliceDecoder Create(Accelerator accelerator, ParameterSlice slice) =>
        (SliceDecoder)Activator.CreateInstance(typeof(Of<,>).MakeGenericType(slice.Transform.Kernel, slice.Coefficient.Kernel), accelerator)!;

    sealed class Of<TTransform, TCoefficient>(Accelerator accelerator) : SliceDecoder
        where TTransform : struct, IFunction where TCoefficient : struct, IFunction
    {
        readonly Action<KernelConfig, SliceArguments, SliceArguments> kernel =
            accelerator.LoadStreamKernel<SliceArguments, SliceArguments>(DecodeKernels.Decode<TTransform, TCoefficient>);

        public override void Run(SliceArguments search, SliceArguments values) => kernel(DeviceBackend.Threads(values.Threads), search, values);
    }
}
