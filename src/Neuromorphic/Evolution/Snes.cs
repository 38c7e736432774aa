using Neuromorphic.Numerics;

namespace Neuromorphic.Evolution;

/// <summary>Settings of <see cref="Snes"/>; null means the paper's default for the dimension.</summary>
public sealed record SnesOptions
{
    /// <summary>Members; default 4 + floor(3 ln n).</summary>
    public int? Population { get; init; }
    /// <summary>Initial standard deviation.</summary>
    public double Sigma { get; init; } = .5;
    /// <summary>Step size of the mean.</summary>
    public double LearningRate { get; init; } = 1;
    /// <summary>Step size of the standard deviations; default (3 + ln n) / (5 sqrt n).</summary>
    public double? SigmaLearningRate { get; init; }
}

/// <summary>
/// Separable natural evolution strategy:
/// <code>mean += rate sigma (sum u z);  sigma *= exp(eta/2 sum u (z^2 - 1))</code>
/// </summary>
/// <remarks>Wierstra et al. (2014), "Natural evolution strategies", JMLR 15, algorithm 6 (Schaul, Glasmachers, Schmidhuber 2011).</remarks>
public sealed class Snes : Strategy
{
    readonly Noise noise;
    readonly double rate, eta;
    readonly double[] mean, sigma, sums, squares;

    /// <summary>Begins at a mean.</summary>
    public Snes(Noise noise, ReadOnlySpan<double> mean, SnesOptions options)
    {
        int n = mean.Length;
        PopulationSize = options.Population ?? DefaultPopulation(n);
        this.mean = Begin(noise, mean, PopulationSize, 2, even: false);
        this.noise = noise;
        rate = options.LearningRate;
        eta = options.SigmaLearningRate ?? (3 + Portable.Log(n)) / (5 * Math.Sqrt(n));
        sigma = new double[n];
        Array.Fill(sigma, options.Sigma);
        sums = new double[n];
        squares = new double[n];
    }

    /// <summary>4 + floor(3 ln n), the common default of the CMA and NES families.</summary>
    internal static int DefaultPopulation(int dimension) => 4 + (int)Math.Floor(3 * Portable.Log(Math.Max(1, dimension)));

    /// <inheritdoc/>
    public override string Name => "snes";
    /// <inheritdoc/>
    public override double Deviation => MeanOf(sigma);
    /// <inheritdoc/>
    public override int PopulationSize { get; }
    /// <inheritdoc/>
    public override ReadOnlySpan<double> Mean => mean;
    /// <summary>The standard deviation of each number.</summary>
    public ReadOnlySpan<double> Sigma => sigma;

    /// <inheritdoc/>
    public override Candidates Ask(int generation) => noise.Candidates(generation, PopulationSize, mean, sigma, Sampling.Independent);

    /// <inheritdoc/>
    protected override void Update(int generation, ReadOnlySpan<double> fitness)
    {
        double[] u = FitnessShaping.NaturalUtilities.Shape(fitness);
        double sum = 0;
        foreach (double value in u) sum += value;
        noise.WeightedSums(generation, u, sums, u, squares);
        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] += rate * sigma[i] * sums[i];
            sigma[i] *= Portable.Exp(eta / 2 * (squares[i] - sum));
        }
    }

    /// <inheritdoc/>
    protected override void Save(StateWriter state)
    {
        state.Add("mean", mean);
        state.Add("sigma", sigma, Registries.Range.Positive);
    }

    /// <inheritdoc/>
    protected override void Load(StateReader state)
    {
        state.Take("mean", mean);
        state.Take("sigma", sigma);
    }
}
