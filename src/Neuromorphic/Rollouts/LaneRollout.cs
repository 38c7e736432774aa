using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>A lane is an individual: agent and environment run together, R.Width individuals at a time, a whole episode without leaving the core.</summary>
sealed unsafe class LaneRollout<R, TEnvironment, TKernel> : GroupRollout
    where R : unmanaged, IReal<R> where TEnvironment : struct, IEnvironment where TKernel : struct, IPolicyKernel
{
    readonly LaneWorkers<R, TEnvironment, TKernel> workers;

    public LaneRollout(Func<TEnvironment> create, Policy policy) => workers = new(create, policy);

    public override void Run(RolloutRequest request, RolloutUnit unit, EpisodeOutcomes outcomes, ObservationSums? sums)
    {
        var worker = workers.Take();
        LaneMemory<R> memory = worker.Memory;
        memory.Decode(request, unit.First);
        memory.ClearSums();
        int count = Math.Min(R.Width, request.Candidates.Count - unit.First);
        for (int episode = unit.From; episode < unit.Until; episode++)
        {
            EpisodeResult<R> result;
            fixed (R* numbers = memory.Numbers)
                worker.Kernel.Run(memory.Episode(numbers), request.Random<R>(unit.First, (uint)episode), request.StepLimit, request.Scaling != null, sums != null, default(Alone), out result);
            for (int lane = 0; lane < count; lane++)
                outcomes.Set(unit.First + lane, episode, R.Any(result.Failed) && IsSet(result.Failed, lane) ? double.NaN : result.Rewards.Lane(lane),
                    (long)R.Lane(result.Length, lane), (long)R.Lane(result.Unconverged, lane));
        }
        if (sums != null) memory.StoreSums(sums, unit.First, count);
        workers.Give(worker);
    }

    static bool IsSet(R mask, int lane) => R.Lane(R.Select(mask, 1f, 0f), lane) != 0;
}
