namespace Neuromorphic.Evolution;

/// <summary>Settings of <see cref="Pgpe"/>; defaults as in EvoJAX's locomotion examples, which the spec marks as ours.</summary>
public sealed record PgpeOptions
{
    /// <summary>Members: mirrored pairs.</summary>
    public int Population { get; init; } = 256;
    /// <summary>Initial standard deviation.</summary>
    public double Sigma { get; init; } = .04;
    /// <summary>Step size of the standard deviations.</summary>
    public double SigmaLearningRate { get; init; } = .07;
    /// <summary>Largest change of a standard deviation in one generation, as a share of it.</summary>
    public double SigmaMaximumChange { get; init; } = .2;
    /// <summary>How fitnesses become weights.</summary>
    public FitnessShaping Shaping { get; init; } = FitnessShaping.CentredRanks;
    /// <summary>Factor of the standard deviations after a generation in which all members earned the same, so that a search finds where a reward begins to differ; up to <see cref="Pgpe.Widest"/> times the initial one. 1 for none (ours).</summary>
    public double Widening { get; init; } = 1;
    /// <summary>How the step size of the mean changes over the training.</summary>
    public Schedule Schedule { get; init; }
    /// <summary>Generations of the training, over which the schedule runs.</summary>
    public int Generations { get; init; } = 1;
}

/// <summary>
/// Policy gradients with parameter-based exploration, mirrored, with a standard deviation of its own for each number. With s = sigma z, K pairs:
/// <code>g_mean = 1/K sum (u+ - u-)/2 s;  g_sigma = 1/K sum ((u+ + u-)/2 - b) (s^2 - sigma^2)/sigma,  b = mean u</code>
/// </summary>
/// <remarks>Sehnke et al. (2010), doi:10.1016/j.neunet.2009.12.004; the mirrored form with clipped changes of Toklu et al. (2020), arXiv:2008.02387.</remarks>
public sealed class Pgpe : Strategy
{
    /// <summary>How far a search widens at most, over the initial standard deviation.</summary>
    public const double Widest = 2;

    readonly Noise noise;
    readonly PgpeOptions options;
    readonly Optimizer optimizer;
    readonly double[] mean, sigma, sums, squares;

    /// <summary>Begins at a mean.</summary>
    public Pgpe(Noise noise, ReadOnlySpan<double> mean, Optimizer optimizer, PgpeOptions options)
    {
        this.mean = Begin(noise, mean, options.Population, 2, even: true);
        this.noise = noise;
        this.options = options;
        this.optimizer = optimizer;
        sigma = new double[mean.Length];
        Array.Fill(sigma, options.Sigma);
        sums = new double[mean.Length];
        squares = new double[mean.Length];
    }

    /// <inheritdoc/>
    public override string Name => "pgpe";
    /// <inheritdoc/>
    public override double Deviation => MeanOf(sigma);
    /// <inheritdoc/>
    public override int PopulationSize => options.Population;
    /// <inheritdoc/>
    public override ReadOnlySpan<double> Mean => mean;
    /// <inheritdoc/>
    public override bool Widens => options.Widening > 1;
    /// <summary>The standard deviation of each number.</summary>
    public ReadOnlySpan<double> Sigma => sigma;

    /// <inheritdoc/>
    public override Candidates Ask(int generation) => noise.Candidates(generation, options.Population, mean, sigma, Sampling.Antithetic);

    /// <inheritdoc/>
    protected override void Update(int generation, ReadOnlySpan<double> fitness)
    {
        double[] u = options.Shaping.Shape(fitness);
        int pairs = u.Length / 2;
        double baseline = 0;
        foreach (double value in u) baseline += value;
        baseline /= u.Length;
        double[] differences = new double[pairs], means = new double[pairs];
        double sum = 0;
        for (int k = 0; k < pairs; k++)
        {
            differences[k] = (u[2 * k] - u[2 * k + 1]) / 2 / pairs;
            means[k] = ((u[2 * k] + u[2 * k + 1]) / 2 - baseline) / pairs;
            sum += means[k];
        }
        noise.WeightedSums(generation, differences, sums, means, squares);
        for (int i = 0; i < mean.Length; i++)
        {
            double gradient = (squares[i] - sum) * sigma[i], limit = options.SigmaMaximumChange * sigma[i];
            sums[i] *= sigma[i];
            sigma[i] += Math.Clamp(options.SigmaLearningRate * gradient, -limit, limit);
        }
        optimizer.Step(mean, sums, ScheduleFactor.Of(options.Schedule, generation, options.Generations));
    }

    /// <inheritdoc/>
    protected override void StandStill()
    {
        double most = Widest * options.Sigma;
        for (int i = 0; i < sigma.Length; i++) sigma[i] = Math.Max(sigma[i], Math.Min(most, options.Widening * sigma[i]));
    }

    /// <inheritdoc/>
    protected override void Save(StateWriter state)
    {
        state.Add("mean", mean);
        state.Add("sigma", sigma, Registries.Range.Positive);
        optimizer.Save("", state);
    }

    /// <inheritdoc/>
    protected override void Load(StateReader state)
    {
        state.Take("mean", mean);
        state.Take("sigma", sigma);
        optimizer.Load("", state);
    }
}
