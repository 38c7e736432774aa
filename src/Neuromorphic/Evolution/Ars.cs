namespace Neuromorphic.Evolution;

/// <summary>Settings of <see cref="Ars"/>; step size and deviation are the paper's.</summary>
public sealed record ArsOptions
{
    /// <summary>Members: mirrored pairs.</summary>
    public int Population { get; init; } = 64;
    /// <summary>Directions that the update uses, the best by the better of their two returns; default all.</summary>
    public int? Elite { get; init; }
    /// <summary>Standard deviation of the perturbations, nu.</summary>
    public double Sigma { get; init; } = .03;
    /// <summary>Step size, alpha.</summary>
    public double LearningRate { get; init; } = .02;
}

/// <summary>
/// Augmented random search: the mean moves along the best directions, by the differences of their returns over the returns' standard deviation:
/// <code>mean += alpha / (b sd) sum over the b best of (r+ - r-) z</code>
/// V1 as it stands; V2 is the same with normalised observations.
/// </summary>
/// <remarks>Mania, Guy, Recht (2018), arXiv:1803.07055, algorithm 2; the standard deviation is the population's, as in their code.</remarks>
public sealed class Ars : Strategy
{
    readonly Noise noise;
    readonly ArsOptions options;
    readonly int elite;
    readonly double[] mean, deviation, gradient;

    /// <summary>Begins at a mean.</summary>
    public Ars(Noise noise, ReadOnlySpan<double> mean, ArsOptions options)
    {
        this.mean = Begin(noise, mean, options.Population, 2, even: true);
        this.noise = noise;
        this.options = options;
        elite = options.Elite ?? options.Population / 2;
        if (elite < 1 || elite > options.Population / 2)
            throw new ArgumentException($"elite is {elite}; allowed is 1 to {options.Population / 2}, the number of directions.");
        deviation = new double[mean.Length];
        Array.Fill(deviation, options.Sigma);
        gradient = new double[mean.Length];
    }

    /// <inheritdoc/>
    public override string Name => "ars";
    /// <inheritdoc/>
    public override double Deviation => options.Sigma;
    /// <inheritdoc/>
    public override int PopulationSize => options.Population;
    /// <inheritdoc/>
    public override ReadOnlySpan<double> Mean => mean;

    /// <inheritdoc/>
    public override Candidates Ask(int generation) => noise.Candidates(generation, options.Population, mean, deviation, Sampling.Antithetic);

    /// <inheritdoc/>
    protected override void Update(int generation, ReadOnlySpan<double> fitness)
    {
        int directions = fitness.Length / 2;
        double[] better = new double[directions];
        for (int k = 0; k < directions; k++) better[k] = Math.Max(fitness[2 * k], fitness[2 * k + 1]);
        int[] order = FitnessShaping.Order(better);
        double sum = 0, squares = 0;
        bool[] used = new bool[directions];
        for (int i = directions - elite; i < directions; i++) used[order[i]] = true;
        for (int k = 0; k < directions; k++)
            if (used[k]) sum += fitness[2 * k] + fitness[2 * k + 1];
        double average = sum / (2 * elite);
        for (int k = 0; k < directions; k++)
            if (used[k]) squares += Square(fitness[2 * k] - average) + Square(fitness[2 * k + 1] - average);
        double spread = Math.Sqrt(squares / (2 * elite));
        if (spread == 0) return; // all returns equal: no direction is better
        double[] weights = new double[directions];
        for (int k = 0; k < directions; k++)
            if (used[k]) weights[k] = (fitness[2 * k] - fitness[2 * k + 1]) / (elite * spread);
        noise.WeightedSums(generation, weights, gradient, [], []);
        for (int i = 0; i < mean.Length; i++) mean[i] += options.LearningRate * gradient[i];
    }

    static double Square(double x) => x * x;

    /// <inheritdoc/>
    protected override void Save(StateWriter state) => state.Add("mean", mean);
    /// <inheritdoc/>
    protected override void Load(StateReader state) => state.Take("mean", mean);
}
