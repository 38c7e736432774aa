using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;
using Xunit;

namespace Neuromorphic.Gpu.Tests;

/// <summary>Numbers of a launch: rows of items.</summary>
public struct ItemArguments
{
    public ArrayView<float> Memory;
    public int Count;
}

/// <summary>A thread for each item.</summary>
public static class ItemKernel
{
    public static void Run<TKernel>(ItemArguments arguments) where TKernel : struct, IItemKernel
    {
        int i = Grid.GlobalIndex.X;
        if (i < arguments.Count) TKernel.Run<DeviceReal, SharedDeviceBuffer>(new(arguments.Memory), i, arguments.Count);
    }
}

/// <summary>A neuron's step, its adjoint and that of its state of rest, derived from the step alone, on devices.</summary>
public class NeuronItemTests(OpenClDevice opencl) : IClassFixture<OpenClDevice>
{
    const int Count = 300;

    static IEnumerable<(string Neuron, string Surrogate, ResetGradient Reset)> All =>
        from neuron in NeuronRegistry.Names from reset in Enum.GetValues<ResetGradient>() from surrogate in neuron == "lif" ? SurrogateRegistry.Names : ["atan"] select (neuron, surrogate, reset);

    /// <summary>A driver takes a second for each kernel, so some are enough for it.</summary>
    static IEnumerable<(string Neuron, string Surrogate, ResetGradient Reset)> Some => All.Where(kernel => kernel.Surrogate == "atan" && (kernel.Neuron == "lif" || kernel.Reset == ResetGradient.Detached));

    static Type[] Kernels(NeuronItems items) => [items.Step, items.Adjoint, items.RestAdjoint];

    [Fact]
    public void Compiled_for_NVIDIA_they_compute_what_the_source_says()
    {
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        Rounded.Register(context);
        using PTXBackend backend = new(context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_88, null!);
        foreach ((string neuron, string surrogate, ResetGradient reset) in All)
            foreach (Type kernel in Kernels(NeuronItems.Of(neuron, new NeuronOptions(), surrogate, reset)))
            {
                EntryPointDescription entry = EntryPointDescription.FromExplicitlyGroupedKernel(typeof(ItemKernel).GetMethod(nameof(ItemKernel.Run))!.MakeGenericMethod(kernel));
                PtxTests.AssertExact($"{neuron}, {surrogate}, {reset}", ((PTXCompiledKernel)backend.Compile(entry, default)).PTXAssembly);
            }
    }

    [Fact]
    public void On_OpenCL_they_give_the_bits_of_the_processor()
    {
        Assert.SkipWhen(opencl.Device == null, "There is no OpenCL device.");
        Accelerator accelerator = opencl.Device.Accelerator;
        foreach ((string neuron, string surrogate, ResetGradient reset) in Some)
        {
            NeuronItems items = NeuronItems.Of(neuron, new NeuronOptions(), surrogate, reset);
            float[] start = [.. Enumerable.Range(0, items.Rows.Count * Count).Select(i => 1.5f * MathF.Sin(i))], actual = new float[start.Length];
            start.AsSpan(items.Rows.Slope * Count, Count).Fill(2);
            Scalar[] expected = Array.ConvertAll(start, number => (Scalar)number);
            using DeviceMemory there = new(accelerator);
            ItemArguments arguments = new() { Memory = there.Upload(start), Count = Count };
            foreach (Type kernel in Kernels(items)) ((ILaunch)Activator.CreateInstance(typeof(Launch<>).MakeGenericType(kernel))!).Run(accelerator, arguments, expected);
            arguments.Memory.CopyToCPU(actual);
            for (int i = 0; i < actual.Length; i++)
                Assert.True(BitConverter.SingleToUInt32Bits(expected[i].Value) == BitConverter.SingleToUInt32Bits(actual[i]), $"{neuron}, {reset}, row {i / Count}, item {i % Count}: {actual[i]:R} for {expected[i].Value:R}");
        }
    }

    interface ILaunch
    {
        void Run(Accelerator accelerator, ItemArguments arguments, Scalar[] here);
    }

    sealed class Launch<TKernel> : ILaunch where TKernel : struct, IItemKernel
    {
        public void Run(Accelerator accelerator, ItemArguments arguments, Scalar[] here)
        {
            accelerator.LoadStreamKernel<ItemArguments>(ItemKernel.Run<TKernel>)(DeviceBackend.Threads(arguments.Count), arguments);
            accelerator.Synchronize();
            ArrayBuffer<Scalar> memory = new(here);
            for (int i = 0; i < arguments.Count; i++) TKernel.Run<Scalar, ArrayBuffer<Scalar>>(memory, i, arguments.Count);
            memory.Items.CopyTo(here);
        }
    }
}
