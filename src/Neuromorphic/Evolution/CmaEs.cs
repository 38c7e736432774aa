using Neuromorphic.Numerics;

namespace Neuromorphic.Evolution;

/// <summary>Settings of <see cref="CmaEs"/>; null means the tutorial's default for the dimension.</summary>
public sealed record CmaEsOptions
{
    /// <summary>Members; default 4 + floor(3 ln n).</summary>
    public int? Population { get; init; }
    /// <summary>Initial step size.</summary>
    public double Sigma { get; init; } = .5;
}

/// <summary>
/// Covariance matrix adaptation with negative weights. With C = B D^2 B', y = B D z, and the weights w of <see cref="CmaConstants"/>:
/// <code>
/// mean += sigma sum over w > 0 of w y;  p = (1 - cc) p + h sqrt(cc (2 - cc) m) sum over w > 0 of w y
/// C = (1 - c1 - cmu sum w + (1 - h) c1 cc (2 - cc)) C + c1 p p' + cmu sum w' y y',  w' = w if w >= 0, else w n / |z|^2
/// </code>
/// and sigma by <see cref="CumulativeStepSize"/>. Time and memory of a generation grow with n^2, of a decomposition with n^3.
/// </summary>
/// <remarks>
/// Hansen (2016), "The CMA evolution strategy: a tutorial", arXiv:1604.00772; constants as in the library cmaes 0.9.1.
/// C is decomposed every max(1, 1 / (10 n (c1 + cmu))) generations (the tutorial's appendix B.2); until then B and D are the last ones, and part of the state.
/// </remarks>
public sealed class CmaEs : Strategy
{
    /// <summary>The largest dimension: there the state is 110 MB (1.5 n^2 numbers), and a decomposition, every 20 generations or so, takes half a minute on one Zen 4 core.</summary>
    public const int MaximumDimension = 3000;

    readonly Noise noise;
    readonly CmaConstants constants;
    readonly CumulativeStepSize stepSize;
    readonly int interval;
    readonly double[] mean, path;
    /// <summary>C's lower triangle; D; and B' (row k is the axis of lengths[k]).</summary>
    readonly double[] covariance, lengths, axes;

    /// <summary>Begins at a mean.</summary>
    /// <exception cref="ArgumentException">The dimension is over <see cref="MaximumDimension"/>, or an option is not allowed.</exception>
    public CmaEs(Noise noise, ReadOnlySpan<double> mean, CmaEsOptions options)
    {
        int n = mean.Length;
        if (n > MaximumDimension)
            throw new ArgumentException($"cma-es keeps a covariance of every pair and takes up to {MaximumDimension} trained numbers, not {n}; sep-cma-es keeps the variances alone and takes any.");
        PopulationSize = options.Population ?? Snes.DefaultPopulation(n);
        this.mean = Begin(noise, mean, PopulationSize, 2, even: false);
        this.noise = noise;
        constants = new(n, PopulationSize);
        stepSize = new(n, options.Sigma, constants.SigmaRate, constants.Parents);
        interval = (int)Math.Max(1, 1 / (10 * n * (constants.RankOneRate + constants.RankMuRate)));
        path = new double[n];
        covariance = new double[n * (n + 1) / 2];
        lengths = new double[n];
        axes = new double[n * n];
        for (int i = 0; i < n; i++) Triangle(i)[i] = lengths[i] = axes[i * n + i] = 1;
    }

    /// <inheritdoc/>
    public override string Name => "cma-es";
    /// <inheritdoc/>
    public override double Deviation => stepSize.Sigma * MeanOf(lengths);
    /// <inheritdoc/>
    public override int PopulationSize { get; }
    /// <inheritdoc/>
    public override ReadOnlySpan<double> Mean => mean;

    Span<double> Triangle(int row) => covariance.AsSpan(row * (row + 1) / 2, row + 1);

