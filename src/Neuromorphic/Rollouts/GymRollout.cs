using System.Collections.Concurrent;
using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>
/// A rollout of environments that people write against the single face: one individual at a time, each thread with an instance of its own.
/// Slower than lanes, same trainer. An episode's seed is a function of seed, purpose, generation, member and episode.
/// </summary>
sealed unsafe class GymRollout<TKernel>(Func<GymEnvironment> create, Policy policy) : GroupRollout where TKernel : struct, IPolicyKernel
{
    readonly ConcurrentBag<(GymEnvironment Environment, LaneMemory<Scalar> Memory)> workers = [];

    public override void Run(RolloutRequest request, RolloutUnit unit, EpisodeOutcomes outcomes, ObservationSums? sums)
    {
        if (request.Sampling != EpisodeSampling.Independent)
            throw new ArgumentException("episode-sampling is antithetic; a single environment draws its own random numbers, which cannot be mirrored. Allowed: independent.");
        if (!workers.TryTake(out (GymEnvironment Environment, LaneMemory<Scalar> Memory) worker))
        {
            GymEnvironment environment = create();
            worker = (environment, new(policy.Layout, policy.Kernel.StateSize, 0, environment.ObservationSpace.Size, environment.ActionSpace));
        }
        worker.Memory.Decode(request, unit.First);
        worker.Memory.ClearSums();
        fixed (Scalar* numbers = worker.Memory.Numbers)
            for (int episode = unit.From; episode < unit.Until; episode++)
            {
                double total = Run(request, worker.Environment, worker.Memory.Episode(numbers), unit.First, episode, sums != null, out long steps);
                outcomes.Set(unit.First, episode, total, steps, unconverged: 0);
            }
        if (sums != null) worker.Memory.StoreSums(sums, unit.First, 1);
        workers.Add(worker);
    }

    double Run(RolloutRequest request, GymEnvironment environment, EpisodeMemory<Scalar, LaneBuffer<Scalar>, SharedBuffer<Scalar>> memory, int member, int episode, bool collect, out long steps)
    {
        AgentKernel<TKernel> agent = AgentKernel<TKernel>.Of(policy, environment.ObservationSpace, environment.ActionSpace);
        NoProbe probe = default;
        double total = 0;
        double[] action = new double[environment.ActionSpace.Size];
        (double[] observation, _) = environment.Reset(Seed(request, member, episode));
        agent.Reset(memory, default(Alone));
        for (steps = 0; steps < request.StepLimit;)
        {
            LaneBuffer<Scalar> seen = memory.Observation, chosen = memory.Action;
            for (int i = 0; i < observation.Length; i++) seen[i] = (float)observation[i];
            if (!Scalar.Any(agent.IsObservationFinite(memory))) return double.NaN;
            if (collect) agent.Collect(memory, Real.All<Scalar>());
            if (!Scalar.Any(agent.Act(memory, request.Scaling != null, ref probe, default(Alone)))) return double.NaN;
            for (int i = 0; i < action.Length; i++) action[i] = Bounded(environment.ActionSpace, i, chosen[i].Value);
            StepResult next = environment.Step(action);
            steps++;
            if (!double.IsFinite(next.Reward)) return double.NaN;
            total += next.Reward;
            if (next.Terminated || next.Truncated) break;
            observation = next.Observation;
        }
        return total;
    }

    /// <summary>Scaling in float32 may pass a bound by a rounding, which a single environment would refuse.</summary>
    static double Bounded(Space space, int dimension, double action) => space is Box box ? Math.Clamp(action, box.Low[dimension], box.High[dimension]) : action;

    static ulong Seed(RolloutRequest request, int member, int episode)
    {
        uint individual = request.Randomness == EpisodeRandomness.Common ? 0u : (uint)member;
        Philox<Scalar> block = Philox<Scalar>.Block(RandomKey.For(request.Seed, request.Purpose), individual, (uint)request.Generation, (uint)episode, 0u);
        return (ulong)BitConverter.SingleToUInt32Bits(block.A.Bits.Value) << 32 | BitConverter.SingleToUInt32Bits(block.B.Bits.Value);
    }
}
