using System.Collections.Concurrent;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>A lane is an individual: agent and environment run together, R.Width individuals at a time, a whole episode without leaving the core.</summary>
sealed unsafe class LaneRollout<R, TEnvironment, TKernel> : GroupRollout
    where R : unmanaged, IReal<R> where TEnvironment : struct, IEnvironment where TKernel : struct, IPolicyKernel
{
    readonly EpisodeKernel<Apart<TEnvironment>, TKernel> kernel;
    readonly ParameterLayout layout;
    readonly Box observationSpace;
    readonly Space actionSpace;
    readonly int policyState, stateSize;
    readonly ConcurrentBag<LaneMemory<R>> memories = [];

    public LaneRollout(TEnvironment environment, Policy policy)
    {
        policyState = policy.Kernel.StateSize;
        layout = policy.Layout;
        EnvironmentSpec spec = environment.Spec;
        observationSpace = spec.ObservationSpace;
        actionSpace = spec.ActionSpace;
        stateSize = spec.StateSize;
        kernel = new(new(environment), AgentKernel<TKernel>.Of(policy, observationSpace, actionSpace));
    }

    public override void Run(RolloutRequest request, RolloutUnit unit, EpisodeOutcomes outcomes, ObservationSums? sums)
    {
        if (!memories.TryTake(out LaneMemory<R>? memory))
            memory = new LaneMemory<R>(layout, policyState, stateSize, observationSpace.Size, actionSpace);
        memory.Decode(request, unit.First);
        memory.ClearSums();
        int count = Math.Min(R.Width, request.Candidates.Count - unit.First);
        for (int episode = unit.From; episode < unit.Until; episode++)
        {
            CompensatedSum<R> reward;
            R length, failed, unconverged;
            fixed (R* numbers = memory.Numbers)
                kernel.Run(memory.Episode(numbers), request.Random<R>(unit.First, (uint)episode), request.StepLimit, request.Scaling != null, sums != null, default(Alone),
                    out reward, out length, out failed, out unconverged);
            for (int lane = 0; lane < count; lane++)
                outcomes.Set(unit.First + lane, episode, R.Any(failed) && IsSet(failed, lane) ? double.NaN : reward.Lane(lane), (long)R.Lane(length, lane), (long)R.Lane(unconverged, lane));
        }
        if (sums != null) memory.StoreSums(sums, unit.First, count);
        memories.Add(memory);
    }

    static bool IsSet(R mask, int lane) => R.Lane(R.Select(mask, 1f, 0f), lane) != 0;
}
