namespace Neuromorphic.Rollouts;

/// <summary>Episodes that a policy which chooses at random played: what the policy gradient learns from.</summary>
/// <param name="episodes">Episodes.</param>
/// <param name="steps">Most steps.</param>
/// <param name="observations">Numbers of an observation.</param>
/// <param name="actions">Numbers of an action.</param>
public sealed class SampledEpisodes(int episodes, int steps, int observations, int actions)
{
    readonly float[] seen = new float[episodes * (steps + 1L) * observations], done = new float[(long)episodes * steps * actions], rewards = new float[(long)episodes * steps];

    /// <summary>Episodes.</summary>
    public int Count => episodes;
    /// <summary>Steps of each episode.</summary>
    public int[] Length { get; } = new int[episodes];
    /// <summary>Whether each ended in a terminal state, and not because its steps were used up.</summary>
    public bool[] Terminated { get; } = new bool[episodes];
    /// <summary>Whether an observation, an output, a reward or a sum of observations of it was not finite.</summary>
    public bool[] Failed { get; } = new bool[episodes];
    /// <summary>What the environment could not solve to the end in each, where it counts that.</summary>
    public long[] Unconverged { get; } = new long[episodes];

    /// <summary>Observations that are kept of each: one before every step, and one more where the steps were used up.</summary>
    public int[] Observed
    {
        get
        {
            int[] observed = [.. Length];
            for (int e = 0; e < Count; e++)
                if (!Terminated[e] && !Failed[e]) observed[e]++;
            return observed;
        }
    }

    /// <summary>Steps of the episodes that did not fail.</summary>
    public long SoundSteps
    {
        get
        {
            long sum = 0;
            for (int e = 0; e < Count; e++)
                if (!Failed[e]) sum += Length[e];
            return sum;
        }
    }

    /// <summary>What the policy saw at a step, scaled if observations are; after the last step of an episode whose steps were used up what it would have seen next.</summary>
    public Span<float> Observation(int episode, int step) => seen.AsSpan((episode * (steps + 1) + step) * observations, observations);
    /// <summary>What it chose: the index of a discrete action, or numbers around its outputs, whose bounds count as -1 and 1, before they are clipped to them.</summary>
    public Span<float> Action(int episode, int step) => done.AsSpan((episode * steps + step) * actions, actions);
    /// <summary>The rewards of an episode's steps.</summary>
    public Span<float> Rewards(int episode) => rewards.AsSpan(episode * steps, Length[episode]);

    internal Span<float> AllRewards(int episode) => rewards.AsSpan(episode * steps, steps);

    /// <summary>The sum of an episode's rewards; NaN if it failed.</summary>
    public double Return(int episode)
    {
        double sum = 0;
        foreach (float reward in Rewards(episode)) sum += reward;
        return Failed[episode] ? double.NaN : sum;
    }
}
