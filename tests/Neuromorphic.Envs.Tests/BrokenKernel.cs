using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Tests;

/// <summary>Ways for a kernel to break its contract.</summary>
public enum KernelFlaw
{
    None, CapitalName, NoState, NoStepLimit, EmptySpace, NoActions, LeavesSpace, InfiniteObservation, UnwrittenObservation, UndefinedReward,
    NumberAsMask, ObserveWrites, StepWritesAction, TouchesBeyond, HiddenState, StaleReset, ReadsFirstLane, BranchesOnAnyLane,
}

/// <summary>A random walk between -5 and 5, sound but for one flaw.</summary>
public sealed class BrokenKernel(KernelFlaw flaw) : IEnvironment
{
    int resets;

    public EnvironmentSpec Spec => new()
    {
        Name = flaw == KernelFlaw.CapitalName ? "Broken" : "broken",
        Summary = "A random walk.",
        Source = "Tests",
        ObservationSpace = flaw switch
        {
            KernelFlaw.EmptySpace => new Box([1], [-1]),
            KernelFlaw.LeavesSpace => new Box([-.25], [.25]),
            _ => new Box([-5], [double.PositiveInfinity]),
        },
        ActionSpace = new Discrete(flaw == KernelFlaw.NoActions ? 0 : 2),
        StateSize = flaw == KernelFlaw.NoState ? 0 : 1,
        StepLimit = flaw == KernelFlaw.NoStepLimit ? 0 : 50,
    };

    public void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        R start = random.Uniform<R, TRandom>(-.1, .1);
        if (flaw == KernelFlaw.HiddenState) start += 1e-3 * resets++;
        if (flaw == KernelFlaw.StaleReset) start += 1e-3 * state[0];
        if (flaw == KernelFlaw.TouchesBeyond) state[1] = start;
        state[0] = start;
    }

    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        if (flaw == KernelFlaw.UnwrittenObservation) return;
        observation[0] = flaw == KernelFlaw.InfiniteObservation ? double.PositiveInfinity : state[0];
        if (flaw == KernelFlaw.ObserveWrites) state[0] *= .5;
    }

    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        R position = state[0] + (action[0] - .5) * .4 + random.Uniform<R, TRandom>(-.1, .1);
        if (flaw == KernelFlaw.ReadsFirstLane) position += .01 * R.Lane(state[0], 0);
        if (flaw == KernelFlaw.BranchesOnAnyLane && R.Any(position > .5)) position *= .5;
        position = Real.Clamp<R>(position, -5.0, 5.0);
        state[0] = position;
        if (flaw == KernelFlaw.StepWritesAction) action[0] = -1.0;
        reward = flaw == KernelFlaw.UndefinedReward ? double.NaN : -R.Abs(position);
        terminated = flaw == KernelFlaw.NumberAsMask ? 1.0 : R.Abs(position) > 2.0;
    }
}
