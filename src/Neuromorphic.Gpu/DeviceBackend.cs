using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
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
    public static DeviceBackend Create(DeviceAccelerator device, IEnvironment environment, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(policy);
        environment = OnDevice(environment);
        Type type = typeof(DeviceBackend<,>).MakeGenericType(environment.GetType(), policy.Kernel.GetType());
        try
        {
            return (DeviceBackend)Activator.CreateInstance(type, BindingFlags.DoNotWrapExceptions, null, [device, environment, policy], CultureInfo.InvariantCulture)!;
        }
        catch (Exception e) when (e is AcceleratorException or InternalCompilerException or NotSupportedException)
        {
            throw new DeviceException($"{device.Name} cannot run {environment.Spec.Name} with the policy {policy.Name}: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>The form in which a device can run an environment.</summary>
    internal static IEnvironment OnDevice(IEnvironment environment) => environment is IHostEnvironment host ? host.DeviceForm : environment;

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

    internal static KernelConfig Threads(long count) => new(checked((int)((count + DeviceAccelerator.GroupSize - 1) / DeviceAccelerator.GroupSize)), DeviceAccelerator.GroupSize);
}

sealed class DeviceBackend<TEnvironment, TPolicy> : DeviceBackend where TEnvironment : struct, IEnvironment where TPolicy : struct, IPolicyKernel
{
    readonly DeviceAccelerator device;
    readonly EpisodeKernel<TEnvironment, TPolicy> kernel;
    readonly ParameterLayout layout;
    readonly int policyState, environmentState, observations, actions, sums;
    readonly float[] scaling, shared, frozen;
    readonly DeviceMemory sharedMemory, frozenMemory, scalingMemory, meanMemory, deviationMemory, searchMemory, perMember, individuals, results;
    readonly Action<KernelConfig, EpisodeArguments<TEnvironment, TPolicy>> episode;
    readonly Action<KernelConfig, CandidateArguments> sample;
    readonly Action<KernelConfig, ArrayView<float>, ArrayView<float>, int> repeat;
    readonly Action<KernelConfig, ArrayView<float>> clear;
    readonly (ParameterSlice Slice, SliceDecoder Decoder)[] trained;
    readonly ParameterSlice[] fixedSlices;
    float[]? decoded;
    int decodedCount;

    public DeviceBackend(DeviceAccelerator device, IEnvironment environment, Policy policy)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TEnvironment>()) throw new NotSupportedException("its environment holds objects, which a device cannot reach.");
        this.device = device;
        layout = policy.Layout;
        EnvironmentSpec spec = environment.Spec;
        policyState = policy.Kernel.StateSize;
        environmentState = spec.StateSize;
        observations = spec.ObservationSpace.Size;
        actions = spec.ActionSpace.Size;
        sums = 4 * observations + 1;
        kernel = new((TEnvironment)environment, AgentKernel<TPolicy>.Of(policy, spec.ObservationSpace, spec.ActionSpace));
        scaling = new float[ScalingRow.Length(observations, actions)];
        ScalingRow.WriteActions(scaling, observations, spec.ActionSpace);
        shared = new float[layout.SharedCount];
        frozen = new float[layout.PerMemberCount];
        Accelerator accelerator = device.Accelerator;
        (sharedMemory, frozenMemory, scalingMemory) = (new(accelerator), new(accelerator), new(accelerator));
        (meanMemory, deviationMemory, searchMemory) = (new(accelerator), new(accelerator), new(accelerator));
        (perMember, individuals, results) = (new(accelerator), new(accelerator), new(accelerator));
        episode = accelerator.LoadStreamKernel<EpisodeArguments<TEnvironment, TPolicy>>(EpisodeThread.Run);
        sample = accelerator.LoadStreamKernel<CandidateArguments>(DecodeKernels.Sample);
        repeat = accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, int>(DecodeKernels.Repeat);
        clear = accelerator.LoadStreamKernel<ArrayView<float>>(DecodeKernels.Clear);
        trained = [.. layout.Slices.Where(slice => slice.Trained).Select(slice => (slice, SliceDecoder.Create(accelerator, slice)))];
        fixedSlices = [.. layout.Slices.Where(slice => slice.PerMember && !slice.Trained)];
    }

    /// <summary>Numbers that an individual has on the device.</summary>
    int NumbersEach => layout.TrainedCount + layout.PerMemberCount + policyState + environmentState + observations + actions + sums + 4;

    public override RolloutResult Evaluate(RolloutRequest request, bool collect)
    {
        ArgumentNullException.ThrowIfNull(request);
        int count = request.Candidates.Count;
        CheckMemory(count);
        Decode(request, count);
        EpisodeArguments<TEnvironment, TPolicy> arguments = Arguments(request, count, collect);
        RolloutResult result = new(count, observations, collect);
        float[] returned = new float[4 * count];
        if (collect) clear(Threads(arguments.Sums.Length), arguments.Sums);
        for (int k = 0; k < request.Episodes; k++)
        {
            arguments.Random = request.Random<DeviceReal>(0, (uint)k);
            episode(Threads(count), arguments);
            arguments.Results.CopyToCPU(returned);
            for (int i = 0; i < count; i++)
            {
                result.Fitness[i] += returned[3 * count + i] != 0 ? double.NaN : Sum(returned, 0, i, count) / request.Episodes;
                result.Steps[i] += (long)returned[2 * count + i];
            }
        }
        if (result.Observations is { } observed) Collect(arguments.Sums, count, observed);
        return result;
    }

    /// <summary>Makes the members' parameters.</summary>
    void Decode(RolloutRequest request, int count)
    {
        if (!ReferenceEquals(decoded, request.Vector) || decodedCount != count) DecodeFixed(request.Vector, count);
        ArrayView<float> search = Search(request.Candidates, count), values = perMember.View((long)layout.PerMemberCount * count);
        foreach ((ParameterSlice slice, SliceDecoder decoder) in trained)
            decoder.Run(search.SubView((long)slice.SearchOffset * count, (long)slice.Count * count), values.SubView((long)slice.BufferOffset * count, (long)slice.Count * count));
    }

    /// <summary>What all members share, and what each has a copy of because its neighbours are trained.</summary>
    unsafe void DecodeFixed(float[] vector, int count)
    {
        fixed (float* start = shared) ParameterDecoder.DecodeShared(layout, vector, start);
        fixed (float* start = frozen) ParameterDecoder.DecodeFrozen(layout, vector, (Scalar*)start);
        sharedMemory.Upload(shared);
        ArrayView<float> one = frozenMemory.Upload(frozen), values = perMember.View((long)layout.PerMemberCount * count);
        foreach (ParameterSlice slice in fixedSlices)
            repeat(Threads((long)slice.Count * count), one.SubView(slice.BufferOffset, slice.Count), values.SubView((long)slice.BufferOffset * count, (long)slice.Count * count), count);
        (decoded, decodedCount) = (vector, count);
    }

    /// <summary>The search vectors [item][individual]: made on the device where they are a scaled normal vector, else sent.</summary>
    unsafe ArrayView<float> Search(Candidates candidates, int count)
    {
        if (candidates is GaussianCandidates gaussian)
        {
            ArrayView<float> search = searchMemory.View((long)layout.TrainedCount * count);
            sample(Threads((layout.TrainedCount + 3L) / 4 * count), new()
            {
                Mean = meanMemory.Upload(gaussian.Mean),
                Deviation = deviationMemory.Upload(gaussian.Deviation),
                Search = search,
                Individuals = count,
                KeyLow = gaussian.Key.Low,
                KeyHigh = gaussian.Key.High,
                Generation = (uint)gaussian.Generation,
                Antithetic = gaussian.Antithetic,
            });
            return search;
        }
        float[] numbers = new float[layout.TrainedCount * count], row = new float[layout.TrainedCount];
        for (int member = 0; member < count; member++)
        {
            fixed (float* start = row) candidates.Sample(member, (Scalar*)start);
            for (int item = 0; item < row.Length; item++) numbers[item * count + member] = row[item];
        }
        return searchMemory.Upload(numbers);
    }

    EpisodeArguments<TEnvironment, TPolicy> Arguments(RolloutRequest request, int count, bool collect)
    {
        ScalingRow.WriteObservations(scaling, observations, request.Scaling);
        ArrayView<float> all = individuals.View((long)(policyState + environmentState + observations + actions + sums) * count);
        long next = 0;
        ArrayView<float> Take(int numbers)
        {
            ArrayView<float> view = all.SubView(next, Math.Max(1, (long)numbers * count));
            next += (long)numbers * count;
            return view;
        }
        return new()
        {
            Kernel = kernel,
            PerMember = perMember.View((long)layout.PerMemberCount * count),
            Shared = sharedMemory.View(shared.Length),
            PolicyState = Take(policyState),
            State = Take(environmentState),
            Observation = Take(observations),
            Action = Take(actions),
            Sums = Take(sums),
            Scaling = scalingMemory.Upload(scaling),
            Results = results.View(4L * count),
            Individuals = count,
            StepLimit = request.StepLimit,
            Scale = request.Scaling != null,
            Collect = collect,
            Independent = request.Randomness == EpisodeRandomness.Independent,
        };
    }

    void Collect(ArrayView<float> view, int count, ObservationSums observed)
    {
        float[] numbers = new float[sums * count];
        view.CopyToCPU(numbers);
        for (int individual = 0; individual < count; individual++)
        {
            observed.Count[individual] = numbers[4 * observations * count + individual];
            for (int i = 0; i < observations; i++)
            {
                observed.Sum[individual * observations + i] = Sum(numbers, 4 * i, individual, count);
                observed.Square[individual * observations + i] = Sum(numbers, 4 * i + 2, individual, count);
            }
        }
    }

    /// <summary>The compensated sum that the items item and item + 1 of an individual are.</summary>
    static double Sum(float[] numbers, int item, int individual, int count) => (double)numbers[item * count + individual] - numbers[(item + 1) * count + individual];

    void CheckMemory(int count)
    {
        int longest = new[] { layout.TrainedCount, layout.PerMemberCount, policyState, environmentState, sums }.Max();
        if ((long)longest * count > int.MaxValue)
            throw new DeviceException($"{count} individuals with {longest} numbers each pass the index of a buffer; allowed are {int.MaxValue / longest} individuals.");
        long each = 4L * NumbersEach, needed = each * count, present = device.Accelerator.MemorySize;
        if (needed <= present) return;
        throw new DeviceException(string.Create(CultureInfo.InvariantCulture,
            $"{count} individuals need {needed / 1e9:F1} GB on {device.Name}, which has {present / 1e9:F1} GB; {present / each} would fit."));
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (DeviceMemory memory in (DeviceMemory[])[sharedMemory, frozenMemory, scalingMemory, meanMemory, deviationMemory, searchMemory, perMember, individuals, results]) memory.Dispose();
    }
}
