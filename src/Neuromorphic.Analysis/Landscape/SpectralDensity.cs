namespace Neuromorphic.Analysis;

/// <summary>How the eigenvalues of a matrix are distributed, by stochastic Lanczos quadrature: from random vectors, without a single eigenvalue known.</summary>
/// <param name="Runs">A run of <see cref="Lanczos"/> from each random vector.</param>
/// <param name="Grid">Evenly spaced values, from .01 below the mean of the least Ritz values to .01 above the mean of the greatest.</param>
/// <param name="Density">The density at them, whose integral is 1: a normal curve for each Ritz value, as high as its weight.</param>
/// <remarks>
/// Ghorbani, Krishnan, Xiao (2019), arXiv:1901.10159; numbers are those of PyHessian, Yao, Gholami, Keutzer, Mahoney (2020), arXiv:1912.07145: the curves' variance is
/// 1e-5 times the length of the grid, or 1e-5 where that is below 1. Unlike there, T is decomposed as the symmetric matrix that it is, and
/// the first vector divided by its length alone, so that weights sum to 1.
/// </remarks>
public sealed record SpectralDensity(IReadOnlyList<Lanczos> Runs, IReadOnlyList<double> Grid, IReadOnlyList<double> Density)
{
    const double Margin = .01, Variance = 1e-5, Reach = 40;

    /// <summary>The standard deviation of the normal curves.</summary>
    public double Deviation => Math.Sqrt(Variance * Math.Max(1, Grid[^1] - Grid[0]));

    /// <summary>The density at any value, also between and beyond those of the grid, where the curves of the outermost eigenvalues are cut off. Over all values its integral is 1.</summary>
    public double At(double value)
    {
        double deviation = Deviation, sum = 0;
        foreach (Lanczos run in Runs)
            for (int k = 0; k < run.Values.Count; k++)
            {
                double distance = (value - run.Values[k]) / deviation;
                sum += run.Weights[k] * Math.Exp(-.5 * distance * distance);
            }
        return sum / (Runs.Count * deviation * Math.Sqrt(2 * Math.PI));
    }

    /// <summary>The part of the eigenvalues whose magnitude is at most so much of the greatest Ritz value's: how flat the landscape is.</summary>
    /// <param name="part">The part of the greatest magnitude, 0 to 1, such as 1e-3 or 1e-2.</param>
    /// <returns>From 0 to 1: the weight of these Ritz values, the mean over runs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not between 0 and 1.</exception>
    public double ShareNearZero(double part)
    {
        if (!(part >= 0 && part <= 1)) throw new ArgumentOutOfRangeException(nameof(part), part, "A part is between 0 and 1.");
        double limit = part * Runs.Max(run => Math.Max(Math.Abs(run.Values[0]), Math.Abs(run.Values[^1])));
        return Runs.Average(run => run.Values.Zip(run.Weights, (value, weight) => Math.Abs(value) <= limit ? weight : 0).Sum());
    }

    /// <summary>Estimates a density.</summary>
    /// <param name="product">H v.</param>
    /// <param name="count">Numbers of a vector, 1 or more.</param>
    /// <param name="runs">Random vectors, 1 or more.</param>
    /// <param name="steps">Lanczos steps from each, 1 or more: each costs a product.</param>
    /// <param name="points">Points of the grid, 2 or more.</param>
    /// <param name="seed">Of the random vectors (Rademacher).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    /// <exception cref="ArithmeticException">A product is not finite.</exception>
    public static SpectralDensity Of(HessianVectorProduct product, int count, int runs = 1, int steps = 100, int points = 10_000, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        return Of([.. Enumerable.Range(0, runs).Select(run =>
        {
            double[] start = new double[count];
            RandomVectors.Rademacher(seed, RandomVectorUse.Density, run, start);
            return Lanczos.Run(product, start, steps);
        })], points);
    }

    /// <summary>The density of runs.</summary>
    internal static SpectralDensity Of(IReadOnlyList<Lanczos> runs, int points)
    {
        double low = runs.Average(run => run.Values[0]) - Margin, high = runs.Average(run => run.Values[^1]) + Margin;
        double spacing = (high - low) / (points - 1), variance = Variance * Math.Max(1, high - low), sum = 0;
        double[] grid = [.. Enumerable.Range(0, points).Select(i => low + spacing * i)], density = new double[points];
        int reach = (int)Math.Min(points, Reach * Math.Sqrt(variance) / spacing) + 1; // beyond it a normal curve is 0 in float64
        foreach (Lanczos run in runs)
            for (int k = 0; k < run.Values.Count; k++)
            {
                int centre = (int)Math.Clamp((run.Values[k] - low) / spacing, -points, 2.0 * points);
                for (int i = Math.Max(0, centre - reach); i < Math.Min(points, centre + reach + 1); i++)
                {
                    double distance = grid[i] - run.Values[k];
                    density[i] += run.Weights[k] * Math.Exp(-distance * distance / (2 * variance));
                }
            }
        foreach (double value in density) sum += value;
        for (int i = 0; i < points; i++) density[i] /= sum * spacing;
        return new(runs, grid, density);
    }
}
