using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Envs.Tests;

public class EnvironmentCheckerTests
{
    public static TheoryData<string> Names => [.. ClassicEnvironments.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_registered_environment_is_sound(string name)
    {
        Assert.Empty(EnvironmentChecker.Check(ClassicEnvironments.Create(name)));
        Assert.Empty(EnvironmentChecker.Check(new KernelEnvironment(ClassicEnvironments.Create(name))));
    }

    [Fact]
    public void Memory_tasks_are_sound_with_every_option()
    {
        foreach (int steps in new[] { 1, 2, 100 })
        {
            Assert.Empty(EnvironmentChecker.Check(new MemoryLength(steps, MemoryLengthMode.Paper)));
            Assert.Empty(EnvironmentChecker.Check(new MemoryLength(steps)));
        }
        foreach (int bits in new[] { 1, 3, 40 }) Assert.Empty(EnvironmentChecker.Check(new MemorySize(bits)));
    }

    [Theory]
    [InlineData(KernelFlaw.CapitalName, "'Broken' is not in kebab case")]
    [InlineData(KernelFlaw.NoState, "the state has 0 numbers")]
    [InlineData(KernelFlaw.NoStepLimit, "the step limit is 0")]
    [InlineData(KernelFlaw.EmptySpace, "observation space is empty at [0]: 1 to -1")]
    [InlineData(KernelFlaw.NoActions, "the action space is empty")]
    [InlineData(KernelFlaw.LeavesSpace, "outside its space from -0.25 to 0.25")]
    [InlineData(KernelFlaw.InfiniteObservation, "observation[0] is Infinity")]
    [InlineData(KernelFlaw.UnwrittenObservation, "observation[0] is NaN at step 0")]
    [InlineData(KernelFlaw.UndefinedReward, "the reward of step 1 is NaN")]
    [InlineData(KernelFlaw.NumberAsMask, "terminated is not a mask")]
    [InlineData(KernelFlaw.ObserveWrites, "Observe changes the state")]
    [InlineData(KernelFlaw.StepWritesAction, "Step changes the action")]
    [InlineData(KernelFlaw.TouchesBeyond, "beyond the stated sizes: state 1, observation 1, action 1")]
    [InlineData(KernelFlaw.HiddenState, "does not repeat bit for bit")]
    [InlineData(KernelFlaw.StaleReset, "depends on what the state buffer held before the reset")]
    public void A_flaw_of_a_kernel_is_found_in_every_number_type(KernelFlaw flaw, string sentence)
    {
        AssertFound(EnvironmentChecker.Check<Scalar64>(new BrokenKernel(flaw)), sentence);
        AssertFound(EnvironmentChecker.Check<Scalar>(new BrokenKernel(flaw)), sentence);
        AssertFound(EnvironmentChecker.Check<Lanes8>(new BrokenKernel(flaw)), sentence);
        AssertFound(EnvironmentChecker.Check<Lanes16>(new BrokenKernel(flaw)), sentence);
    }

    [Theory]
    [InlineData(KernelFlaw.ReadsFirstLane)]
    [InlineData(KernelFlaw.BranchesOnAnyLane)]
    public void A_leak_between_lanes_is_found(KernelFlaw flaw)
    {
        AssertFound(EnvironmentChecker.Check<Lanes8>(new BrokenKernel(flaw)), "no lane may see another");
        AssertFound(EnvironmentChecker.Check<Lanes16>(new BrokenKernel(flaw)), "no lane may see another");
    }

    [Theory]
    [InlineData(GymFlaw.NoStepLimit, "the step limit is 0")]
    [InlineData(GymFlaw.LeavesSpace, "outside its space")]
    [InlineData(GymFlaw.WrongLength, "an observation has 2 numbers, its space 1")]
    [InlineData(GymFlaw.UndefinedObservation, "observation[0] is NaN")]
    [InlineData(GymFlaw.InfiniteReward, "is -Infinity")]
    [InlineData(GymFlaw.ForgetsReset, "does not repeat bit for bit")]
    [InlineData(GymFlaw.OwnRandomNumbers, "does not repeat bit for bit")]
    [InlineData(GymFlaw.SharesArray, "an observation changes after it was given")]
    [InlineData(GymFlaw.MovingStepLimit, "the step limit changes from 30 to 29")]
    [InlineData(GymFlaw.Throws, "NotSupportedException on a valid call: Left is not supported")]
    public void A_flaw_of_a_single_environment_is_found(GymFlaw flaw, string sentence) =>
        AssertFound(EnvironmentChecker.Check(new BrokenGym(flaw)), sentence);

    [Fact]
    public void Without_a_flaw_the_same_environments_are_sound()
    {
        Assert.Empty(EnvironmentChecker.Check(new BrokenKernel(KernelFlaw.None)));
        Assert.Empty(EnvironmentChecker.Check(new BrokenGym(GymFlaw.None)));
    }

    static void AssertFound(IReadOnlyList<string> findings, string sentence) =>
        Assert.Contains(findings, finding => finding.Contains(sentence, StringComparison.Ordinal));
}
