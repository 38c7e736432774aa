using System.Reflection;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>Whether a kernel stays within the memory that its policy declares: lanes and devices do not look.</summary>
static class KernelReach
{
    /// <summary>Runs a step of a kernel that is not the library's own, or has a part that is not, in memory that looks.</summary>
    /// <exception cref="ArgumentException">It reads or writes beyond what there is; the message says where.</exception>
    public static void Check(Policy policy)
    {
        if (!IsForeign(policy.Kernel.GetType())) return;
        try
        {
            typeof(KernelReach).GetMethod(nameof(Run), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(policy.Kernel.GetType()).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [policy, policy.Kernel], null);
        }
        catch (BeyondMemory e)
        {
            throw new ArgumentException($"The kernel of the policy {policy.Name} {e.Message}: kernel and layout disagree.", e);
        }
    }

    /// <summary>Formulas are written by the library, whatever they say.</summary>
    static bool IsForeign(Type type) => (type.Assembly != typeof(KernelReach).Assembly && !type.Assembly.IsDynamic) || type.GetGenericArguments().Any(IsForeign);

    static unsafe void Run<TKernel>(Policy policy, TKernel kernel) where TKernel : struct, IPolicyKernel
    {
        ParameterLayout layout = policy.Layout;
        float[] vector = layout.InitialVector(0), shared = new float[layout.SharedCount];
        Scalar[] perMember = new Scalar[layout.PerMemberCount], search = [.. layout.Search(vector).Select(x => (Scalar)x)];
        fixed (float* from = shared) ParameterDecoder.DecodeShared(layout, vector, from);
        fixed (Scalar* to = perMember, from = search)
        {
            ParameterDecoder.DecodeFrozen(layout, vector, to);
            ParameterDecoder.DecodeTrained(layout, from, to);
        }
        PolicyParameters<Scalar, Watched, Watched> parameters = new(new(perMember, "parameters that members have of their own (blocks of the layout with a trained slice)"),
            new([.. shared.Select(x => (Scalar)x)], "parameters that members share (blocks of the layout without a trained slice)"));
        Watched state = new(new Scalar[kernel.StateSize], "numbers of its state"), observation = new(new Scalar[policy.Observations], "numbers of an observation");
        NoProbe probe = default;
        kernel.Reset(parameters, state, default(Alone));
        kernel.Run(parameters, state, observation, ref probe, default(Alone));
    }

    sealed class BeyondMemory(string message) : Exception(message);

    /// <summary>Memory that looks.</summary>
    readonly struct Watched(Scalar[] numbers, string what) : IBuffer<Scalar>
    {
        public Scalar this[int index]
        {
            get => numbers[Checked(index, "reads")];
            set => numbers[Checked(index, "writes")] = value;
        }

        int Checked(int index, string does) => (uint)index < (uint)numbers.Length ? index : throw new BeyondMemory($"{does} number {index} of the {numbers.Length} {what}");
    }
}
