using Neuromorphic.Gradients;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>
/// What returns a policy may expect: a network of the policy's own kind with one output, all of it trained, on the squared
/// difference from what then came. A unit of its output stands for the return of 1 / (1 - discount) steps of reward 1.
/// </summary>
sealed class Critic
{
    readonly IGradientBatch batch;
    readonly int inputs;
    readonly double unit;

    public Critic(IGradientModel network, GradientSettings settings, ulong seed, int steps, long updates, IGradientBackend backend)
    {
        inputs = network.Inputs;
        unit = 1 / Math.Max(1.0 / steps, 1 - settings.Discount);
        batch = backend.CreateBatch(network, settings.Options, checked(steps + 1));
        // Another stream of weights than the policy's.
        Descent = new(network.Layout, network.Layout.InitialVector(seed ^ 0xC2B2AE3D27D4EB4Fu), settings, updates, "critic/");
    }

    /// <summary>Its numbers.</summary>
    public Descent Descent { get; }

    /// <summary>Expected returns at each observation [episode][observation].</summary>
    public double[][] Values(SampledEpisodes episodes)
    {
        int[] observed = episodes.Observed;
        double[][] values = Array.ConvertAll(observed, count => new double[count]);
        batch.RunForward(Descent.Flat, episodes.Count, (group, first, count) =>
        {
            int longest = EpisodeInputs.Forward(group, episodes, observed, first, count, inputs);
            Read(group, first, count, longest, values);
        });
        return values;
    }

    /// <summary>The gradient of the mean squared difference from targets [episode][step].</summary>
    public double[] Gradient(SampledEpisodes episodes, double[][] targets)
    {
        long steps = episodes.SoundSteps;
        return batch.Run(Descent.Flat, episodes.Count, (group, first, count) =>
        {
            int longest = EpisodeInputs.Forward(group, episodes, episodes.Length, first, count, inputs);
            Span<double> values = stackalloc double[SequenceGroup.Members];
            for (int t = 0; t < longest; t++)
            {
                group.GetOutput(t, 0, values);
                for (int m = 0; m < SequenceGroup.Members; m++)
                    values[m] = m < count && t < targets[first + m].Length && !episodes.Failed[first + m] ? (values[m] - targets[first + m][t] / unit) / steps : 0;
                group.SetOutputGradient(t, 0, values);
            }
        });
    }

    void Read(SequenceGroup group, int first, int count, int longest, double[][] values)
    {
        Span<double> members = stackalloc double[SequenceGroup.Members];
        for (int t = 0; t < longest; t++)
        {
            group.GetOutput(t, 0, members);
            for (int m = 0; m < count; m++)
                if (t < values[first + m].Length) values[first + m][t] = unit * members[m];
        }
    }
}

/// <summary>Observations of sampled episodes as inputs of a network.</summary>
static class EpisodeInputs
{
    /// <summary>Runs a group of episodes forward, each as far as a length says: an episode is a member. Gives the greatest of the lengths; beyond their ends others see zeros.</summary>
    public static int Forward(SequenceGroup group, SampledEpisodes episodes, int[] lengths, int first, int count, int inputs)
    {
        int longest = 1;
        for (int m = 0; m < count; m++) longest = Math.Max(longest, lengths[first + m]);
        float[] rows = new float[SequenceGroup.Members * inputs];
        group.Begin(longest);
        for (int t = 0; t < longest; t++)
        {
            Array.Clear(rows);
            for (int m = 0; m < count; m++)
                if (t < lengths[first + m] && !episodes.Failed[first + m]) episodes.Observation(first + m, t).CopyTo(rows.AsSpan(m * inputs));
            group.SetInputs(t, rows);
        }
        group.Forward();
        return longest;
    }
}
