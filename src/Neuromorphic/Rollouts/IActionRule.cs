using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>How a policy's outputs become an action.</summary>
interface IActionRule<R, B, F> where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
{
    /// <summary>Writes the action of a step.</summary>
    /// <param name="memory">Where the episode lives.</param>
    /// <param name="outputs">Where in the policy's state its outputs stand.</param>
    /// <param name="step">The step, from 0.</param>
    void Choose(in EpisodeMemory<R, B, F> memory, int outputs, int step);
}

/// <summary>The best action; for a box the hyperbolic tangents of the outputs, from [-1, 1] to its bounds.</summary>
readonly struct GreedyRule<R, B, F>(ActionHead head, int observations) : IActionRule<R, B, F>
    where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
{
    readonly ActionHead head = head;

    public void Choose(in EpisodeMemory<R, B, F> memory, int outputs, int step)
    {
        B action = memory.Action;
        head.Act<R, B>(memory.PolicyState, outputs, action);
        if (!head.Squashed) return;
        F scaling = memory.Scaling;
        int middle = 2 * observations, half = middle + head.Outputs;
        for (int i = 0; i < head.Outputs; i++) action[i] = R.Fma(action[i], scaling[half + i], scaling[middle + i]);
    }
}
