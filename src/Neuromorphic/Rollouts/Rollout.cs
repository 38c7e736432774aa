using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>Which first states and random numbers the members of a generation meet.</summary>
public enum EpisodeRandomness
{
    /// <summary>Common random numbers: all members meet the same ones, which makes their fitnesses comparable.</summary>
    Common,
    /// <summary>Every member meets its own.</summary>
    Independent,
}

/// <summary>How the episodes of a member relate.</summary>
public enum EpisodeSampling
{
    /// <summary>Each has random numbers of its own.</summary>
    Independent,
    /// <summary>Episodes 2k and 2k + 1 are mirror images: where one draws u, the other draws 1 - u. A cue of two values is then balanced exactly.</summary>
    Antithetic,
}

/// <summary>What to simulate: an idempotent order. The same order gives the same result on any machine.</summary>
public sealed record RolloutRequest
{
    /// <summary>The members' search vectors.</summary>
    public required Candidates Candidates { get; init; }
    /// <summary>The flat vector whose frozen numbers all members share. It is not changed while requests refer to it.</summary>
    public required float[] Vector { get; init; }
    /// <summary>The seed of the run.</summary>
    public required ulong Seed { get; init; }
    /// <summary>Training or evaluation: they never share random numbers.</summary>
    public required RandomPurpose Purpose { get; init; }
    /// <summary>The generation.</summary>
    public required int Generation { get; init; }
    /// <summary>Steps after which an episode is truncated.</summary>
    public required int StepLimit { get; init; }
    /// <summary>Episodes of each member; its fitness is their mean return.</summary>
    public int Episodes { get; init; } = 1;
    /// <summary>Which random numbers members meet.</summary>
    public EpisodeRandomness Randomness { get; init; } = EpisodeRandomness.Independent;
    /// <summary>How the episodes of a member relate.</summary>
    public EpisodeSampling Sampling { get; init; } = EpisodeSampling.Independent;
    /// <summary>How observations are scaled, if they are.</summary>
    public ObservationScaling? Scaling { get; init; }

    /// <summary>Refuses what does not fit a policy, before anything is written.</summary>
    /// <exception cref="ArgumentException">A vector has another length than the layout, or the scaling than the observations.</exception>
    internal void Check(ParameterLayout layout, int observations)
    {
        if (Candidates.Dimension != layout.TrainedCount)
            throw new ArgumentException($"The candidates have {Candidates.Dimension} numbers; the policy has {layout.TrainedCount} trained ones.");
        if (StepLimit < 1) throw new ArgumentException($"The step limit is {StepLimit}; allowed is 1 or more.");
        if (Episodes < 1) throw new ArgumentException($"The request is for {Episodes} episodes; allowed is 1 or more.");
        if (Vector.Length != layout.Count) throw new ArgumentException($"The vector has {Vector.Length} numbers; the policy's layout has {layout.Count}.");
        if (Scaling is { } scaling && (scaling.Mean.Length != observations || scaling.Scale.Length != observations))
            throw new ArgumentException($"The scaling has {scaling.Mean.Length} means and {scaling.Scale.Length} factors; observations have {observations} numbers.");
    }

    /// <summary>The random numbers of decoders: drawn in training, where mirrored members share them; in evaluations none are.</summary>
    internal DecoderDraws Draws => Purpose == RandomPurpose.Training ? new(RandomKey.For(Seed, RandomPurpose.Choices), (uint)Generation, Candidates.ArePaired) : default;

    /// <summary>The random numbers of an episode.</summary>
    internal EpisodeRandom<R> Random<R>(int firstMember, uint episode) where R : unmanaged, IReal<R>
    {
        Word<R> member = Randomness == EpisodeRandomness.Common ? 0u : Word<R>.Lanes((uint)firstMember);
        bool mirrored = Sampling == EpisodeSampling.Antithetic && episode % 2 == 1;
        return new(RandomKey.For(Seed, Purpose), member, (uint)Generation, Sampling == EpisodeSampling.Antithetic ? episode / 2 : episode, mirrored ? uint.MaxValue : 0);
    }
}

/// <summary>What the simulation gave, by member.</summary>
public sealed class RolloutResult
{
    /// <summary>An empty result for a number of members; sums of observations only if they are wanted.</summary>
    public RolloutResult(int members, int observations, bool collect)
    {
        Fitness = new double[members];
        Steps = new long[members];
        Unconverged = new long[members];
        Observations = collect ? new ObservationSums(members, observations) : null;
    }

