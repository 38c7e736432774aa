using Neuromorphic.Numerics;

namespace Neuromorphic.Evolution;

/// <summary>Settings of <see cref="SepCmaEs"/>; null means the paper's default for the dimension.</summary>
public sealed record SepCmaEsOptions
{
    /// <summary>Members; default 4 + floor(3 ln n).</summary>
    public int? Population { get; init; }
    /// <summary>Initial step size.</summary>
    public double Sigma { get; init; } = .5;
}

/// <summary>
/// CMA-ES with a diagonal covariance, in time and memory linear in the dimension. With y = sqrt(C) z and the weights w of the better half:
/// <code>
/// mean += sigma sum w y;  p = (1 - cc) p + h sqrt(cc (2 - cc) m) sum w y
/// C = (1 - c1 - cmu + (1 - h) c1 cc (2 - cc)) C + c1 p^2 + cmu sum w y^2
/// </code>
/// and sigma by <see cref="CumulativeStepSize"/>.
/// </summary>
/// <remarks>
/// Ros, Hansen (2008), "A simple modification in CMA-ES achieving linear time and space complexity", doi:10.1007/978-3-540-87700-4_30;
/// constants as in the library cmaes 0.9.1. Deviation: cmu is at most 1 - c1, which large populations in few dimensions would exceed.
/// </remarks>
public sealed class SepCmaEs : Strategy
{
    readonly Noise noise;
    readonly double[] recombination;
    readonly double pathRate, rankOneRate, rankMuRate, parents;
    readonly CumulativeStepSize stepSize;
    readonly double[] mean, variance, path, sums, squares;

    /// <summary>Begins at a mean.</summary>
    public SepCmaEs(Noise noise, ReadOnlySpan<double> mean, SepCmaEsOptions options)
    {
        double n = mean.Length;
        PopulationSize = options.Population ?? Snes.DefaultPopulation(mean.Length);
        this.mean = Begin(noise, mean, PopulationSize, 2, even: false);
        this.noise = noise;
        recombination = Recombination(PopulationSize / 2);
        parents = CmaConstants.EffectiveParents(recombination);
        double full = 2 / parents / ((n + Math.Sqrt(2)) * (n + Math.Sqrt(2))) + (1 - 1 / parents) * Math.Min(1, (2 * parents - 1) / ((n + 2) * (n + 2) + parents));
        rankOneRate = 2 / ((n + 1.3) * (n + 1.3) + parents);
        rankMuRate = Math.Min(1 - rankOneRate, (n + 2) / 3 * full);
        pathRate = 4 / (n + 4);
        stepSize = new(mean.Length, options.Sigma, (parents + 2) / (n + parents + 3), parents);
        variance = new double[mean.Length];
        Array.Fill(variance, 1);
        path = new double[mean.Length];
        sums = new double[mean.Length];
        squares = new double[mean.Length];
    }

    /// <summary>ln(mu + 1) - ln rank, normalised.</summary>
    static double[] Recombination(int mu)
    {
        double[] weights = new double[mu];
        double sum = 0;
        for (int k = 0; k < mu; k++) sum += weights[k] = Portable.Log(mu + 1) - Portable.Log(k + 1);
        for (int k = 0; k < mu; k++) weights[k] /= sum;
        return weights;
    }

    /// <inheritdoc/>
    public override string Name => "sep-cma-es";
    /// <inheritdoc/>
    public override double Deviation => stepSize.Sigma * MeanOf(Array.ConvertAll(variance, Math.Sqrt));
    /// <inheritdoc/>
    public override int PopulationSize { get; }
    /// <inheritdoc/>
    public override ReadOnlySpan<double> Mean => mean;

    /// <inheritdoc/>
    public override Candidates Ask(int generation)
    {
        double[] deviation = new double[mean.Length];
        for (int i = 0; i < deviation.Length; i++) deviation[i] = stepSize.Sigma * Math.Sqrt(variance[i]);
        return noise.Candidates(generation, PopulationSize, mean, deviation, Sampling.Independent);
    }

    /// <inheritdoc/>
    protected override void Update(int generation, ReadOnlySpan<double> fitness)
    {
        int[] order = FitnessShaping.BestFirst(fitness);
        double[] weights = new double[fitness.Length];
        for (int k = 0; k < recombination.Length; k++) weights[order[k]] = recombination[k];
        noise.WeightedSums(generation, weights, sums, weights, squares);
        double sigma = stepSize.Sigma, memory = pathRate * (2 - pathRate);
        bool extend = stepSize.Adapt(sums);
        double gain = extend ? Math.Sqrt(memory * parents) : 0;
        double kept = 1 - rankOneRate - rankMuRate + (extend ? 0 : rankOneRate * memory);
        for (int i = 0; i < mean.Length; i++)
        {
            double step = Math.Sqrt(variance[i]) * sums[i];
            mean[i] += sigma * step;
            path[i] = (1 - pathRate) * path[i] + gain * step;
            variance[i] = (kept + rankMuRate * squares[i]) * variance[i] + rankOneRate * path[i] * path[i];
        }
    }

    /// <inheritdoc/>
    protected override void Save(StateWriter state)
    {
        state.Add("mean", mean);
        state.Add("variance", variance, Registries.Range.Positive);
        state.Add("variance/path", path);
        stepSize.Save(state);
    }

    /// <inheritdoc/>
    protected override void Load(StateReader state)
    {
        state.Take("mean", mean);
        state.Take("variance", variance);
        state.Take("variance/path", path);
        stepSize.Load(state);
    }
}
