using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Rollouts;

namespace Neuromorphic.Training;

/// <summary>
/// What returns a policy may expect: spiking neurons of the policy's own kind, read by one leaky integrator, all of it trained, on the squared
/// difference from what then came. A unit of its output stands for the return of 1 / (1 - discount) steps of reward 1.
/// </summary>
sealed class Critic
{
    const int Neurons = 64;

    readonly BatchGradient batch;
    readonly int inputs;
    readonly double unit;

    public Critic(RunConfiguration configuration, int observations, int steps, long updates, int threads, LaneWidth? width)
    {
        SpikingNetwork network = NeuronRegistry.CreateNetwork(configuration.Neuron, observations, 1, new SpikingPolicyOptions
        {
            Neurons = Neurons,
            Condition = Condition.Both,
            SubSteps = configuration.SubSteps,
            Readout = Readout.LeakyIntegrator,
            InputScale = configuration.InputScale,
            Neuron = configuration.NeuronOptions,
        });
        inputs = observations;
        unit = 1 / Math.Max(1.0 / steps, 1 - configuration.Gradients.Discount);
        batch = new(network, configuration.Gradients.Options, steps, threads, width);
        // Another stream of weights than the policy's.
        Descent = new(network.Layout, network.Layout.InitialVector(configuration.Seed ^ 0xC2B2AE3D27D4EB4Fu), configuration.StrategySettings, configuration.Gradients, updates, "critic/");
    }

    /// <summary>Its numbers.</summary>
    public Descent Descent { get; }

    /// <summary>Expected returns [episode][step].</summary>
    public double[][] Values(SampledEpisodes episodes)
    {
        double[][] values = new double[episodes.Count][];
        batch.RunForward(Descent.Flat, episodes.Count, (group, first, count) =>
        {
            EpisodeInputs.Forward(group, episodes, first, count, inputs);
            Read(group, episodes, first, count, values);
        });
        return values;
    }

    /// <summary>The gradient of the mean squared difference from targets [episode][step].</summary>
    public double[] Gradient(SampledEpisodes episodes, double[][] targets)
    {
        long steps = episodes.SoundSteps;
        return batch.Run(Descent.Flat, episodes.Count, (group, first, count) =>
        {
            int longest = EpisodeInputs.Forward(group, episodes, first, count, inputs);
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

    void Read(SequenceGroup group, SampledEpisodes episodes, int first, int count, double[][] values)
    {
        Span<double> members = stackalloc double[SequenceGroup.Members];
        int longest = 0;
        for (int m = 0; m < count; m++)
        {
            values[first + m] = new double[episodes.Length[first + m]];
            longest = Math.Max(longest, episodes.Length[first + m]);
        }
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
    /// <summary>Runs a group of episodes forward: an episode is a member. Gives the length of the longest; beyond their ends others see zeros.</summary>
    public static int Forward(SequenceGroup group, SampledEpisodes episodes, int first, int count, int inputs)
    {
        int longest = 1;
        for (int m = 0; m < count; m++) longest = Math.Max(longest, episodes.Length[first + m]);
        float[] rows = new float[SequenceGroup.Members * inputs];
        group.Begin(longest);
        for (int t = 0; t < longest; t++)
        {
            Array.Clear(rows);
            for (int m = 0; m < count; m++)
                if (t < episodes.Length[first + m] && !episodes.Failed[first + m]) episodes.Observation(first + m, t).CopyTo(rows.AsSpan(m * inputs));
            group.SetInputs(t, rows);
        }
        group.Forward();
        return longest;
    }
}
