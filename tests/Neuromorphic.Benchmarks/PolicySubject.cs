using System.Reflection;
using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Benchmarks;

/// <summary>A step of a policy, all lanes with numbers as they begin.</summary>
static unsafe class PolicySubject
{
    /// <summary>What a policy sees and does, without a task.</summary>
    public static EnvironmentSpec Task(int observations, int actions) => new()
    {
        Name = "policy",
        Summary = "",
        Source = "",
        ObservationSpace = Box.Uniform(observations, -1, 1),
        ActionSpace = Box.Uniform(actions, -1, 1),
        StateSize = 1,
        StepLimit = 1000,
    };

    /// <param name="what">Its name.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="items">Items that a step works through.</param>
    public static Subject Of<R>(string what, Policy policy, double items) where R : unmanaged, IReal<R> =>
        (Subject)typeof(PolicySubject).GetMethod(nameof(OfKernel), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(typeof(R), policy.Kernel.GetType()).Invoke(null, [what, policy, policy.Kernel, items])!;

    static Subject OfKernel<R, TKernel>(string what, Policy policy, TKernel kernel, double items) where R : unmanaged, IReal<R> where TKernel : struct, IPolicyKernel
    {
        float[] vector = policy.Layout.InitialVector(1);
        AlignedMemory<R> perMember = new(policy.Layout.PerMemberCount), memory = new(kernel.StateSize + policy.Observations);
        AlignedMemory<float> shared = new(policy.Layout.SharedCount);
        double[] start = policy.Layout.Search(vector);
        R[] search = new R[start.Length];
        for (int i = 0; i < search.Length; i++) search[i] = (float)start[i];
        fixed (R* x = search, own = perMember) ParameterDecoder.DecodeTrained(policy.Layout, x, own);
        fixed (float* values = shared) ParameterDecoder.DecodeShared(policy.Layout, vector, values);
        for (int i = 0; i < policy.Observations; i++) memory.Span[kernel.StateSize + i] = Math.Sin(i);
        return new(what, items, () =>
        {
            NoProbe probe = default;
            fixed (R* own = perMember, numbers = memory)
            fixed (float* values = shared)
            {
                LaneBuffer<R> state = new(numbers);
                kernel.Run(new PolicyParameters<R, LaneBuffer<R>, SharedBuffer<R>>(new(own), new(values)), state, state.From(kernel.StateSize), ref probe, default(Alone));
            }
        });
    }
}
