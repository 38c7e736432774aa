using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.Runtime.Cuda;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Gpu;

/// <summary>What NVIDIA's driver would be given, without a driver.</summary>
public static class KernelListing
{
    /// <summary>The kernels that a backend launches, as PTX for compute capability 9.0, by name.</summary>
    public static IReadOnlyDictionary<string, string> Ptx(IEnvironment environment, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(policy);
        environment = DeviceBackend.OnDevice(environment);
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        Rounded.Register(context);
        using PTXBackend backend = new(context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_88, null!);
        Dictionary<string, string> listing = [];
        void Add(string name, Type type, string method, params Type[] arguments)
        {
            MethodInfo kernel = type.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!;
            if (arguments.Length > 0) kernel = kernel.MakeGenericMethod(arguments);
            listing.TryAdd(name, ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).PTXAssembly);
        }
        Add("episode", typeof(EpisodeThread), nameof(EpisodeThread.RunAlone), environment.GetType(), policy.Kernel.GetType(), typeof(Stride32));
        if (policy.Kernel.Parts > 1) Add("episode of teams", typeof(EpisodeThread), nameof(EpisodeThread.RunTeam), environment.GetType(), policy.Kernel.GetType(), typeof(Stride2));
        Add("sample", typeof(DecodeKernels), nameof(DecodeKernels.Sample));
        Add("repeat", typeof(DecodeKernels), nameof(DecodeKernels.Repeat));
        Add("clear", typeof(DecodeKernels), nameof(DecodeKernels.Clear));
        foreach (ParameterSlice slice in policy.Layout.Slices)
            if (slice is { Trained: true, Decoder: { } decoder }) Add($"decode {decoder.Kernel.GetType().Name}", typeof(DecodeKernels), nameof(DecodeKernels.DecodeGroup), decoder.Kernel.GetType());
            else if (slice.Trained) Add($"decode {slice.Transform.Name}, {slice.Coefficient.Kernel.Name}", typeof(DecodeKernels), nameof(DecodeKernels.Decode), slice.Transform.Kernel, slice.Coefficient.Kernel);
        return listing;
    }
}
