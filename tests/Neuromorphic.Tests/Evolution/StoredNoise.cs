using Neuromorphic.Evolution;

namespace Neuromorphic.Tests.Evolution;

/// <summary>Rows that a reference implementation drew, for one generation at a time.</summary>
sealed class StoredNoise(int dimension) : Noise
{
    /// <summary>The rows of the current generation [direction][item].</summary>
    public double[][] Rows { get; set; } = [];

    public override int Dimension => dimension;

    public override void Row(int generation, int direction, Span<double> row) => Rows[direction].CopyTo(row);

    public override void WeightedSums(int generation, ReadOnlySpan<double> weights, Span<double> sums, ReadOnlySpan<double> squareWeights, Span<double> squares)
    {
        sums.Clear();
        squares.Clear();
        for (int d = 0; d < weights.Length; d++)
            for (int i = 0; i < dimension; i++)
            {
                sums[i] += weights[d] * Rows[d][i];
                if (!squares.IsEmpty) squares[i] += squareWeights[d] * Rows[d][i] * Rows[d][i];
            }
    }

    public override Candidates Candidates(int generation, int count, ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation, Sampling sampling)
    {
        double[][] vectors = new double[count][];
        for (int member = 0; member < count; member++)
        {
            int direction = sampling == Sampling.Antithetic ? member / 2 : member;
            double sign = sampling == Sampling.Antithetic && member % 2 == 1 ? -1 : 1;
            vectors[member] = new double[dimension];
            for (int i = 0; i < dimension; i++) vectors[member][i] = mean[i] + deviation[i] * sign * Rows[direction][i];
        }
        return new ListedCandidates(vectors);
    }
}
