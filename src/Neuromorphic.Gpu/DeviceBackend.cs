using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Gpu;

/// <summary>Simulates members on a device: noise, parameters and whole episodes are made there, and only what a generation is worth comes back.</summary>
public abstract class DeviceBackend : IFitnessBackend, IDisposable
{
    /// <summary>The backend for an environment and its policy.</summary>
    /// <param name="device">The device; it must outlive the backend.</param>
    /// <param name="environment">An environment.</param>
    /// <param name="policy">Its policy.</param>
    /// <exception cref="DeviceException">The device's compiler refuses the kernels.</exception>
    public static DeviceBackend Create(DeviceAccelerator device, IEnvironment environment, Policy policy) => Create(device, environment, policy, null);

    /// <summary>With a shape that every launch is to have.</summary>
    internal static DeviceBackend Create(DeviceAccelerator device, IEnvironment environment, Policy policy, TeamShape? shape)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(policy);
        if (environment is GymLane) throw new DeviceException($"{device.Name} cannot run {environment.Spec.Name}, which is written against the single face (GymEnvironment); allowed: environments that are lane kernels (IEnvironment), or no --device.");
        environment = OnDevice(environment);
        Type type = typeof(DeviceBackend<,>).MakeGenericType(environment.GetType(), policy.Kernel.GetType());
        return Compiled(device, environment.Spec, policy, () =>
            (DeviceBackend)Activator.CreateInstance(type, BindingFlags.DoNotWrapExceptions, null, [device, environment, policy, shape], CultureInfo.InvariantCulture)!);
    }

    /// <summary>What compiles kernels; a compiler's refusal says of what.</summary>
    private protected static T Compiled<T>(DeviceAccelerator device, EnvironmentSpec environment, Policy policy, Func<T> compile)
    {
        try
        {
            return compile();
        }
        catch (TypeLoadException e)
        {
            throw new DeviceException($"{device.Name} cannot run {environment.Name} with the policy {policy.Name}: types that are not public are closed to its compiler; make them public, or add [assembly: InternalsVisibleTo(\"{Context.RuntimeAssemblyName}\")] to the program ({e.Message})", e);
        }
        catch (Exception e) when (e is AcceleratorException or InternalCompilerException or NotSupportedException)
        {
            throw new DeviceException($"{device.Name} cannot run {environment.Name} with the policy {policy.Name}: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>The form in which a device can run an environment.</summary>
    internal static IEnvironment OnDevice(IEnvironment environment) => environment is IHostEnvironment host ? host.DeviceForm : environment;

    /// <summary>Time from launches of episodes until their results were here.</summary>
    internal TimeSpan Simulating { get; set; }

    /// <inheritdoc/>
    public abstract RolloutResult Evaluate(RolloutRequest request, bool collect);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the device's memory.</summary>
    protected abstract void Dispose(bool disposing);

    internal static KernelConfig Threads(long count, int groupSize = DeviceAccelerator.GroupSize) => new(checked((int)((count + groupSize - 1) / groupSize)), groupSize);
}

sealed class DeviceBackend<TEnvironment, TPolicy> : DeviceBackend where TEnvironment : struct, IEnvironment where TPolicy : struct, IPolicyKernel
{
    const int ResultSize = EpisodeArguments<TEnvironment, TPolicy>.ResultSize;

    readonly DeviceAccelerator device;
    readonly EpisodeKernel<TEnvironment, TPolicy> kernel;
    readonly EnvironmentSpec spec;
    readonly Policy policy;
    readonly ParameterLayout layout;
    readonly EpisodeSizes sizes;
    readonly float[] scaling, shared, frozen;
    readonly DeviceMemory sharedMemory, frozenMemory, scalingMemory, meanMemory, deviationMemory, searchMemory, perMember, individuals, results;
    readonly TeamShape? shape;
    readonly int parts;
    readonly Dictionary<(int Sharing, bool Alone), Action<KernelConfig, EpisodeArguments<TEnvironment, TPolicy>>> kernels = [];
    readonly Action<KernelConfig, CandidateArguments> sample;
    readonly Action<KernelConfig, ArrayView<float>, SliceArguments> repeat;
    readonly Action<KernelConfig, ArrayView<float>> clear;
    readonly (ParameterSlice Slice, SliceDecoder Decoder)[] trained;
    readonly ParameterSlice[] fixedSlices;
    readonly LastVector decoded = new();
    Blocks decodedBlocks;

    public DeviceBackend(DeviceAccelerator device, IEnvironment environment, Policy policy, TeamShape? shape)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TEnvironment>()) throw new NotSupportedException("its environment holds objects, which a device cannot reach.");
        this.device = device;
        this.shape = shape;
        parts = device.IsProcessor ? 1 : policy.Kernel.Parts;
        layout = policy.Layout;
        this.policy = policy;
        spec = environment.Spec;
        int observations = spec.ObservationSpace.Size, actions = spec.ActionSpace.Size;
        sizes = new()
        {
            PerMember = layout.PerMemberCount,
            PolicyState = policy.Kernel.StateSize,
            State = spec.StateSize,
            Observation = observations,
            Action = actions,
            Sums = 4 * observations + 1,
        };
        kernel = new((TEnvironment)environment, AgentKernel<TPolicy>.Of(policy, spec.ObservationSpace, spec.ActionSpace));
        scaling = new float[ScalingRow.Length(observations, actions)];
        ScalingRow.WriteActions(scaling, observations, spec.ActionSpace);
        shared = new float[layout.SharedCount];
        frozen = new float[layout.PerMemberCount];
        Accelerator accelerator = device.Accelerator;
        (sharedMemory, frozenMemory, scalingMemory) = (new(accelerator), new(accelerator), new(accelerator));
        (meanMemory, deviationMemory, searchMemory) = (new(accelerator), new(accelerator), new(accelerator));
        (perMember, individuals, results) = (new(accelerator), new(accelerator), new(accelerator));
        sample = accelerator.LoadStreamKernel<CandidateArguments>(DecodeKernels.Sample);
        repeat = accelerator.LoadStreamKernel<ArrayView<float>, SliceArguments>(DecodeKernels.Repeat);
        clear = accelerator.LoadStreamKernel<ArrayView<float>>(DecodeKernels.Clear);
        trained = [.. layout.Slices.Index().Where(slice => slice.Item.Trained).Select(slice => (slice.Item, SliceDecoder.Create(accelerator, slice.Item, slice.Index)))];
        fixedSlices = [.. layout.Slices.Where(slice => slice.PerMember && !slice.Trained)];
    }

    /// <summary>Numbers that an individual has on the device.</summary>
    int NumbersEach => layout.TrainedCount + sizes.PerMember + sizes.Written + ResultSize;

    public override RolloutResult Evaluate(RolloutRequest request, bool collect)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check(layout, sizes.Observation);
        int count = request.Candidates.Count;
        TeamShape shape = this.shape ?? TeamShape.For(count, device.Accelerator.NumMultiprocessors, parts);
        Blocks blocks = new(count, shape.Sharing);
        CheckMemory(blocks);
        Decode(request, blocks);
        EpisodeArguments<TEnvironment, TPolicy> arguments = Arguments(request, blocks, collect);
        RolloutResult result = new(count, sizes.Observation, collect);
        float[] returned = new float[ResultSize * count];
        if (collect) clear(Threads(arguments.Sums.Length), arguments.Sums);
        var run = Kernel(shape.Sharing, shape.Ranks == 1);
        for (int k = 0; k < request.Episodes; k++)
        {
            arguments.Random = request.Random<DeviceReal>(0, (uint)k);
            long started = Stopwatch.GetTimestamp();
            Launch(run, arguments, shape);
            arguments.Results.CopyToCPU(returned);
            Simulating += Stopwatch.GetElapsedTime(started);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> own = returned.AsSpan(ResultSize * i, ResultSize);
                result.Fitness[i] += own[3] != 0 ? double.NaN : ((double)own[0] - own[1]) / request.Episodes;
                result.Steps[i] += (long)own[2];
                result.Unconverged[i] += (long)own[4];
            }
        }
        if (result.Observations is { } observed) Collect(arguments.Sums, blocks, observed);
        result.FailUnsound(request);
        return result;
    }

    /// <summary>An episode of every individual.</summary>
    static void Launch(Action<KernelConfig, EpisodeArguments<TEnvironment, TPolicy>> run, EpisodeArguments<TEnvironment, TPolicy> arguments, TeamShape shape)
    {
        int count = arguments.Individuals.Count;
        if (shape.Ranks == 1)
        {
            run(Threads(count, shape.Sharing), arguments);
            return;
        }
        // Groups that are full, then those who are left one by one: all threads of a group must meet its barriers.
        int full = count / shape.Sharing, left = count % shape.Sharing;
        arguments.Sharing = shape.Sharing;
        if (full > 0) run(new(full, shape.Sharing * shape.Ranks), arguments);
        arguments.First = full * shape.Sharing;
        arguments.Sharing = 1;
        if (left > 0) run(new(left, shape.Ranks), arguments);
    }

    /// <summary>The kernel for blocks of a size, compiled when it is first needed.</summary>
    Action<KernelConfig, EpisodeArguments<TEnvironment, TPolicy>> Kernel(int sharing, bool alone)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(kernels, (sharing, alone), out _);
        return known ??= Compiled(device, spec, policy, () => sharing switch
        {
            1 => Load<Stride1>(alone),
            2 => Load<Stride2>(alone),
            4 => Load<Stride4>(alone),
            8 => Load<Stride8>(alone),
            16 => Load<Stride16>(alone),
            _ => Load<Stride32>(alone),
        });
    }

    Action<KernelConfig, EpisodeArguments<TEnvironment, TPolicy>> Load<TStride>(bool alone) where TStride : struct, IStride =>
        device.Accelerator.LoadStreamKernel<EpisodeArguments<TEnvironment, TPolicy>>(
            alone ? EpisodeThread.RunAlone<TEnvironment, TPolicy, TStride> : EpisodeThread.RunTeam<TEnvironment, TPolicy, TStride>);

    /// <summary>Makes the members' parameters.</summary>
    void Decode(RolloutRequest request, Blocks blocks)
    {
        if (decoded.Take(request.Vector) | !decodedBlocks.Equals(blocks)) DecodeFixed(request.Vector, blocks);
        SliceArguments search = Search(request.Candidates, blocks);
        foreach ((ParameterSlice slice, SliceDecoder decoder) in trained)
            decoder.Run(search with { First = slice.SearchOffset, Count = slice.SearchCount }, Values(slice, blocks), request.Draws);
    }

    /// <summary>The numbers of a slice that policies read.</summary>
    SliceArguments Values(ParameterSlice slice, Blocks blocks) =>
        new() { Individuals = blocks, First = slice.BufferOffset, Count = slice.ValueCount, Items = sizes.PerMember, Values = perMember.View((long)sizes.PerMember * blocks.Padded) };

    /// <summary>What all members share, and what each has a copy of because its neighbours are trained.</summary>
    unsafe void DecodeFixed(float[] vector, Blocks blocks)
    {
        fixed (float* start = shared) ParameterDecoder.DecodeShared(layout, vector, start);
        fixed (float* start = frozen) ParameterDecoder.DecodeFrozen(layout, vector, (Scalar*)start);
        sharedMemory.Upload(shared);
        ArrayView<float> one = frozenMemory.Upload(frozen);
        foreach (ParameterSlice slice in fixedSlices) Repeat(one.SubView(slice.BufferOffset, slice.ValueCount), Values(slice, blocks));
        decodedBlocks = blocks;
    }

    void Repeat(ArrayView<float> items, SliceArguments values) => repeat(Threads(values.Threads), items, values);

    /// <summary>The search vectors: made on the device where they are a scaled normal vector or all the same, else sent.</summary>
    unsafe SliceArguments Search(Candidates candidates, Blocks blocks)
    {
        int items = layout.TrainedCount;
        SliceArguments search = new() { Individuals = blocks, Count = items, Items = items, Values = searchMemory.View((long)items * blocks.Padded) };
        if (items == 0) return search;
        float[] row = new float[items];
        switch (candidates)
        {
            case GaussianCandidates gaussian:
                sample(Threads((items + 3L) / 4 * blocks.Padded), new()
                {
                    Mean = meanMemory.Upload(gaussian.Mean),
                    Deviation = deviationMemory.Upload(gaussian.Deviation),
                    Search = search,
                    KeyLow = gaussian.Key.Low,
                    KeyHigh = gaussian.Key.High,
                    Generation = (uint)gaussian.Generation,
                    Antithetic = gaussian.ArePaired,
                });
                break;
            case RepeatedCandidate:
                fixed (float* start = row) candidates.Sample(0, (Scalar*)start);
                Repeat(meanMemory.Upload(row), search);
                break;
            default:
                float[] numbers = new float[items * blocks.Padded];
                for (int member = 0; member < blocks.Count; member++)
                {
                    fixed (float* start = row) candidates.Sample(member, (Scalar*)start);
                    for (int item = 0; item < items; item++) numbers[blocks.Index(member, item, items)] = row[item];
                }
                searchMemory.Upload(numbers);
                break;
        }
        return search;
    }

    EpisodeArguments<TEnvironment, TPolicy> Arguments(RolloutRequest request, Blocks blocks, bool collect)
    {
        ScalingRow.WriteObservations(scaling, sizes.Observation, request.Scaling);
        ArrayView<float> all = individuals.View((long)sizes.Written * blocks.Padded);
        long next = 0;
        ArrayView<float> Take(int numbers)
        {
            long length = (long)numbers * blocks.Padded;
            ArrayView<float> view = all.SubView(next, Math.Max(1, length));
            next += length;
            return view;
        }
        return new()
        {
            Kernel = kernel,
            Individuals = blocks,
            Sizes = sizes,
            PerMember = perMember.View((long)sizes.PerMember * blocks.Padded),
            Shared = sharedMemory.View(shared.Length),
            PolicyState = Take(sizes.PolicyState),
            State = Take(sizes.State),
            Observation = Take(sizes.Observation),
            Action = Take(sizes.Action),
            Sums = Take(sizes.Sums),
            Scaling = scalingMemory.Upload(scaling),
            Results = results.View((long)ResultSize * blocks.Count),
            StepLimit = request.StepLimit,
            Scale = request.Scaling != null,
            Collect = collect,
            Independent = request.Randomness == EpisodeRandomness.Independent,
        };
    }

    void Collect(ArrayView<float> view, Blocks blocks, ObservationSums observed)
    {
        float[] numbers = new float[view.Length];
        view.CopyToCPU(numbers);
        float Item(int individual, int item) => numbers[blocks.Index(individual, item, sizes.Sums)];
        int observations = sizes.Observation;
        for (int individual = 0; individual < blocks.Count; individual++)
        {
            observed.Count[individual] = Item(individual, 4 * observations);
            for (int i = 0; i < observations; i++)
            {
                observed.Sum[individual * observations + i] = (double)Item(individual, 4 * i) - Item(individual, 4 * i + 1);
                observed.Square[individual * observations + i] = (double)Item(individual, 4 * i + 2) - Item(individual, 4 * i + 3);
            }
        }
    }

    void CheckMemory(Blocks blocks)
    {
        int longest = new[] { layout.TrainedCount, sizes.PerMember, sizes.PolicyState, sizes.State, sizes.Sums }.Max();
        if ((long)longest * blocks.Padded > int.MaxValue)
            throw new DeviceException($"{blocks.Count} individuals with {longest} numbers each pass the index of a buffer; allowed are {int.MaxValue / longest} individuals.");
        long each = 4L * NumbersEach, needed = each * blocks.Padded, present = device.Accelerator.MemorySize;
        if (needed <= present) return;
        throw new DeviceException(string.Create(CultureInfo.InvariantCulture,
            $"{blocks.Count} individuals need {needed / 1e9:F1} GB on {device.Name}, which has {present / 1e9:F1} GB; {present / each} would fit."));
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (DeviceMemory memory in (DeviceMemory[])[sharedMemory, frozenMemory, scalingMemory, meanMemory, deviationMemory, searchMemory, perMember, individuals, results]) memory.Dispose();
    }
}
