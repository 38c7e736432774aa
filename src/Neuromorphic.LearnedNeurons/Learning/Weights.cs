using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;
using Neuromorphic.Training;

namespace Neuromorphic.LearnedNeurons;

/// <summary>Weights and orders of trainings, by seed and number.</summary>
static class Weights
{
    /// <summary>The number of trainings that types are judged by: none that types were learned by, whatever the seeds.</summary>
    public const int Judging = 500_000;

    /// <summary>Weights as they begin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[] Initial(ILossModel model, InitialWeights initial, ulong seed, int training)
    {
        RandomKey key = RandomKey.For(seed, RandomPurpose.Weights);
        double[] theta = new double[model.FanIn.Count];
        for (int i = 0; i < theta.Length; i++)
        {
            Philox<Scalar> block = Philox<Scalar>.Block(key, (uint)training, 1u, 0u, (uint)i);
            double first = block.A.ToUnit().Value;
            theta[i] = initial == InitialWeights.Uniform || model.Biases[i]
                ? (2 * first - 1) / Math.Sqrt(model.FanIn[i])
                : Math.Sqrt(2.0 / model.FanIn[i]) * Math.Sqrt(-2 * Portable.Log(1 - first)) * Portable.Cos(2 * Math.PI * block.B.ToUnit().Value); // Box and Muller (1958)
        }
        return theta;
    }

    /// <summary>Batches of epochs in random order, each example once in an epoch; what does not fill a batch is left out.</summary>
    /// <param name="examples">All examples.</param>
    /// <param name="size">Examples of a batch.</param>
    /// <param name="count">Batches.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="training">Which training.</param>
    public static IEnumerable<LearningBatch> Batches(LearningBatch examples, int size, int count, ulong seed, int training)
    {
        int perEpoch = examples.Count / size;
        int[] order = [];
        for (int b = 0; b < count; b++)
        {
            if (b % perEpoch == 0) order = ExampleOrder.Shuffle(examples.Count, RandomKey.For(seed, RandomPurpose.Order), training * 4096 + b / perEpoch);
            yield return examples.Chosen(order.AsSpan(b % perEpoch * size, size));
        }
    }
}
