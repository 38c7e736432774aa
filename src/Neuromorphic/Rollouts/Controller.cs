using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>
/// A policy with given numbers that acts step by step, as it does in an episode and with the same bits: for an environment that runs elsewhere, a robot, a game.
/// It keeps the neurons' state from one step to the next. One thread at a time may use it.
/// </summary>
public abstract class Controller
{
    private protected Controller(Box observations, Space actions) => (ObservationSpace, ActionSpace) = (observations, actions);

    /// <summary>What it sees.</summary>
    public Box ObservationSpace { get; }
    /// <summary>What it does.</summary>
    public Space ActionSpace { get; }

    /// <summary>A controller at the beginning of an episode.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="environment">The environment it was made for.</param>
    /// <param name="vector">Its flat vector [Layout.Count].</param>
    /// <param name="scaling">How observations are scaled; null if they are not.</param>
    /// <exception cref="ArgumentException">The policy was made for other spaces, or the vector or the scaling has another length.</exception>
    public static Controller Create(Policy policy, EnvironmentSpec environment, float[] vector, ObservationScaling? scaling = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(vector);
        RolloutRequest request = new()
        {
            Candidates = new RepeatedCandidate(Array.ConvertAll(policy.Layout.Search(vector), x => (float)x), 1),
            Vector = vector,
            Seed = 0,
            Purpose = RandomPurpose.Evaluation,
            Generation = 0,
            StepLimit = 1,
            Scaling = scaling,
        };
        request.Check(policy.Layout, environment.ObservationSpace.Size);
        return Generic.Create<Maker>(typeof(Maker<>), [policy.Kernel.GetType()]).Make(policy, environment, request);
    }

    /// <summary>Begins an episode: all neurons as they are before the first step.</summary>
    public abstract void Reset();

    /// <summary>Sees an observation and gives the action, a new array: one whole number for a discrete space, else a number for each dimension.</summary>
    /// <param name="observation">The observation before scaling [ObservationSpace.Size].</param>
    /// <exception cref="ArgumentException">It has another length, or a number in it is not finite.</exception>
    public abstract float[] Predict(ReadOnlySpan<float> observation);

    abstract class Maker
    {
        public abstract Controller Make(Policy policy, EnvironmentSpec environment, RolloutRequest request);
    }

    sealed class Maker<TKernel> : Maker where TKernel : struct, IPolicyKernel
    {
        public override Controller Make(Policy policy, EnvironmentSpec environment, RolloutRequest request) => new Lane<TKernel>(policy, environment, request);
    }

    /// <summary>A lane without an environment.</summary>
    sealed unsafe class Lane<TKernel> : Controller where TKernel : struct, IPolicyKernel
    {
        readonly AgentKernel<TKernel> agent;
        readonly LaneMemory<Scalar> memory;
        readonly bool scale;
        int step;

        public Lane(Policy policy, EnvironmentSpec environment, RolloutRequest request) : base(environment.ObservationSpace, environment.ActionSpace)
        {
            agent = AgentKernel<TKernel>.Of(policy, ObservationSpace, ActionSpace);
            memory = new(policy, environment);
            memory.Decode(request, 0);
            scale = request.Scaling != null;
            Reset();
        }

        public override void Reset()
        {
            step = 0;
            fixed (Scalar* numbers = memory.Numbers) agent.Reset(memory.Episode(numbers), default(Alone));
        }

        public override float[] Predict(ReadOnlySpan<float> observation)
        {
            if (observation.Length != ObservationSpace.Size) throw new ArgumentException($"The observation has {observation.Length} numbers; allowed: {ObservationSpace.Size}.", nameof(observation));
            for (int i = 0; i < observation.Length; i++)
                if (!float.IsFinite(observation[i])) throw new ArgumentException($"Number {i} of the observation is {observation[i]}; allowed: finite numbers.", nameof(observation));
            fixed (Scalar* numbers = memory.Numbers)
            {
                EpisodeMemory<Scalar, LaneBuffer<Scalar>, SharedBuffer<Scalar>> episode = memory.Episode(numbers);
                LaneBuffer<Scalar> seen = episode.Observation;
                for (int i = 0; i < observation.Length; i++) seen[i] = observation[i];
                Neurons.NoProbe nobody = default;
                agent.Run(episode, scale, ref nobody, default(Alone));
                GreedyRule<Scalar, LaneBuffer<Scalar>, SharedBuffer<Scalar>> rule = agent.Greedy<Scalar, LaneBuffer<Scalar>, SharedBuffer<Scalar>>();
                agent.Act(episode, step++, ref rule);
                float[] action = new float[ActionSpace.Size];
                for (int i = 0; i < action.Length; i++) action[i] = episode.Action[i].Value;
                return action;
            }
        }
    }
}
