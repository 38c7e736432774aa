using System.Globalization;
using Neuromorphic.Numerics;

namespace Neuromorphic.Environments;

/// <summary>The laws of a single environment.</summary>
static class GymCheck
{
    public static void Run(GymEnvironment environment, int steps, FindingList findings)
    {
        try
        {
            List<double> first = Play(environment, 1, steps, findings);
            Play(environment, 2, steps / 2, findings);
            if (KernelCheck.Differs(first, Play(environment, 1, steps, findings), out int index))
                findings.Add("repeat", $"a seeded episode does not repeat bit for bit (number {index} of its history); Begin must set everything, and all chance must come from the environment's own random numbers");
        }
        catch (Exception exception)
        {
            findings.Add("exception", $"{exception.GetType().Name} on a valid call: {exception.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Two episodes, the second of which goes on with the random numbers of the first; everything they gave, in order.</summary>
    static List<double> Play(GymEnvironment environment, ulong seed, int steps, FindingList findings)
    {
        List<double> history = [];
        Pcg64 choices = new(seed);
        for (int episode = 0; episode < 2; episode++)
        {
            double[] observation = environment.Reset(episode == 0 ? seed : null).Observation;
            ObservationCheck.Run(observation, environment.ObservationSpace, 0, findings);
            int limit = environment.StepLimit;
            for (int step = 1; step <= steps; step++)
            {
                if (observation is null) return history;
                history.AddRange(observation);
                StepResult result = environment.Step(RandomActions.Draw(environment.ActionSpace, ref choices));
                if (!history.TakeLast(observation.Length).SequenceEqual(observation))
                    findings.Add("array", "an observation changes after it was given; each must be an array of its own");
                ObservationCheck.Run(result.Observation, environment.ObservationSpace, step, findings);
                if (!double.IsFinite(result.Reward)) findings.Add("reward", string.Create(CultureInfo.InvariantCulture, $"the reward of step {step} is {result.Reward}"));
                if (environment.StepLimit != limit) findings.Add("step limit", string.Create(CultureInfo.InvariantCulture, $"the step limit changes from {limit} to {environment.StepLimit} within an episode"));
                history.Add(result.Reward);
                history.Add(result.Ended ? 1 : 0);
                observation = result.Observation;
                if (result.Ended) break;
            }
            if (observation is not null) history.AddRange(observation);
        }
        return history;
    }
}
