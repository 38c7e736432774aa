namespace Neuromorphic.Rollouts;

/// <summary>What every episode of every member gave, [member][episode]: written by whoever simulates it, added up in order.</summary>
sealed class EpisodeOutcomes(int members, int episodes)
{
    readonly (double Return, long Steps, long Unconverged)[] outcomes = new (double, long, long)[checked(members * episodes)];

    /// <summary>Notes an episode; the return is NaN if it failed.</summary>
    public void Set(int member, int episode, double total, long steps, long unconverged) => outcomes[member * episodes + episode] = (total, steps, unconverged);

    /// <summary>Adds the episodes of each member: the fitness is the mean of their returns.</summary>
    public void AddTo(RolloutResult result)
    {
        for (int member = 0; member < members; member++)
            foreach ((double total, long steps, long unconverged) in outcomes.AsSpan(member * episodes, episodes))
            {
                result.Fitness[member] += total / episodes;
                result.Steps[member] += steps;
                result.Unconverged[member] += unconverged;
            }
    }
}
