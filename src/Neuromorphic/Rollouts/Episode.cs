using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>One episode in full: what was seen, done and earned, and what the neurons did.</summary>
/// <param name="States">States of the environment [step][state]: the first one, then that after each step; one more than there are rewards.</param>
/// <param name="Observations">Observations before scaling [step][observation].</param>
/// <param name="Actions">Actions [step][action].</param>
/// <param name="Rewards">Rewards [step]; the last one is NaN where an observation, an output or a reward was not finite, as the fitness of a rollout then is.</param>
/// <param name="Recording">Spikes and potentials of the probed neurons.</param>
public sealed record Episode(
    IReadOnlyList<float[]> States, IReadOnlyList<float[]> Observations, IReadOnlyList<float[]> Actions, IReadOnlyList<float> Rewards, Recording Recording)
{
    /// <summary>Sum of rewards, to the bit the one that a rollout gives.</summary>
    public double Return
    {
        get
        {
            CompensatedSum<Scalar> sum = default;
            foreach (float reward in Rewards) sum.Add(reward);
            return sum.Lane(0);
        }
    }

    /// <summary>Plays the first episode that a member of a request meets, with all neurons probed, or the chosen ones.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="policy">The controller.</param>
    /// <param name="request">The order that a rollout gets.</param>
    /// <param name="neurons">The neurons to probe; all, if not given.</param>
    /// <param name="member">The member, from 0.</param>
    public static Episode Play(IEnvironment environment, Policy policy, RolloutRequest request, IReadOnlyList<int>? neurons = null, int member = 0)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(request);
        if (member < 0 || member >= request.Candidates.Count)
            throw new ArgumentOutOfRangeException(nameof(member), member, $"The request has the members 0 to {request.Candidates.Count - 1}.");
        var recording = neurons == null ? new Recording(policy.Neurons) : new Recording(policy.Neurons, neurons);
        return Generic.Create<Player>(typeof(Player<,>), [environment.GetType(), policy.Kernel.GetType()]).Play(environment, policy, request, member, recording);
    }

    abstract class Player
    {
        public abstract Episode Play(IEnvironment environment, Policy policy, RolloutRequest request, int member, Recording recording);
    }

    sealed unsafe class Player<TEnvironment, TKernel> : Player where TEnvironment : struct, IEnvironment where TKernel : struct, IPolicyKernel
    {
        public override Episode Play(IEnvironment boxed, Policy policy, RolloutRequest request, int member, Recording recording)
        {
            EnvironmentSpec spec = boxed.Spec;
            int seen = spec.ObservationSpace.Size, done = spec.ActionSpace.Size;
            AgentKernel<TKernel> agent = AgentKernel<TKernel>.Of(policy, spec.ObservationSpace, spec.ActionSpace);
            EpisodeKernel<Apart<TEnvironment>, TKernel> kernel = new(new((TEnvironment)boxed), agent);
            var lanes = new LaneMemory<Scalar>(policy.Layout, policy.Kernel.StateSize, spec.StateSize, seen, spec.ActionSpace);
            request.Check(policy.Layout, seen);
            lanes.Decode(request, member);
            EpisodeRandom<Scalar> random = request.Random<Scalar>(member, 0);
            List<float[]> states = [], observations = [], actions = [];
            List<float> rewards = [];
            var probe = new RecordingProbe(recording);
            fixed (Scalar* numbers = lanes.Numbers)
            {
                EpisodeMemory<Scalar, LaneBuffer<Scalar>, SharedBuffer<Scalar>> memory = lanes.Episode(numbers);
                agent.Reset(memory, default(Alone));
                kernel.Reset(memory, random.At(0));
                states.Add(Row(memory.State, spec.StateSize));
                for (int step = 0; step < request.StepLimit; step++)
                {
                    Scalar finite = kernel.Observe(memory);
                    observations.Add(Row(memory.Observation, seen));
                    Scalar sound = agent.Act(memory, request.Scaling != null, ref probe, default(Alone));
                    actions.Add(Row(memory.Action, done));
                    kernel.Step(memory, random.At((uint)step + 1), out Scalar reward, out Scalar terminated);
                    bool broken = !Scalar.Any(Scalar.And(Scalar.And(finite, sound), Real.IsFinite(reward)));
                    rewards.Add(broken ? float.NaN : reward.Value);
                    states.Add(Row(memory.State, spec.StateSize));
                    if (broken || Scalar.Any(terminated)) break;
                }
            }
            return new(states, observations, actions, rewards, recording);
        }

        static float[] Row(LaneBuffer<Scalar> buffer, int count)
        {
            float[] row = new float[count];
            for (int i = 0; i < count; i++) row[i] = buffer[i].Value;
            return row;
        }
    }
}
