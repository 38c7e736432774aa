using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>A lane is an individual: agent and environment run together, R.Width individuals at a time, a whole episode without leaving the core.</summary>
sealed unsafe class LaneRollout<R, TEnvironment, TKernel> : Rollout
    where R : unmanaged, IReal<R> where TEnvironment : struct, IEnvironment where TKernel : struct, IPolicyKernel
{
    readonly TEnvironment environment;
    readonly TKernel kernel;
    readonly ParameterLayout layout;
    readonly Box observationSpace;
    readonly Space actionSpace;
    readonly int stateSize;
    readonly ConcurrentBag<LaneMemory<R>> memories = [];

    public LaneRollout(TEnvironment environment, Policy policy)
    {
        this.environment = environment;
        kernel = (TKernel)policy.Kernel;
        layout = policy.Layout;
        EnvironmentSpec spec = environment.Spec;
        observationSpace = spec.ObservationSpace;
        actionSpace = spec.ActionSpace;
        stateSize = spec.StateSize;
    }

    public override int GroupSize => R.Width;

    public override void RunGroup(RolloutRequest request, int first, RolloutResult result)
    {
        if (!memories.TryTake(out LaneMemory<R>? memory))
            memory = new LaneMemory<R>(layout, kernel.StateSize, stateSize, observationSpace.Size, actionSpace);
        memory.Decode(layout, request, first);
        memory.ClearSums();
        int count = Math.Min(R.Width, request.Candidates.Count - first);
        Span<double> fitness = result.Fitness.AsSpan(first, count);
        fitness.Clear();
        Span<long> steps = result.Steps.AsSpan(first, count);
        steps.Clear();
        for (int episode = 0; episode < request.Episodes; episode++)
        {
            Run(request, memory, first, (uint)episode, result.Observations != null, out CompensatedSum<R> reward, out R length, out R failed);
            for (int lane = 0; lane < count; lane++)
            {
                fitness[lane] += R.Any(failed) && IsSet(failed, lane) ? double.NaN : reward.Lane(lane) / request.Episodes;
                steps[lane] += (long)R.Lane(length, lane);
            }
        }
        if (result.Observations is { } sums) memory.StoreSums(sums, first, count);
        memories.Add(memory);
    }

    static bool IsSet(R mask, int lane) => R.Lane(R.Select(mask, 1f, 0f), lane) != 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Run(RolloutRequest request, LaneMemory<R> memory, int first, uint episode, bool collect, out CompensatedSum<R> rewards, out R length, out R failed)
    {
        bool scale = request.Scaling != null;
        NoProbe probe = default;
        R alive = Real.All<R>();
        rewards = default;
        length = 0f;
        failed = 0f;
        Reset(memory, request.Random<R>(first, episode, 0));
        for (int step = 0; step < request.StepLimit; step++)
        {
            environment.Observe<R, LaneBuffer<R>>(memory.State, memory.Observation);
            R finite = memory.AreObservationsFinite();
            if (collect) memory.Collect(R.And(alive, finite));
            if (scale) memory.ScaleObservations();
            kernel.Act(memory.Parameters, memory.PolicyState, memory.Observation, memory.Action, ref probe);
            memory.ScaleActions();
            Step(memory, request.Random<R>(first, episode, (uint)step + 1), out R reward, out R terminated);
            R broken = R.And(alive, Real.Not(R.And(finite, Real.IsFinite(reward))));
            failed = R.Or(failed, broken);
            rewards.Add(R.Select(alive, reward, 0f));
            length += R.Select(alive, 1f, 0f);
            alive = R.And(alive, Real.Not(R.Or(terminated, broken)));
            if (!R.Any(alive)) break;
        }
    }

    // Apart from the loop, so that each stays within the number of locals up to which the JIT inlines.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Reset(LaneMemory<R> memory, PhiloxStream<R> random)
    {
        environment.Reset<R, LaneBuffer<R>, PhiloxStream<R>>(memory.State, ref random);
        kernel.Reset(memory.Parameters, memory.PolicyState);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Step(LaneMemory<R> memory, PhiloxStream<R> random, out R reward, out R terminated) =>
        environment.Step(memory.State, memory.Action, ref random, out reward, out terminated);
}
