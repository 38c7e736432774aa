using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>One episode in full: what was seen, done and earned, and what the neurons did.</summary>
/// <param name="Observations">Observations before scaling [step][observation].</param>
/// <param name="Actions">Actions [step][action].</param>
/// <param name="Rewards">Rewards [step].</param>
/// <param name="Recording">Spikes and potentials of the probed neurons.</param>
public sealed record Episode(IReadOnlyList<float[]> Observations, IReadOnlyList<float[]> Actions, IReadOnlyList<float> Rewards, Recording Recording)
{
    /// <summary>Sum of rewards.</summary>
    public double Return => Rewards.Sum(reward => (double)reward);

    /// <summary>Plays the episode that the first member of a request meets, with all neurons probed, or the chosen ones.</summary>
    public static Episode Play(IEnvironment environment, Policy policy, RolloutRequest request, IReadOnlyList<int>? neurons = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(policy);
        var recording = neurons == null ? new Recording(policy.Neurons) : new Recording(policy.Neurons, neurons);
        var player = (Player)Activator.CreateInstance(typeof(Player<,>).MakeGenericType(environment.GetType(), policy.Kernel.GetType()))!;
        return player.Play(environment, policy, request, recording);
    }

    abstract class Player
    {
        public abstract Episode Play(IEnvironment environment, Policy policy, RolloutRequest request, Recording recording);
    }

    sealed class Player<TEnvironment, TKernel> : Player where TEnvironment : struct, IEnvironment where TKernel : struct, IPolicyKernel
    {
        public override Episode Play(IEnvironment boxed, Policy policy, RolloutRequest request, Recording recording)
        {
            var environment = (TEnvironment)boxed;
            var kernel = (TKernel)policy.Kernel;
            EnvironmentSpec spec = environment.Spec;
            var memory = new LaneMemory<Scalar>(policy.Layout, kernel.StateSize, spec.StateSize, spec.ObservationSpace.Size, spec.ActionSpace);
            memory.Decode(policy.Layout, request, 0);
            List<float[]> observations = [], actions = [];
            List<float> rewards = [];
            var probe = new RecordingProbe(recording);
            PhiloxStream<Scalar> random = request.Random<Scalar>(0, 0, 0);
            environment.Reset<Scalar, LaneBuffer<Scalar>, PhiloxStream<Scalar>>(memory.State, ref random);
            kernel.Reset(memory.Parameters, memory.PolicyState);
            for (int step = 0; step < request.StepLimit; step++)
            {
                environment.Observe<Scalar, LaneBuffer<Scalar>>(memory.State, memory.Observation);
                observations.Add(Row(memory.Observation, spec.ObservationSpace.Size));
                if (request.Scaling != null) memory.ScaleObservations();
                kernel.Act(memory.Parameters, memory.PolicyState, memory.Observation, memory.Action, ref probe);
                memory.ScaleActions();
                actions.Add(Row(memory.Action, spec.ActionSpace.Size));
                random = request.Random<Scalar>(0, 0, (uint)step + 1);
                environment.Step(memory.State, memory.Action, ref random, out Scalar reward, out Scalar terminated);
                rewards.Add(reward.Value);
                if (Scalar.Any(terminated)) break;
            }
            return new(observations, actions, rewards, recording);
        }

        static float[] Row(LaneBuffer<Scalar> buffer, int count)
        {
            float[] row = new float[count];
            for (int i = 0; i < count; i++) row[i] = buffer[i].Value;
            return row;
        }
    }
}
