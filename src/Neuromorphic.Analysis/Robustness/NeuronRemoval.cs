using Neuromorphic.Policies;

namespace Neuromorphic.Analysis;

/// <summary>How much a trained network keeps of what it is worth when hidden neurons are removed.</summary>
/// <remarks>
/// Of each hidden layer a share of the neurons, rounded to whole ones, is silenced at random: their outgoing weights become 0, so that nothing hears them. A draw removes at a greater
/// share those of a smaller one and more. Morcos, Barrett, Rabinowitz, Botvinick (2018), arXiv:1803.06959, measure networks so.
/// </remarks>
public static class NeuronRemoval
{
    /// <summary>Evaluates vectors without some neurons.</summary>
    /// <param name="vector">The trained flat vector [layout count].</param>
    /// <param name="layers">The hidden layers, such as those of <see cref="HiddenLayer"/>.</param>
    /// <param name="shares">Shares of each layer's neurons that are silenced, 0 to 1.</param>
    /// <param name="evaluate">What a vector is worth. With several threads it is called by them at once.</param>
    /// <param name="draws">Draws of the neurons at each share, 1 or more.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <returns>A point for each share, in their order.</returns>
    /// <exception cref="ArgumentException">A share is not between 0 and 1, there is no hidden layer, or a matrix does not fit it or the vector.</exception>
    public static IReadOnlyList<RobustnessPoint> Measure(float[] vector, IReadOnlyList<HiddenLayer> layers, IReadOnlyList<double> shares, VectorEvaluation evaluate, int draws = 10, ulong seed = 0, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(shares);
        foreach (double share in shares) Check(share);
        return RobustnessPoint.Measure(shares, draws, threads, (share, draw) => Apply(vector, layers, share, draw, seed), evaluate);
    }

    /// <summary>A vector without some neurons.</summary>
    /// <param name="vector">The trained flat vector [layout count].</param>
    /// <param name="layers">The hidden layers.</param>
    /// <param name="share">The share of each layer's neurons that is silenced, 0 to 1.</param>
    /// <param name="draw">Which draw.</param>
    /// <param name="seed">Of the draws.</param>
    /// <exception cref="ArgumentException">The share is not between 0 and 1, there is no hidden layer, or a matrix does not fit it or the vector.</exception>
    public static float[] Apply(float[] vector, IReadOnlyList<HiddenLayer> layers, double share, int draw = 0, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(layers);
        Check(share);
        if (layers.Count == 0) throw new ArgumentException("There is no hidden layer.", nameof(layers));
        float[] rest = [.. vector];
        for (int l = 0; l < layers.Count; l++)
        {
            int neurons = layers[l].Neurons, removed = (int)Math.Round(share * neurons, MidpointRounding.AwayFromZero);
            ReadOnlySpan<int> silent = RandomVectors.Order(seed, RandomVectorUse.Removal, draw, l, neurons).AsSpan(0, removed);
            foreach (ParameterSlice matrix in layers[l].Outgoing) Silence(rest, matrix, neurons, silent);
        }
        return rest;
    }

    /// <summary>Columns of a matrix become 0.</summary>
    static void Silence(float[] vector, ParameterSlice matrix, int neurons, ReadOnlySpan<int> silent)
    {
        if (matrix.Shape.Count != 2 || matrix.Shape[1] != neurons) throw new ArgumentException($"{matrix.Name} has the shape [{string.Join(", ", matrix.Shape)}]; the outgoing weights of {neurons} neurons have [outputs, {neurons}].");
        if (matrix.Offset + matrix.Count > vector.Length) throw new ArgumentException($"vector has {vector.Length} numbers; {matrix.Name} ends at {matrix.Offset + matrix.Count}.", nameof(vector));
        float nothing = (float)matrix.Transform.Inverse(0);
        for (int row = 0; row < matrix.Shape[0]; row++)
            foreach (int neuron in silent) vector[matrix.Offset + row * neurons + neuron] = nothing;
    }

    static void Check(double share)
    {
        if (!(share >= 0 && share <= 1)) throw new ArgumentException(FormattableString.Invariant($"A share of neurons is {share}; allowed is 0 to 1."), nameof(share));
    }
}
