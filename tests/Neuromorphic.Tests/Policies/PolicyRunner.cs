using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Tests.Policies;

/// <summary>Runs a policy's kernel without an environment: every lane has the same parameters and sees its own observations.</summary>
public static class PolicyRunner
{
    /// <summary>Actions [step][action] of a lane.</summary>
    public static double[][] Run<R>(Policy policy, float[] vector, double[][] observations, int actions, Recording? recording = null, int lane = 0) where R : unmanaged, IReal<R> =>
        (double[][])typeof(PolicyRunner).GetMethod(nameof(RunKernel), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(typeof(R), policy.Kernel.GetType()).Invoke(null, [policy, vector, observations, actions, recording, lane])!;

    static unsafe double[][] RunKernel<R, K>(Policy policy, float[] vector, double[][] observations, int actions, Recording? recording, int lane) where R : unmanaged, IReal<R> where K : struct, IPolicyKernel
    {
        var kernel = (K)policy.Kernel;
        ParameterLayout layout = policy.Layout;
        AlignedMemory<R> perMember = new(layout.PerMemberCount), search = new(layout.TrainedCount), state = new(kernel.StateSize), seen = new(observations[0].Length), chosen = new(actions);
        AlignedMemory<float> shared = new(layout.SharedCount);
        double[] trained = layout.Search(vector);
        for (int i = 0; i < trained.Length; i++) search.Span[i] = trained[i];
        double[][] result = new double[observations.Length][];
        double[] lanes = new double[R.Width];
        fixed (R* own = perMember, x = search, states = state, inputs = seen, outputs = chosen)
        fixed (float* values = shared)
        {
            ParameterDecoder.DecodeShared(layout, vector, values);
            ParameterDecoder.DecodeFrozen(layout, vector, own);
            ParameterDecoder.DecodeTrained(layout, x, own);
            PolicyParameters<R, LaneBuffer<R>, SharedBuffer<R>> parameters = new(new(own), new(values));
            LaneBuffer<R> memory = new(states), observation = new(inputs), action = new(outputs);
            kernel.Reset(parameters, memory, default(Alone));
            for (int step = 0; step < observations.Length; step++)
            {
                for (int i = 0; i < observations[step].Length; i++)
                {
                    Array.Fill(lanes, -7); // the other lanes see something else
                    lanes[lane] = observations[step][i];
                    observation[i] = R.FromLanes(lanes);
                }
                if (recording == null)
                {
                    NoProbe probe = default;
                    kernel.Run(parameters, memory, observation, ref probe, default(Alone));
                }
                else
                {
                    RecordingProbe probe = new(recording);
                    kernel.Run(parameters, memory, observation, ref probe, default(Alone));
                }
                new ActionHead(policy.ActionSpace).Act<R, LaneBuffer<R>>(memory, kernel.Outputs, action);
                result[step] = new double[actions];
                for (int i = 0; i < actions; i++) result[step][i] = R.Lane(action[i], lane);
            }
        }
        return result;
    }
}
