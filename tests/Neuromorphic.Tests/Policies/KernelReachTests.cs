using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Policies;

/// <summary>A kernel of one's own that leaves the memory which its policy declares is refused before it runs in memory that does not look.</summary>
public sealed class KernelReachTests
{
    /// <summary>A kernel that reaches as far as it is told.</summary>
    readonly struct Reaching(int own, int shared, int state, int observation, int write) : IPolicyKernel
    {
        public int StateSize => 4;
        public int Outputs => 0;

        public void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team)
            where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam => state[write] = 0f;

        public void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B memory, B seen, ref TProbe probe, TTeam team)
            where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam =>
            memory[1] = parameters.PerMember[own] + parameters.Shared[shared] + memory[state] + seen[observation];
    }

    static Policy Create(Reaching kernel) => new PolicyFamily("reaching", "A test.", (environment, _) => new("reaching",
        new([new() { Name = "a", Shape = [3], Block = "a", Initial = 1, Trained = true }, new() { Name = "b", Shape = [2], Block = "b", Initial = 1 }]), kernel, 1, environment.ObservationSpace.Size, environment.ActionSpace))
        .Create(new CartPole().Spec, OptionSet.None);

    [Fact]
    public void A_kernel_within_its_memory_is_taken() => Assert.Equal("reaching", Create(new(2, 1, 3, 3, 0)).Name);

    [Theory]
    [InlineData(3, 1, 3, 3, 0, "reads number 3 of the 3 parameters that members have of their own (blocks of the layout with a trained slice)")]
    [InlineData(2, 2, 3, 3, 0, "reads number 2 of the 2 parameters that members share (blocks of the layout without a trained slice)")]
    [InlineData(2, 1, 4, 3, 0, "reads number 4 of the 4 numbers of its state")]
    [InlineData(2, 1, 3, 9, 0, "reads number 9 of the 4 numbers of an observation")]
    [InlineData(2, 1, 3, 3, -1, "writes number -1 of the 4 numbers of its state")]
    public void What_it_has_not_is_named(int own, int shared, int state, int observation, int write, string what) =>
        Assert.Equal($"The kernel of the policy reaching {what}: kernel and layout disagree.", Assert.Throws<ArgumentException>(() => Create(new(own, shared, state, observation, write))).Message);
}
