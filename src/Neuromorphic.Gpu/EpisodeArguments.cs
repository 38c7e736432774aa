using ILGPU;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Gpu;

/// <summary>What a kernel of whole episodes is given. Numbers of individuals lie [item][individual].</summary>
struct EpisodeArguments<TEnvironment, TPolicy>
    where TEnvironment : struct, IEnvironment where TPolicy : struct, IPolicyKernel
{
    public EpisodeKernel<TEnvironment, TPolicy> Kernel;
    public EpisodeRandom<DeviceReal> Random;
    public ArrayView<float> PerMember, Shared, PolicyState, State, Observation, Action, Scaling, Sums;
    /// <summary>[4][individual]: return, its rounding error, steps, whether it failed.</summary>
    public ArrayView<float> Results;
    public int Individuals, StepLimit;
    public Flag Scale, Collect;
    /// <summary>Whether every individual meets random numbers of its own.</summary>
    public Flag Independent;

    readonly DeviceBuffer Of(ArrayView<float> view, int individual) => new(view, individual, Individuals);

    public readonly EpisodeMemory<DeviceReal, DeviceBuffer, SharedDeviceBuffer> Memory(int individual) => new(
        new(Of(PerMember, individual), new(Shared)), Of(PolicyState, individual), Of(State, individual), Of(Observation, individual), Of(Action, individual),
        new(Scaling), Of(Sums, individual));
}

/// <summary>One thread, one individual, one episode.</summary>
static class EpisodeThread
{
    public static void Run<TEnvironment, TPolicy>(EpisodeArguments<TEnvironment, TPolicy> arguments)
        where TEnvironment : struct, IEnvironment where TPolicy : struct, IPolicyKernel
    {
        int individual = Grid.GlobalIndex.X;
        if (individual >= arguments.Individuals) return;
        EpisodeRandom<DeviceReal> random = arguments.Random.Of(arguments.Independent ? (uint)individual : 0u);
        arguments.Kernel.Run(arguments.Memory(individual), random, arguments.StepLimit, arguments.Scale, arguments.Collect,
            out CompensatedSum<DeviceReal> rewards, out DeviceReal length, out DeviceReal failed);
        DeviceBuffer results = new(arguments.Results, individual, arguments.Individuals);
        rewards.Store(results, 0);
        results[2] = length;
        results[3] = DeviceReal.Select(failed, 1f, 0f);
    }
}
