using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Gpu.Tests;

/// <summary>Numbers of a launch.</summary>
public struct OperationArguments
{
    public ArrayView<float> X, Y, Table, Results;
    public int Count;
}

/// <summary>A thread for each pair of arguments, which does every operation.</summary>
public static class OperationKernel
{
    public const int Operations = 14;

    public static void Run(OperationArguments arguments)
    {
        int i = Grid.GlobalIndex.X;
        if (i >= arguments.Count) return;
        DeviceReal x = new(arguments.X[i]), y = new(arguments.Y[i]);
        Compute<DeviceReal, SharedDeviceBuffer, SharedDeviceBuffer>(x, y, new(arguments.Table), new(arguments.Results.SubView(i * Operations)));
    }

    internal static void Compute<R, T, B>(R x, R y, T table, B results) where R : unmanaged, IReal<R> where T : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        results[0] = R.Expm1(x);
        results[1] = R.Log1p(x);
        results[2] = R.Softplus(x);
        results[3] = R.Logistic(x);
        results[4] = R.Sinh(x);
        results[5] = R.Cosh(x);
        results[6] = R.Asinh(x);
        results[7] = R.Atan(x);
        results[8] = R.Erf(x);
        results[9] = R.Erfc(x);
        results[10] = R.I0e(x);
        results[11] = R.I1e(x);
        results[12] = R.Pow(x, y);
        results[13] = Real.LookUp(table, 5, x);
    }
}

/// <summary>The special functions and the look-up on a device: what the processor's scalar gives, bit for bit.</summary>
public class OperationTests(OpenClDevice opencl) : IClassFixture<OpenClDevice>
{
    const int Operations = OperationKernel.Operations;

    [Fact]
    public void Compiled_for_NVIDIA_they_compute_what_the_source_says()
    {
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        Rounded.Register(context);
        using PTXBackend backend = new(context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_88, null!);
        EntryPointDescription kernel = EntryPointDescription.FromExplicitlyGroupedKernel(typeof(OperationKernel).GetMethod(nameof(OperationKernel.Run))!);
        PtxTests.AssertExact("operations", ((PTXCompiledKernel)backend.Compile(kernel, default)).PTXAssembly);
    }

    [Fact]
    public void On_OpenCL_they_give_the_bits_of_the_processor()
    {
        Assert.SkipWhen(opencl.Device == null, "There is no OpenCL device.");
        float[] x = new float[4096], y = new float[x.Length], table = [3, 1, 4, 1.5f, 9], expected = new float[x.Length * Operations];
        Pcg64 random = new(14);
        for (int i = 0; i < x.Length; i++)
        {
            double unit = random.NextUnit().Value, other = random.NextUnit().Value;
            // Every kind of number, NaN and those below the normal ones among them, and numbers of usual sizes; whole powers too.
            x[i] = i % 2 == 0 ? BitConverter.UInt32BitsToSingle((uint)(4294967296.0 * unit)) : (float)(24 * unit - 12);
            y[i] = i % 4 == 0 ? BitConverter.UInt32BitsToSingle((uint)(4294967296.0 * other)) : i % 4 == 1 ? MathF.Floor((float)(20 * other - 10)) : (float)(20 * other - 10);
        }
        Scalar[] items = Array.ConvertAll(table, item => new Scalar(item));
        for (int i = 0; i < x.Length; i++)
        {
            ArrayBuffer<Scalar> results = new(Operations);
            OperationKernel.Compute<Scalar, ArrayBuffer<Scalar>, ArrayBuffer<Scalar>>(x[i], y[i], new(items), results);
            for (int k = 0; k < Operations; k++) expected[i * Operations + k] = results[k].Value;
        }
        Accelerator accelerator = opencl.Device.Accelerator;
        using DeviceMemory xs = new(accelerator), ys = new(accelerator), tables = new(accelerator), there = new(accelerator);
        OperationArguments arguments = new() { X = xs.Upload(x), Y = ys.Upload(y), Table = tables.Upload(table), Results = there.View(expected.Length), Count = x.Length };
        accelerator.LoadStreamKernel<OperationArguments>(OperationKernel.Run)(DeviceBackend.Threads(x.Length), arguments);
        accelerator.Synchronize();
        float[] actual = new float[expected.Length];
        arguments.Results.CopyToCPU(actual);
        for (int i = 0; i < expected.Length; i++)
            if (!(float.IsNaN(expected[i]) && float.IsNaN(actual[i])))
                Assert.True(BitConverter.SingleToUInt32Bits(expected[i]) == BitConverter.SingleToUInt32Bits(actual[i]), $"operation {i % Operations} of {x[i / Operations]:R}, {y[i / Operations]:R}: {actual[i]:R} for {expected[i]:R}");
    }
}
