using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Rollouts;

/// <summary>Actions at random around a policy's outputs, with random numbers of each lane and step.</summary>
/// <param name="sampler">How they are drawn.</param>
/// <param name="key">The key of the random numbers.</param>
/// <param name="first">The first lane's episode.</param>
/// <param name="generation">The generation.</param>
/// <param name="chosen">Receives what was chosen, before bounds.</param>
readonly struct SampledRule<R, B, F>(ActionSampler sampler, RandomKey key, int first, uint generation, B chosen) : IActionRule<R, B, F>
    where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
{
    /// <summary>What was chosen in the last step, before bounds.</summary>
    public B Chosen { get; } = chosen;

    public void Choose(in EpisodeMemory<R, B, F> memory, int outputs, int step)
    {
        PhiloxStream<R> stream = new(key, Word<R>.Lanes((uint)first), generation, 0, (uint)step);
        sampler.Choose(memory, outputs, ref stream, Chosen);
    }
}

/// <summary>Chooses an action at random around a policy's outputs: by their softmax, or normally distributed around their hyperbolic tangents (around the outputs themselves in a box without bounds).</summary>
readonly struct ActionSampler(Space space, int observations, double deviation)
{
    readonly Flag discrete = space is Discrete, squashed = new ActionHead(space).Squashed;
    readonly int count = space is Discrete discrete ? discrete.Count : space.Size;

    /// <summary>Numbers of an action.</summary>
    public int Actions => discrete ? 1 : count;

    /// <summary>Replaces the action. Gives what was chosen, before bounds, in the first numbers of <paramref name="chosen"/>.</summary>
    public void Choose<R, B, F>(in EpisodeMemory<R, B, F> memory, int outputs, ref PhiloxStream<R> random, B chosen)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        B state = memory.PolicyState, action = memory.Action;
        if (discrete) action[0] = chosen[0] = ByProbability<R, B>(state, outputs, random.NextUnit());
        else
            for (int i = 0; i < count; i += 2)
            {
                random.NextUnits(out R a, out R b, out _, out _);
                Normals.BoxMuller(1.0 - a, b, out R first, out R second); // NextUnits gives [0, 1)
                Around(memory, outputs, i, first, chosen);
                if (i + 1 < count) Around(memory, outputs, i + 1, second, chosen);
            }
    }

    void Around<R, B, F>(in EpisodeMemory<R, B, F> memory, int outputs, int i, R normal, B chosen)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R>
    {
        B state = memory.PolicyState, action = memory.Action;
        F scaling = memory.Scaling;
        int middle = 2 * observations, half = middle + count;
        if (!squashed)
        {
            action[i] = chosen[i] = R.Fma(deviation, normal, state[outputs + i]);
            return;
        }
        chosen[i] = R.Fma(deviation, normal, R.Tanh(state[outputs + i]));
        action[i] = R.Fma(Real.Clamp(chosen[i], (R)(-1.0), (R)1.0), scaling[half + i], scaling[middle + i]);
    }

    R ByProbability<R, B>(B state, int outputs, R unit) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R top = state[outputs], total = 0f, index = 0f, below = 0f;
        for (int i = 1; i < count; i++) top = Real.Max(state[outputs + i], top);
        for (int i = 0; i < count; i++) total += R.Exp(state[outputs + i] - top);
        R mark = unit * total;
        for (int i = 0; i < count - 1; i++)
        {
            below += R.Exp(state[outputs + i] - top);
            index += R.Select(mark >= below, 1f, 0f);
        }
        return index;
    }
}
