namespace Neuromorphic.Evolution;

/// <summary>Settings of <see cref="OpenAiEs"/>; the defaults are the paper's, except population and sigma (ours).</summary>
public sealed record OpenAiEsOptions
{
    /// <summary>Members.</summary>
    public int Population { get; init; } = 128;
    /// <summary>Whether members come in mirrored pairs.</summary>
    public Sampling Sampling { get; init; } = Sampling.Antithetic;
    /// <summary>Standard deviation of the perturbations.</summary>
    public double Sigma { get; init; } = .05;
    /// <summary>The weights of the mean shrink by this share of themselves in every gradient (L2).</summary>
    public double WeightDecay { get; init; } = .005;
    /// <summary>Whether the gradient is divided by sigma. OpenAI's code does not; with Adam it hardly matters.</summary>
    public GradientScale Scale { get; init; } = GradientScale.PerSigma;
    /// <summary>How fitnesses become weights.</summary>
    public FitnessShaping Shaping { get; init; } = FitnessShaping.CentredRanks;
    /// <summary>How the step size changes over the training.</summary>
    public Schedule Schedule { get; init; }
    /// <summary>Generations of the training, over which the schedule runs.</summary>
    public int Generations { get; init; } = 1;
}

/// <summary>Dialects of the gradient estimate.</summary>
public enum GradientScale
{
    /// <summary>sum u z / P: OpenAI's code.</summary>
    Plain,
    /// <summary>sum u z / (P sigma): the gradient of the smoothed fitness.</summary>
    PerSigma,
}

/// <summary>
/// OpenAI-ES: perturbations with a fixed deviation, mirrored unless told otherwise; the gradient of the expected fitness by an optimiser:
/// <code>g = 1/(2K) sum over k of (u[2k] - u[2k+1]) z[k] [/ sigma] - weightDecay mean;  not mirrored 1/P sum over j of u[j] z[j] [/ sigma] - ...</code>
/// The decay counts for weights alone. Not mirrored, with fitnesses as they are and plain steps, it is equation 8 of Shen et al. (2023), arXiv:2305.11484.
/// </summary>
/// <remarks>Salimans, Ho, Chen, Sidor, Sutskever (2017), arXiv:1703.03864.</remarks>
public sealed class OpenAiEs : Strategy
{
    readonly Noise noise;
    readonly OpenAiEsOptions options;
    readonly Optimizer optimizer;
    readonly double[] mean, deviation, gradient, decay;

    /// <summary>Begins at a mean.</summary>
    /// <param name="noise">The perturbations.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="optimizer">Turns gradients into steps.</param>
    /// <param name="options">Settings.</param>
    /// <param name="decay">How much of the weight decay each number takes, 0 to 1; if not given, all of it.</param>
    public OpenAiEs(Noise noise, ReadOnlySpan<double> mean, Optimizer optimizer, OpenAiEsOptions options, double[]? decay = null)
    {
        this.mean = Begin(noise, mean, options.Population, 2, even: options.Sampling == Sampling.Antithetic);
        this.noise = noise;
        this.options = options;
        this.optimizer = optimizer;
        deviation = new double[mean.Length];
        Array.Fill(deviation, options.Sigma);
        gradient = new double[mean.Length];
        this.decay = new double[mean.Length];
        for (int i = 0; i < mean.Length; i++) this.decay[i] = options.WeightDecay * (decay?[i] ?? 1);
    }

    /// <inheritdoc/>
    public override string Name => "openai-es";
    /// <inheritdoc/>
    public override double Deviation => options.Sigma;
    /// <inheritdoc/>
    public override int PopulationSize => options.Population;
    /// <inheritdoc/>
    public override ReadOnlySpan<double> Mean => mean;

    /// <inheritdoc/>
    public override Candidates Ask(int generation) => noise.Candidates(generation, options.Population, mean, deviation, options.Sampling);

    /// <inheritdoc/>
    protected override void Update(int generation, ReadOnlySpan<double> fitness)
    {
        double[] u = options.Shaping.Shape(fitness);
        double scale = options.Scale == GradientScale.PerSigma ? 1 / (options.Population * options.Sigma) : 1.0 / options.Population;
        bool mirrored = options.Sampling == Sampling.Antithetic;
        double[] weights = new double[mirrored ? u.Length / 2 : u.Length];
        for (int k = 0; k < weights.Length; k++) weights[k] = (mirrored ? u[2 * k] - u[2 * k + 1] : u[k]) * scale;
        noise.WeightedSums(generation, weights, gradient, [], []);
        for (int i = 0; i < mean.Length; i++) gradient[i] -= decay[i] * mean[i];
        optimizer.Step(mean, gradient, ScheduleFactor.Of(options.Schedule, generation, options.Generations));
    }

    /// <inheritdoc/>
    protected override void Save(StateWriter state)
    {
        state.Add("mean", mean);
        optimizer.Save("", state);
    }

    /// <inheritdoc/>
    protected override void Load(StateReader state)
    {
        state.Take("mean", mean);
        optimizer.Load("", state);
    }
}
