using ILGPU;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Gpu;

/// <summary>What a kernel of whole episodes is given.</summary>
struct EpisodeArguments<TEnvironment, TPolicy>
    where TEnvironment : struct, IEnvironment where TPolicy : struct, IPolicyKernel
{
    /// <summary>Numbers of an individual's result.</summary>
    public const int ResultSize = 5;

    public EpisodeKernel<TEnvironment, TPolicy> Kernel;
    public EpisodeRandom<DeviceReal> Random;
    public Blocks Individuals;
    public EpisodeSizes Sizes;
    public ArrayView<float> PerMember, Shared, PolicyState, State, Observation, Action, Scaling, Sums;
    /// <summary>[individual][<see cref="ResultSize"/>]: return, its rounding error, steps, whether it failed, what was not solved to the end.</summary>
    public ArrayView<float> Results;
    /// <summary>The first individual that is simulated, and how many share a group of threads.</summary>
    public int First, Sharing;
    public int StepLimit;
    public Flag Scale, Collect;
    /// <summary>Whether every individual meets random numbers of its own.</summary>
    public Flag Independent;

    public readonly EpisodeMemory<DeviceReal, DeviceBuffer<TStride>, SharedDeviceBuffer> Memory<TStride>(int individual) where TStride : struct, IStride => new(
        new(Individuals.Of<TStride>(PerMember, individual, Sizes.PerMember), new(Shared)),
        Individuals.Of<TStride>(PolicyState, individual, Sizes.PolicyState), Individuals.Of<TStride>(State, individual, Sizes.State),
        Individuals.Of<TStride>(Observation, individual, Sizes.Observation), Individuals.Of<TStride>(Action, individual, Sizes.Action),
        new(Scaling), Individuals.Of<TStride>(Sums, individual, Sizes.Sums));
}

/// <summary>Numbers that an individual has, by what they are for.</summary>
struct EpisodeSizes
{
    public int PerMember, PolicyState, State, Observation, Action, Sums;

    /// <summary>Those that an episode writes.</summary>
    public readonly int Written => PolicyState + State + Observation + Action + Sums;
}

/// <summary>One launch, one episode of every individual.</summary>
static class EpisodeThread
{
    /// <summary>A thread for each individual.</summary>
    public static void RunAlone<TEnvironment, TPolicy, TStride>(EpisodeArguments<TEnvironment, TPolicy> arguments)
        where TEnvironment : struct, IEnvironment where TPolicy : struct, IPolicyKernel where TStride : struct, IStride
    {
        int individual = Grid.GlobalIndex.X;
        if (individual < arguments.Individuals.Count) Run<TEnvironment, TPolicy, TStride, Alone>(arguments, individual, default);
    }

    /// <summary>A group of threads for a few individuals: neighbouring threads are the same rank of neighbouring individuals.</summary>
    public static void RunTeam<TEnvironment, TPolicy, TStride>(EpisodeArguments<TEnvironment, TPolicy> arguments)
        where TEnvironment : struct, IEnvironment where TPolicy : struct, IPolicyKernel where TStride : struct, IStride
    {
        int individual = arguments.First + Grid.IdxX * arguments.Sharing + Group.IdxX % arguments.Sharing;
        Run<TEnvironment, TPolicy, TStride, DeviceTeam>(arguments, individual, new(arguments.Sharing));
    }

    static void Run<TEnvironment, TPolicy, TStride, TTeam>(EpisodeArguments<TEnvironment, TPolicy> arguments, int individual, TTeam team)
        where TEnvironment : struct, IEnvironment where TPolicy : struct, IPolicyKernel where TStride : struct, IStride where TTeam : struct, ITeam
    {
        EpisodeRandom<DeviceReal> random = arguments.Random.Of(arguments.Independent ? (uint)individual : 0u);
        arguments.Kernel.Run(arguments.Memory<TStride>(individual), random, arguments.StepLimit, arguments.Scale, arguments.Collect, team, out EpisodeResult<DeviceReal> result);
        if (team.Rank > 0) return;
        SharedDeviceBuffer results = new(arguments.Results.SubView(EpisodeArguments<TEnvironment, TPolicy>.ResultSize * individual));
        result.Rewards.Store(results, 0);
        results[2] = result.Length;
        results[3] = DeviceReal.Select(result.Failed, 1f, 0f);
        results[4] = result.Unconverged;
    }
}
