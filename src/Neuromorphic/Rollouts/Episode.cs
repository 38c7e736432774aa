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
            AgentKernel<TKernel> agent = AgentKernel<TKernel>.Of(policy, spec.ObservationSpace, spec.ActionSpace);
            EpisodeKernel<Apart<TEnvironment>, TKernel> kernel = new(new((TEnvironment)boxed), agent);
            var lanes = new LaneMemory<Scalar>(policy, spec);
            request.Check(policy.Layout, spec.ObservationSpace.Size);
            lanes.Decode(request, member);
            Recorder recorder = new(spec, new(recording), [], [], [], []);
            GreedyRule<Scalar, LaneBuffer<Scalar>, SharedBuffer<Scalar>> rule = agent.Greedy<Scalar, LaneBuffer<Scalar>, SharedBuffer<Scalar>>();
            fixed (Scalar* numbers = lanes.Numbers)
                kernel.Run(lanes.Episode(numbers), request.Random<Scalar>(member, 0), request.StepLimit, request.Scaling != null, false, default(Alone), ref rule, ref recorder, out _);
            return new(recorder.States, recorder.Observations, recorder.Actions, recorder.Rewards, recording);
        }
    }

    /// <summary>Writes everything down.</summary>
    readonly record struct Recorder(EnvironmentSpec Spec, RecordingProbe Probe, List<float[]> States, List<float[]> Observations, List<float[]> Actions, List<float> Rewards)
        : IEpisodeObserver<Scalar, LaneBuffer<Scalar>, SharedBuffer<Scalar>>
    {
        public void BeginStep(int subSteps) => Probe.BeginStep(subSteps);
        public void Record<R, B>(int neuron, int subStep, B state, R spike) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => Probe.Record(neuron, subStep, state, spike);
        public void Began(in EpisodeMemory<Scalar, LaneBuffer<Scalar>, SharedBuffer<Scalar>> memory) => States.Add(Row(memory.State, Spec.StateSize));
        public void Observed(in EpisodeMemory<Scalar, LaneBuffer<Scalar>, SharedBuffer<Scalar>> memory) => Observations.Add(Row(memory.Observation, Spec.ObservationSpace.Size));

        public void Stepped(in EpisodeMemory<Scalar, LaneBuffer<Scalar>, SharedBuffer<Scalar>> memory, int step, Scalar alive, Scalar reward, Scalar terminated, Scalar broken)
        {
            Actions.Add(Row(memory.Action, Spec.ActionSpace.Size));
            Rewards.Add(Scalar.Any(broken) ? float.NaN : reward.Value);
            States.Add(Row(memory.State, Spec.StateSize));
        }

        static float[] Row(LaneBuffer<Scalar> buffer, int count)
        {
            float[] row = new float[count];
            for (int i = 0; i < count; i++) row[i] = buffer[i].Value;
            return row;
        }
    }
}
