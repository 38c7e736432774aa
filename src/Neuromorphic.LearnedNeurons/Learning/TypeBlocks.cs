using Neuromorphic.Expressions;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>Functions of a layer's neurons, block by block of a type, in float64, with their slopes if wanted.</summary>
sealed class TypeBlocks
{
    readonly (ExpressionKernel Kernel, int First, int Count)[] blocks;
    readonly Scalar64[] results; // of a block, values, then slopes
    readonly double[] values, slopes;

    /// <param name="types">The types.</param>
    /// <param name="neurons">Neurons of the layer.</param>
    /// <param name="derivatives">0, or 1 for slopes too.</param>
    public TypeBlocks(IReadOnlyList<NeuronType> types, int neurons, int derivatives)
    {
        blocks = [.. types.Select((type, block) => (type.Formula().Kernel(derivatives), Blocks.First(block, neurons, types.Count), Blocks.First(block + 1, neurons, types.Count) - Blocks.First(block, neurons, types.Count)))];
        results = new Scalar64[(derivatives + 1) * neurons];
        (values, slopes) = (new double[neurons], new double[neurons]);
    }

    /// <summary>Takes what neurons receive [neurons].</summary>
    public void Apply(ReadOnlySpan<Scalar64> s)
    {
        foreach ((ExpressionKernel kernel, int first, int count) in blocks)
        {
            Span<Scalar64> own = results.AsSpan(0, (kernel.Derivatives + 1) * count);
            kernel.Value(s.Slice(first, count), [], own);
            for (int i = 0; i < count; i++)
            {
                values[first + i] = own[i].Value;
                if (kernel.Derivatives > 0) slopes[first + i] = own[count + i].Value;
            }
        }
    }

    /// <summary>The value of a neuron.</summary>
    public double Value(int neuron) => values[neuron];

    /// <summary>Its slope.</summary>
    public double Slope(int neuron) => slopes[neuron];
}
