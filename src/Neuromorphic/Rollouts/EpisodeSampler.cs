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
        new(policy, LaneWidths.From(width), lanes => Create(lanes, environment.GetType(), LaneEnvironment.Factory(environment), policy, deviation));

    /// <summary>A sampler of environments written against the single face; <paramref name="create"/> makes one for each thread.</summary>
    public static EpisodeSampler Create(Func<GymEnvironment> create, Policy policy, double deviation) =>
        new(policy, [LaneWidth.Scalar], lanes => Create(lanes, typeof(GymLane), GymLane.Factory(create), policy, deviation));

    static LaneSampler Create(LaneWidth lanes, Type environment, Delegate create, Policy policy, double deviation) =>
        Generic.Create<LaneSampler>(typeof(LaneSampler<,,>), [lanes.NumberType(), environment, policy.Kernel.GetType()], create, policy, deviation);

    abstract class LaneSampler
    {
        public abstract void Run(RolloutRequest request, int first, SampledEpisodes episodes, ObservationSums? sums);
    }

    sealed unsafe class LaneSampler<R, TEnvironment, TKernel> : LaneSampler
        where R : unmanaged, IReal<R> where TEnvironment : struct, IEnvironment where TKernel : struct, IPolicyKernel
    {
        readonly LaneWorkers<R, TEnvironment, TKernel> workers;
        readonly ActionSampler sampler;

        public LaneSampler(Func<TEnvironment> create, Policy policy, double deviation)
        {
            workers = new(create, policy);
            sampler = new(policy.ActionSpace, policy.Observations, deviation);
        }

        public override void Run(RolloutRequest request, int first, SampledEpisodes episodes, ObservationSums? sums)
        {
            var worker = workers.Take();
            LaneMemory<R> lanes = worker.Memory;
            lanes.Decode(request, first);
            lanes.ClearSums();
            int count = Math.Min(R.Width, episodes.Count - first);
            fixed (R* numbers = lanes.Numbers) Play(worker.Kernel, lanes.Episode(numbers), request, first, count, episodes, collect: sums != null);
            if (sums != null)
            {
                lanes.StoreSums(sums, first, count);
                for (int episode = first; episode < first + count; episode++) episodes.Failed[episode] |= sums.DropUnsound(episode);
            }
            workers.Give(worker);
        }

        void Play(EpisodeKernel<Apart<TEnvironment>, TKernel> kernel, in EpisodeMemory<R, LaneBuffer<R>, SharedBuffer<R>> memory, RolloutRequest request, int first, int count, SampledEpisodes episodes, bool collect)
        {
            R* row = stackalloc R[sampler.Actions];
            SampledRule<R, LaneBuffer<R>, SharedBuffer<R>> rule = new(sampler, RandomKey.For(request.Seed, RandomPurpose.Actions), first, (uint)request.Generation, new(row));
            Keeper<R> keeper = new(episodes, first, count, rule.Chosen);
            kernel.Run(memory, request.Random<R>(first, 0), request.StepLimit, request.Scaling != null, collect, default(Alone), ref rule, ref keeper, out EpisodeResult<R> result);
            for (int lane = 0; lane < count; lane++) episodes.Unconverged[first + lane] = (long)R.Lane(result.Unconverged, lane);
            if (!R.Any(result.Alive)) return;
            R finite = kernel.Look(memory, request.Scaling != null); // what would be seen next, where the steps were used up
            keeper.KeepLast(memory, result.Alive, finite);
        }
    }

    /// <summary>Keeps what was seen, done and earned in each lane.</summary>
    readonly unsafe struct Keeper<R>(SampledEpisodes episodes, int first, int count, LaneBuffer<R> chosen) : IEpisodeObserver<R, LaneBuffer<R>, SharedBuffer<R>> where R : unmanaged, IReal<R>
    {
        readonly LaneBuffer<R> chosen = chosen;

        public void BeginStep(int subSteps) { }
        public void Record<T, V>(int neuron, int subStep, V state, T spike) where T : unmanaged, IReal<T> where V : struct, IBuffer<T> { }
        public void Began(in EpisodeMemory<R, LaneBuffer<R>, SharedBuffer<R>> memory) { }
        public void Observed(in EpisodeMemory<R, LaneBuffer<R>, SharedBuffer<R>> memory) { }

        public void Stepped(in EpisodeMemory<R, LaneBuffer<R>, SharedBuffer<R>> memory, int step, R alive, R reward, R terminated, R broken)
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
            }
        }

        public void KeepLast(in EpisodeMemory<R, LaneBuffer<R>, SharedBuffer<R>> memory, R alive, R finite)
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
