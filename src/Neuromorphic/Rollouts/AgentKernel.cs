using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>A policy between an environment's spaces: its observations are scaled and summed, its outputs checked and made an action.</summary>
readonly struct AgentKernel<TPolicy>(TPolicy policy, int observations, ActionHead head) where TPolicy : struct, IPolicyKernel
{
    /// <summary>The action rule of evaluations and of evolution: the best action, or the outputs squashed between a box's bounds.</summary>
    public GreedyRule<R, B, F> Greedy<R, B, F>() where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> => new(head, observations);

    /// <summary>The agent of a policy made for these spaces.</summary>
    /// <exception cref="ArgumentException">It was made for others.</exception>
    public static AgentKernel<TPolicy> Of(Policy policy, Box observations, Space actions)
    {
        policy.Check(observations, actions);
        return new((TPolicy)policy.Kernel, observations.Size, new ActionHead(actions));
    }

    /// <summary>The policy's state before the first step.</summary>
    public void Reset<R, B, F, TTeam>(in EpisodeMemory<R, B, F> memory, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam =>
        policy.Reset(memory.Parameters, memory.PolicyState, team);

    /// <summary>The mask says whether all that is seen is finite.</summary>
    public R IsObservationFinite<R, B, F>(in EpisodeMemory<R, B, F> memory)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> => AreFinite<R, B>(memory.Observation, 0, observations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R AreFinite<R, B>(B numbers, int first, int count) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R finite = Real.All<R>();
        for (int i = first; i < first + count; i++) finite = R.And(finite, Real.IsFinite(numbers[i]));
        return finite;
    }

    /// <summary>The outputs, after the observation is scaled in place. The mask says, to the first of a team, whether all of them are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public R Run<R, B, F, TProbe, TTeam>(in EpisodeMemory<R, B, F> memory, bool scale, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam
    {
        if (scale && team.Rank == 0) Scale(memory);
        team.Barrier();
        policy.Run(memory.Parameters, memory.PolicyState, memory.Observation, ref probe, team);
        team.Barrier();
        return team.Rank > 0 ? Real.All<R>() : AreFinite<R, B>(memory.PolicyState, policy.Outputs, head.Outputs);
    }

    /// <summary>An action by a rule, from the outputs of a step.</summary>
    public void Act<R, B, F, TRule>(in EpisodeMemory<R, B, F> memory, int step, ref TRule rule)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TRule : struct, IActionRule<R, B, F> =>
        rule.Choose(memory, policy.Outputs, step);

    /// <summary>Scales the observation in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scale<R, B, F>(in EpisodeMemory<R, B, F> memory)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        B observation = memory.Observation;
        F scaling = memory.Scaling;
        R clip = ObservationScaling.Clip;
        for (int i = 0; i < observations; i++)
            observation[i] = Real.Clamp<R>((observation[i] - scaling[i]) * scaling[observations + i], -clip, clip);
    }

    /// <summary>Adds the observation to compensated sums of differences from the scaling's mean and of their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect<R, B, F>(in EpisodeMemory<R, B, F> memory, R alive)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        B observation = memory.Observation, sums = memory.Sums;
        for (int i = 0; i < observations; i++)
        {
            R difference = R.Select(alive, observation[i] - memory.Scaling[i], 0f);
            CompensatedSum<R>.Add(sums, 4 * i, difference);
            CompensatedSum<R>.Add(sums, 4 * i + 2, difference * difference);
        }
        sums[4 * observations] += R.Select(alive, 1f, 0f);
    }
}