    /// <inheritdoc/>
    public override Candidates Ask(int generation)
    {
        double[] z = new double[Dimension], y = new double[Dimension];
        double[][] vectors = new double[PopulationSize][];
        for (int member = 0; member < vectors.Length; member++)
        {
            noise.Row(generation, member, z);
            Stretch(z);
            Turn(z, y);
            vectors[member] = [.. mean];
            Blas.Axpy(stepSize.Sigma, y, vectors[member]);
        }
        return new ListedCandidates(vectors);
    }

    /// <summary>z becomes D z.</summary>
    void Stretch(Span<double> z)
    {
        for (int k = 0; k < z.Length; k++) z[k] *= lengths[k];
    }

    /// <summary>y = B z.</summary>
    void Turn(ReadOnlySpan<double> z, Span<double> y)
    {
        y.Clear();
        for (int k = 0; k < z.Length; k++) Blas.Axpy(z[k], axes.AsSpan(k * Dimension, Dimension), y);
    }

    /// <inheritdoc/>
    protected override void Update(int generation, ReadOnlySpan<double> fitness)
    {
        int n = Dimension;
        int[] order = FitnessShaping.BestFirst(fitness);
        double[][] members = new double[order.Length][];
        double[] weights = [.. constants.Weights], z = new double[n], isotropic = new double[n], step = new double[n];
        for (int k = 0; k < members.Length; k++)
        {
            noise.Row(generation, order[k], z);
            if (weights[k] < 0) weights[k] *= n / (Blas.Dot(z, z) + 1e-8);
            else Blas.Axpy(weights[k], z, isotropic);
            Stretch(z);
            Turn(z, members[k] = new double[n]);
            if (weights[k] > 0) Blas.Axpy(weights[k], members[k], step);
        }
        Blas.Axpy(stepSize.Sigma, step, mean);
        Turn(isotropic, z); // C^(-1/2) sum w y = B sum w z
        Adapt(stepSize.Adapt(z), step, members, weights);
        if (stepSize.Steps % interval == 0) Decompose();
    }

    void Adapt(bool extend, double[] step, double[][] members, double[] weights)
    {
        double memory = constants.PathRate * (2 - constants.PathRate);
        double gain = extend ? Math.Sqrt(memory * constants.Parents) : 0;
        for (int i = 0; i < path.Length; i++) path[i] = (1 - constants.PathRate) * path[i] + gain * step[i];
        double sum = 0;
        foreach (double weight in constants.Weights) sum += weight;
        double kept = 1 - constants.RankOneRate - constants.RankMuRate * sum + (extend ? 0 : constants.RankOneRate * memory);
        for (int i = 0; i < path.Length; i++)
        {
            Span<double> row = Triangle(i);
            for (int j = 0; j <= i; j++) row[j] *= kept;
            Blas.Axpy(constants.RankOneRate * path[i], path.AsSpan(0, i + 1), row);
            for (int k = 0; k < members.Length; k++)
                Blas.Axpy(constants.RankMuRate * weights[k] * members[k][i], members[k].AsSpan(0, i + 1), row);
        }
    }

    void Decompose()
    {
        SymmetricEigen.Decompose(covariance, lengths, axes);
        double smallest = 1e-16 * lengths[^1]; // below it an eigenvalue is rounding error, and may be negative
        for (int k = 0; k < lengths.Length; k++) lengths[k] = Math.Sqrt(Math.Max(lengths[k], smallest));
    }

    /// <inheritdoc/>
    protected override void Save(StateWriter state)
    {
        state.Add("mean", mean);
        state.Add("covariance", covariance);
        state.Add("covariance/path", path);
        state.Add("covariance/axes", axes);
        state.Add("covariance/lengths", lengths, Registries.Range.Positive);
        stepSize.Save(state);
    }

    /// <inheritdoc/>
    protected override void Load(StateReader state)
    {
        state.Take("mean", mean);
        state.Take("covariance", covariance);
        state.Take("covariance/path", path);
        state.Take("covariance/axes", axes);
        state.Take("covariance/lengths", lengths);
        stepSize.Load(state);
        new SavedCovariance(Name, state.Taken("covariance"), state.Taken("covariance/axes"), state.Taken("covariance/lengths")).Require(isDecomposed: state.Taken("sigma/steps")[0] % interval == 0);
    }
}
