using System.Collections.Concurrent;
using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>Plays episodes with actions chosen at random around a policy's outputs, one episode in a lane, and keeps what was seen, done and earned.</summary>
sealed class EpisodeSampler
{
    readonly Policy policy;
    readonly LaneWidth[] widths;
    readonly Dictionary<LaneWidth, LaneSampler> samplers;

    EpisodeSampler(Policy policy, LaneWidth[] widths, Func<LaneWidth, LaneSampler> create)
    {
        this.policy = policy;
        this.widths = widths;
        samplers = widths.ToDictionary(width => width, create);
    }

    /// <summary>Plays as many episodes as the request has candidates, on a number of threads; the result does not depend on it.</summary>
    public void Run(RolloutRequest request, SampledEpisodes episodes, ObservationSums? sums, int threads)
    {
        request.Check(policy.Layout, policy.Observations);
        Division division = Divide(episodes.Count, threads);
        Work.For(division.Units, threads, unit => samplers[division.Width].Run(request, division[unit].First, episodes, sums));
    }

    /// <summary>The units of a number of episodes.</summary>
    internal Division Divide(int episodes, int threads) => Division.Of(episodes, 1, together: true, threads, widths);

    /// <summary>A sampler of lane kernels.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="deviation">Standard deviation of actions in a box.</param>
    /// <param name="width">Lane width; if not given, the processor's, or a narrower one that keeps more threads busy. The result does not depend on it.</param>
    public static EpisodeSampler Create(IEnvironment environment, Policy policy, double deviation, LaneWidth? width) =>
        new(policy, LaneWidths.From(width), lanes => Generic.Create<LaneSampler>(typeof(LaneSampler<,,>), [lanes.NumberType(), environment.GetType(), policy.Kernel.GetType()], environment, policy, deviation));

    abstract class LaneSampler
    {
        public abstract void Run(RolloutRequest request, int first, SampledEpisodes episodes, ObservationSums? sums);
    }

    sealed unsafe class LaneSampler<R, TEnvironment, TKernel> : LaneSampler
        where R : unmanaged, IReal<R> where TEnvironment : struct, IEnvironment where TKernel : struct, IPolicyKernel
    {
        readonly EpisodeKernel<Apart<TEnvironment>, TKernel> kernel;
        readonly AgentKernel<TKernel> agent;
        readonly ActionSampler sampler;
        readonly Policy policy;
        readonly EnvironmentSpec spec;
        readonly ConcurrentBag<LaneMemory<R>> memories = [];

        public LaneSampler(TEnvironment environment, Policy policy, double deviation)
        {
            this.policy = policy;
            spec = environment.Spec;
            agent = AgentKernel<TKernel>.Of(policy, spec.ObservationSpace, spec.ActionSpace);
            kernel = new(new(environment), agent);
            sampler = new(spec.ActionSpace, spec.ObservationSpace.Size, deviation);
        }

        public override void Run(RolloutRequest request, int first, SampledEpisodes episodes, ObservationSums? sums)
        {
            if (!memories.TryTake(out LaneMemory<R>? lanes)) lanes = new(policy.Layout, policy.Kernel.StateSize, spec.StateSize, spec.ObservationSpace.Size, spec.ActionSpace);
            lanes.Decode(request, first);
            lanes.ClearSums();
            int count = Math.Min(R.Width, episodes.Count - first);
            fixed (R* numbers = lanes.Numbers) Play(lanes.Episode(numbers), request, first, count, episodes, collect: sums != null);
            if (sums != null)
            {
                lanes.StoreSums(sums, first, count);
                for (int episode = first; episode < first + count; episode++) episodes.Failed[episode] |= sums.DropUnsound(episode);
            }
            memories.Add(lanes);
        }

        void Play(in EpisodeMemory<R, LaneBuffer<R>, SharedBuffer<R>> memory, RolloutRequest request, int first, int count, SampledEpisodes episodes, bool collect)
        {
            NoProbe probe = default;
            EpisodeRandom<R> random = request.Random<R>(first, 0);
            RandomKey key = RandomKey.For(request.Seed, RandomPurpose.Actions);
            R* row = stackalloc R[sampler.Actions];
            LaneBuffer<R> chosen = new(row);
            R alive = Real.All<R>();
            agent.Reset(memory, default(Alone));
            kernel.Reset(memory, random.At(0));
            for (int step = 0; R.Any(alive); step++)
            {
                bool beyond = step == request.StepLimit; // only seen, not played
                R finite = kernel.Observe(memory);
                if (collect && !beyond) agent.Collect(memory, R.And(alive, finite));
                R sound = agent.Act(memory, request.Scaling != null, ref probe, default(Alone));
                if (beyond)
                {
                    KeepLast(memory, episodes, first, count, alive, finite);
                    break;
                }
                PhiloxStream<R> stream = new(key, Word<R>.Lanes((uint)first), (uint)request.Generation, 0, (uint)step);
                sampler.Choose(memory, policy.Kernel.Outputs, ref stream, chosen);
                kernel.Step(memory, random.At((uint)step + 1), out R reward, out R terminated);
                R broken = Real.Not(R.And(R.And(finite, sound), Real.IsFinite(reward)));
                Keep(memory, episodes, first, count, step, alive, chosen, reward, terminated, broken);
                alive = R.And(alive, Real.Not(R.Or(terminated, broken)));
            }
        }

        void Keep(in EpisodeMemory<R, LaneBuffer<R>, SharedBuffer<R>> memory, SampledEpisodes episodes, int first, int count, int step, R alive, LaneBuffer<R> chosen, R reward, R terminated, R broken)
        {
            R lives = R.Select(alive, 1f, 0f), ends = R.Select(terminated, 1f, 0f), fails = R.Select(broken, 1f, 0f);
            for (int lane = 0; lane < count; lane++)
            {
                if (R.Lane(lives, lane) == 0) continue;
                int episode = first + lane;
                Read(memory.Observation, lane, episodes.Observation(episode, step));
                Read(chosen, lane, episodes.Action(episode, step));
                episodes.AllRewards(episode)[step] = (float)R.Lane(reward, lane);
                episodes.Length[episode] = step + 1;
                episodes.Terminated[episode] = R.Lane(ends, lane) != 0;
                episodes.Failed[episode] = R.Lane(fails, lane) != 0;
                if (spec.UnconvergedIndex is { } counter) episodes.Unconverged[episode] = (long)R.Lane(memory.State[counter], lane);
            }
        }

        static void KeepLast(in EpisodeMemory<R, LaneBuffer<R>, SharedBuffer<R>> memory, SampledEpisodes episodes, int first, int count, R alive, R finite)
        {
            R lives = R.Select(alive, 1f, 0f), sound = R.Select(finite, 1f, 0f);
            for (int lane = 0; lane < count; lane++)
            {
                if (R.Lane(lives, lane) == 0) continue;
                int episode = first + lane;
                Read(memory.Observation, lane, episodes.Observation(episode, episodes.Length[episode]));
                episodes.Failed[episode] = R.Lane(sound, lane) == 0;
            }
        }

        static void Read(LaneBuffer<R> values, int lane, Span<float> target)
        {
            for (int i = 0; i < target.Length; i++) target[i] = (float)R.Lane(values[i], lane);
        }
    }
}