    /// <summary>Mean return over the member's episodes; NaN where it failed: a parameter, an observation, an output, a reward or a sum of observations was not finite.</summary>
    public double[] Fitness { get; }
    /// <summary>Steps of the environment.</summary>
    public long[] Steps { get; }
    /// <summary>What the environment could not solve to the end, where it counts that.</summary>
    public long[] Unconverged { get; }
    /// <summary>What was observed, before scaling.</summary>
    public ObservationSums? Observations { get; }

    /// <summary>Fails the members whose parameters are no numbers, which a kernel may hide, and those whose sums of observations passed the range of float32; their sums are left out.</summary>
    internal void FailUnsound(RolloutRequest request)
    {
        Candidates candidates = request.Candidates;
        bool shared = Array.TrueForAll(request.Vector, float.IsFinite), sound = shared && candidates.FirstBeyondRange < 0;
        for (int member = 0; member < Fitness.Length; member++)
        {
            bool dropped = Observations?.DropUnsound(member) == true;
            if (dropped || !(sound || shared && candidates.IsFinite(member))) Fitness[member] = double.NaN;
        }
    }
}

/// <summary>Runs episodes of a policy in an environment. The rollout owns step limit, scaling of observations, and the sum of rewards.</summary>
public sealed class Rollout
{
    readonly Policy policy;
    readonly LaneWidth[] widths;
    readonly Dictionary<LaneWidth, GroupRollout> groups;
    readonly bool mirrors;
    SharedInput? shared;

    Rollout(Policy policy, LaneWidth[] widths, bool mirrors, Func<LaneWidth, GroupRollout> create)
    {
        this.policy = policy;
        this.widths = widths;
        this.mirrors = mirrors;
        groups = widths.ToDictionary(width => width, create);
    }

    /// <summary>Simulates all candidates of a request, divided as suits a number of threads; the result does not depend on it.</summary>
    internal RolloutResult Evaluate(RolloutRequest request, int observations, bool collect, int threads)
    {
        request.Check(policy.Layout, policy.Observations);
        if (!mirrors && request.Sampling != EpisodeSampling.Independent)
            throw new ArgumentException("episode-sampling is antithetic; a single environment draws its own random numbers, which cannot be mirrored. Allowed: independent.");
        if (shared != null && SharedInput.Serves(request, collect)) return shared.For(request.Vector).Evaluate(request, observations, collect, threads);
        int members = request.Candidates.Count;
        var result = new RolloutResult(members, observations, collect);
        var outcomes = new EpisodeOutcomes(members, request.Episodes);
        Division division = Divide(request, collect, threads);
        GroupRollout group = groups[division.Width];
        Work.For(division.Units, threads, unit => group.Run(request, division[unit], outcomes, result.Observations));
        outcomes.AddTo(result);
        result.FailUnsound(request);
        return result;
    }

    /// <summary>The units of a request. Sums of observations run through all episodes of a member, which then stay together.</summary>
    internal Division Divide(RolloutRequest request, bool collect, int threads) => Division.Of(request.Candidates.Count, request.Episodes, collect, threads, widths);

    /// <summary>A rollout of lane kernels.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="width">Lane width; if not given, the processor's, or a narrower one that keeps more threads busy. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">The environment is not what its spec says, or the policy was made for other spaces.</exception>
    public static Rollout Create(IEnvironment environment, Policy policy, LaneWidth? width = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(policy);
        EnvironmentChecker.Require(environment);
        return new(policy, LaneWidths.From(width), mirrors: true, lanes => Create(lanes, environment.GetType(), LaneEnvironment.Factory(environment), policy)) { shared = SharedInput.Of(environment, policy, width) };
    }

    /// <summary>A rollout of environments written against the single face; <paramref name="create"/> makes one for each thread.</summary>
    public static Rollout Create(Func<GymEnvironment> create, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(policy);
        return new(policy, [LaneWidth.Scalar], mirrors: false, lanes => Create(lanes, typeof(GymLane), GymLane.Factory(create), policy));
    }

    static GroupRollout Create(LaneWidth lanes, Type environment, Delegate create, Policy policy) =>
        Generic.Create<GroupRollout>(typeof(LaneRollout<,,>), [lanes.NumberType(), environment, policy.Kernel.GetType()], create, policy);
}

/// <summary>Runs lane groups of one width.</summary>
abstract class GroupRollout
{
    /// <summary>Simulates a unit of a request. Thread-safe.</summary>
    /// <param name="request">The request.</param>
    /// <param name="unit">The members of a lane group, as far as there are such candidates, and the episodes.</param>
    /// <param name="outcomes">Receives what each episode gave.</param>
    /// <param name="sums">Receives sums of observations, if they are wanted.</param>
    public abstract void Run(RolloutRequest request, RolloutUnit unit, EpisodeOutcomes outcomes, ObservationSums? sums);
}
