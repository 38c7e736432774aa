using System.Collections.Concurrent;
using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>The part of a task that differs: inputs and losses. It is called by several threads at once, each with its own group.</summary>
/// <param name="group">Where the sequences run; the callee begins them, sets inputs, runs forward, sets the gradients of outputs.</param>
/// <param name="first">The first member of the batch in the group.</param>
/// <param name="count">Members of the group that belong to the batch.</param>
public delegate void SequenceTask(SequenceGroup group, int first, int count);

/// <summary>
/// The gradient of a batch: groups of members are spread over threads, several of which share a group where these are fewer, and their sums
/// are added in an order that does not depend on it.
/// </summary>
public sealed class BatchGradient : IGradientBatch
{
    const int MostSlots = 16; // sums that are kept apart

    readonly IGradientModel network;
    readonly int threads, perGroup;
    readonly SequenceGroup original;
    readonly ConcurrentBag<SequenceGroup> groups = [];
    readonly double[][] sums;
    readonly double[] total;

    /// <summary>Memory for batches of sequences of up to a number of steps.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">How gradients are computed.</param>
    /// <param name="steps">Most steps of a sequence.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="width">Lane width; the result does not depend on it.</param>
    /// <param name="relation">How steps relate. Where they are independent, members are spread over the steps of a group as well.</param>
    public BatchGradient(IGradientModel network, GradientOptions options, int steps, int threads, LaneWidth? width = null, StepRelation relation = StepRelation.Consecutive)
        : this(network, SequenceGroup.Create(network, options, steps, relation: relation, width: width), steps, threads, relation)
    {
    }

    /// <summary>Memory for batches in the numbers of a group.</summary>
    internal BatchGradient(IGradientModel network, SequenceGroup group, int steps, int threads, StepRelation relation)
    {
        this.network = network;
        this.threads = threads;
        original = group;
        perGroup = SequenceGroup.Members * (relation == StepRelation.Independent ? steps : 1);
        groups.Add(original);
        sums = new double[MostSlots][];
        total = new double[network.Layout.Count];
    }

    /// <summary>Bytes of memory that groups and sums hold at this moment.</summary>
    public long Bytes => groups.Sum(group => group.Bytes) + 8L * network.Layout.Count * (1 + sums.Count(sum => sum != null));

    /// <inheritdoc/>
    public double[] Run(double[] vector, int members, SequenceTask task)
    {
        int count = (members + perGroup - 1) / perGroup, slots = Math.Min(count, MostSlots);
        original.Decode(vector);
        Work.For(slots, threads, slot =>
        {
            double[] sum = sums[slot] ??= new double[network.Layout.Count];
            Array.Clear(sum);
            SequenceGroup group = Take(slots);
            for (int index = slot; index < count; index += slots)
            {
                int first = index * perGroup;
                task(group, first, Math.Min(perGroup, members - first));
                group.Backward(sum);
            }
            groups.Add(group);
        });
        Array.Clear(total);
        for (int slot = 0; slot < slots; slot++) Rows.Add(sums[slot], total);
        SearchSpace.Pull(network.Layout, vector, total);
        return total;
    }

    /// <inheritdoc/>
    public void RunForward(double[] vector, int members, SequenceTask task)
    {
        original.Decode(vector);
        int count = (members + perGroup - 1) / perGroup;
        Work.For(count, threads, index =>
        {
            SequenceGroup group = Take(count);
            int first = index * perGroup;
            task(group, first, Math.Min(perGroup, members - first));
            groups.Add(group);
        });
    }

    /// <summary>A group, for its share of the threads if so many work at once.</summary>
    SequenceGroup Take(int atOnce)
    {
        if (!groups.TryTake(out SequenceGroup? group)) group = original.Sibling();
        group.Threads = Math.Max(1, threads / atOnce);
        return group;
    }
}
