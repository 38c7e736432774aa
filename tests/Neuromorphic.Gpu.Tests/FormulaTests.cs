using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Gpu.Tests;

/// <summary>Numbers of a launch: a unit's input, its parameters [parameter][unit], its result.</summary>
public struct FormulaArguments
{
    public ArrayView<float> X, Parameters, Results;
    public int Count;
}

/// <summary>A thread for each unit.</summary>
public static class FormulaKernel
{
    public static void Run<TFunction>(FormulaArguments arguments) where TFunction : struct, IUnitFunction
    {
        int i = Grid.GlobalIndex.X;
        if (i < arguments.Count) arguments.Results[i] = TFunction.Of<DeviceReal, SharedDeviceBuffer>(new(arguments.X[i]), new(arguments.Parameters), i, arguments.Count).Value;
    }
}

/// <summary>Formulas as kernels of a device.</summary>
public class FormulaTests(OpenClDevice opencl) : IClassFixture<OpenClDevice>
{
    static readonly string[] Functions = [.. Operators.All.Where(entry => entry.Arity == 1).Select(entry => $"{entry.Name}(x)")];
    static readonly string[] Formulas = ["mul(log_sigmoid(P0(x)),arcsinh(x))", "P1*sin(P0*x)^3 - x/(1 + P1^2)", "max(swish(x), P0*log_sigmoid(relu(x)))", "safe_div(x, P0)^P1"];

    [Fact]
    public void Compiled_for_NVIDIA_they_compute_what_the_source_says()
    {
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        Rounded.Register(context);
        using PTXBackend backend = new(context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_88, null!);
        foreach (string formula in (string[])[.. Functions, .. Formulas])
        {
            EntryPointDescription kernel = EntryPointDescription.FromExplicitlyGroupedKernel(Kernel(formula));
            PtxTests.AssertExact(formula, ((PTXCompiledKernel)backend.Compile(kernel, default)).PTXAssembly);
        }
    }

    [Fact]
    public void On_OpenCL_they_give_the_bits_of_the_processor()
    {
        Assert.SkipWhen(opencl.Device == null, "There is no OpenCL device.");
        const int Count = 500;
        float[] x = [.. Enumerable.Range(0, Count).Select(i => (i - 250) / 16f)], parameters = [.. Enumerable.Range(0, 2 * Count).Select(i => 3 * MathF.Sin(i))];
        Accelerator accelerator = opencl.Device.Accelerator;
        using DeviceMemory xs = new(accelerator), ps = new(accelerator), there = new(accelerator);
        FormulaArguments arguments = new() { X = xs.Upload(x), Parameters = ps.Upload(parameters), Results = there.View(Count), Count = Count };
        // A compiler takes a second for each, so several functions go into one.
        foreach (string text in (string[])[.. Functions.Chunk(7).Select(chunk => string.Join(" + ", chunk)), .. Formulas])
        {
            Expression formula = Expression.Parse(text);
            ((ILaunch)Activator.CreateInstance(typeof(Launch<>).MakeGenericType(formula.UnitFunction()))!).Run(accelerator, arguments);
            float[] actual = new float[Count];
            arguments.Results.CopyToCPU(actual);
            Scalar[] expected = new Scalar[Count];
            formula.Kernel().Value<Scalar>(Array.ConvertAll(x, number => (Scalar)number), Array.ConvertAll(parameters, number => (Scalar)number), expected);
            for (int i = 0; i < Count; i++)
                if (!(float.IsNaN(expected[i].Value) && float.IsNaN(actual[i])))
                    Assert.True(BitConverter.SingleToUInt32Bits(expected[i].Value) == BitConverter.SingleToUInt32Bits(actual[i]), $"{text} of {x[i]:R}: {actual[i]:R} for {expected[i].Value:R}");
        }
    }

    interface ILaunch
    {
        void Run(Accelerator accelerator, FormulaArguments arguments);
    }

    sealed class Launch<TFunction> : ILaunch where TFunction : struct, IUnitFunction
    {
        public void Run(Accelerator accelerator, FormulaArguments arguments)
        {
            accelerator.LoadStreamKernel<FormulaArguments>(FormulaKernel.Run<TFunction>)(DeviceBackend.Threads(arguments.Count), arguments);
            accelerator.Synchronize();
        }
    }

    static MethodInfo Kernel(string formula) => typeof(FormulaKernel).GetMethod(nameof(FormulaKernel.Run))!.MakeGenericMethod(Expression.Parse(formula).UnitFunction());
}
