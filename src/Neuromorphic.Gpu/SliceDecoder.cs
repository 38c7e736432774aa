using ILGPU;
using ILGPU.Runtime;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gpu;

/// <summary>The kernel that decodes slices of one transform and one coefficient, or of one decoder.</summary>
abstract class SliceDecoder
{
    /// <summary>Decodes a slice of what is searched into values.</summary>
    public abstract void Run(SliceArguments search, SliceArguments values, DecoderDraws draws);

    public static SliceDecoder Create(Accelerator accelerator, ParameterSlice slice, int index) => slice.Decoder is { } decoder
        ? (SliceDecoder)Activator.CreateInstance(typeof(OfGroups<>).MakeGenericType(decoder.Kernel.GetType()), accelerator, decoder.Kernel, slice.Shape[1], index)!
        : (SliceDecoder)Activator.CreateInstance(typeof(Of<,>).MakeGenericType(slice.Transform.Kernel, slice.Coefficient.Kernel), accelerator)!;

    sealed class Of<TTransform, TCoefficient>(Accelerator accelerator) : SliceDecoder
        where TTransform : struct, IFunction where TCoefficient : struct, IFunction
    {
        readonly Action<KernelConfig, SliceArguments, SliceArguments> kernel =
            accelerator.LoadStreamKernel<SliceArguments, SliceArguments>(DecodeKernels.Decode<TTransform, TCoefficient>);

        public override void Run(SliceArguments search, SliceArguments values, DecoderDraws draws) => kernel(DeviceBackend.Threads(values.Threads), search, values);
    }

    sealed class OfGroups<TDecoder>(Accelerator accelerator, TDecoder decoder, int groups, int index) : SliceDecoder where TDecoder : struct, IDecoder
    {
        readonly Action<KernelConfig, SliceArguments, SliceArguments, int, int, DecoderDraws, TDecoder> kernel =
            accelerator.LoadStreamKernel<SliceArguments, SliceArguments, int, int, DecoderDraws, TDecoder>(DecodeKernels.DecodeGroup);

        public override void Run(SliceArguments search, SliceArguments values, DecoderDraws draws) =>
            kernel(DeviceBackend.Threads((long)groups * values.Individuals.Padded), search, values, groups, index, draws, decoder);
    }
}
