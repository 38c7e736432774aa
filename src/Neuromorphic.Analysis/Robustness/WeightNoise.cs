using Neuromorphic.Policies;

namespace Neuromorphic.Analysis;

/// <summary>How much a trained network keeps of what it is worth when its weights are noisy.</summary>
/// <remarks>
/// w + level rms(W) N(0, 1) for every weight w of every matrix W, with the root mean square of that matrix; biases and numbers of neurons stay. A draw has the same
/// normal numbers at every level, so that levels are compared on equal ones. Choudhary et al. (2023), doi:10.1038/s41598-023-40766-6, name robustness as open.
/// </remarks>
public static class WeightNoise
{
    /// <summary>Evaluates noisy vectors.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="vector">The trained flat vector [layout count].</param>
    /// <param name="levels">Levels of noise, 0 or more, relative to each matrix's root mean square.</param>
    /// <param name="evaluate">What a vector is worth. With several threads it is called by them at once.</param>
    /// <param name="draws">Draws of the noise at each level, 1 or more.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <returns>A point for each level, in their order.</returns>
    /// <exception cref="ArgumentException">A level is not 0 or more, the vector has another length, or there is no matrix.</exception>
    public static IReadOnlyList<RobustnessPoint> Measure(ParameterLayout layout, float[] vector, IReadOnlyList<double> levels, VectorEvaluation evaluate, int draws = 10, ulong seed = 0, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(levels);
        foreach (double level in levels) Check(level);
        return RobustnessPoint.Measure(levels, draws, threads, (level, draw) => Apply(layout, vector, level, draw, seed), evaluate);
    }

    /// <summary>A noisy vector.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="vector">The trained flat vector [layout count].</param>
    /// <param name="level">The noise, 0 or more, relative to each matrix's root mean square.</param>
    /// <param name="draw">Which draw.</param>
    /// <param name="seed">Of the noise.</param>
    /// <exception cref="ArgumentException">The level is not 0 or more, the vector has another length, or there is no matrix.</exception>
    public static float[] Apply(ParameterLayout layout, float[] vector, double level, int draw = 0, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(vector);
        Check(level);
        if (vector.Length != layout.Count) throw new ArgumentException($"vector has {vector.Length} numbers, the layout {layout.Count}.", nameof(vector));
        float[] noisy = [.. vector];
        bool any = false;
        for (int s = 0; s < layout.Slices.Count; s++)
        {
            ParameterSlice slice = layout.Slices[s];
            if (slice.OfNeurons || slice.Shape.Count < 2 || slice.Decoder != null) continue;
            any = true;
            double[] weights = layout.Values(slice.Name, vector), normals = new double[slice.Count];
            double squares = 0;
            foreach (double weight in weights) squares += weight * weight;
            double deviation = level * Math.Sqrt(squares / weights.Length);
            if (deviation == 0) continue;
            RandomVectors.Normal(seed, RandomVectorUse.WeightNoise, draw, s, normals);
            for (int i = 0; i < weights.Length; i++) noisy[slice.Offset + i] = (float)slice.Transform.Inverse(weights[i] + deviation * normals[i]);
        }
        return any ? noisy : throw new ArgumentException("The layout has no matrix of weights.", nameof(layout));
    }

    static void Check(double level)
    {
        if (!(level >= 0 && double.IsFinite(level))) throw new ArgumentException(FormattableString.Invariant($"A level of noise is {level}; allowed is 0 or more."), nameof(level));
    }
}
