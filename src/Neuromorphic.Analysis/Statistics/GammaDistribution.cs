using MathNet.Numerics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>The gamma distribution, from 0 on: density x^(k - 1) exp(-x / theta) / (Gamma(k) theta^k).</summary>
/// <param name="Shape">k.</param>
/// <param name="Scale">theta; the mean is k theta.</param>
/// <exception cref="ArgumentOutOfRangeException">A parameter is not positive.</exception>
public sealed record GammaDistribution(double Shape, double Scale) : ContinuousDistribution
{
    /// <summary>Shapes from which on Stirling's series, and the normal approximation, are exact enough.</summary>
    const double Great = 100, Greatest = 1e6;

    /// <summary>k.</summary>
    public double Shape { get; } = Positive(Shape, nameof(Shape));
    /// <summary>theta.</summary>
    public double Scale { get; } = Positive(Scale, nameof(Scale));

    /// <inheritdoc/>
    public override DistributionFamily Family => DistributionFamily.Gamma;
    /// <inheritdoc/>
    public override IReadOnlyList<double> Parameters => [Shape, Scale];

    /// <inheritdoc/>
    public override double LogDensity(double value)
    {
        if (!(value > 0)) return double.NegativeInfinity;
        if (Shape < Great) return (Shape - 1) * Math.Log(value / Scale) - value / Scale - SpecialFunctions.GammaLn(Shape) - Math.Log(Scale);
        // Stirling's series for Gamma(k), so that nothing large is subtracted (Loader 2000, "Fast and accurate computation of binomial probabilities").
        double rest = (1.0 / 12 - 1 / (360 * Shape * Shape)) / Shape;
        return .5 * Math.Log(Shape / (2 * Math.PI)) - rest - Shape * Excess(value, Shape * Scale) - Math.Log(value);
    }

    /// <inheritdoc/>
    /// <remarks>From k = 10^6 on by the approximation of Wilson, Hilferty (1931), doi:10.1073/pnas.17.12.684, which is right to 10^-7 there.</remarks>
    public override double Cumulative(double value) => !(value > 0) ? 0 : double.IsPositiveInfinity(value) ? 1 : Below(value / Scale);

    /// <summary>The distribution function for scale 1.</summary>
    double Below(double x)
    {
        if (x < 1e-8) return Math.Exp(Shape * Math.Log(x) - SpecialFunctions.GammaLn(Shape + 1)) * (1 - x * Shape / (Shape + 1)); // MathNet takes the least values for 0
        if (Shape < Greatest) return Math.Clamp(SpecialFunctions.GammaLowerRegularized(Shape, x), 0, 1);
        double c = 1 / (9 * Shape);
        return NormalDistribution.Below((Math.Cbrt(x / Shape) - 1 + c) / Math.Sqrt(c));
    }

    /// <inheritdoc/>
    /// <remarks>Marsaglia, Tsang (2000), "A simple method for generating gamma variables", doi:10.1145/358407.358414.</remarks>
    public override double Sample(ref Pcg64 random)
    {
        // Below 1 by a value of k + 1 and a power of a uniform one.
        double boost = Shape < 1 ? Math.Pow(Open(ref random), 1 / Shape) : 1;
        double d = (Shape < 1 ? Shape + 1 : Shape) - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = NormalDistribution.Standard(Open(ref random)), root = 1 + c * normal;
            if (root <= 0) continue;
            double cube = root * root * root;
            if (Math.Log(Open(ref random)) < .5 * normal * normal + d * (1 - cube + Math.Log(cube))) return d * cube * boost * Scale;
        }
    }

    /// <summary>By Newton's method within a bracket, from Wilson's and Hilferty's approximation on.</summary>
    private protected override double Inner(double part)
    {
        double c = 1 / (9 * Shape), guess = Shape * Math.Pow(Math.Max(0, 1 - c + Math.Sqrt(c) * NormalDistribution.Standard(part)), 3);
        // Near 0 the distribution function is x^k / Gamma(k + 1).
        if (!(guess > 0) || part < .01) guess = Math.Exp((Math.Log(part) + SpecialFunctions.GammaLn(Shape + 1)) / Shape);
        if (guess == 0) return 0;
        double low = 0, high = double.PositiveInfinity, x = guess;
        for (int i = 0; i < 200; i++)
        {
            double excess = Below(x) - part;
            if (excess > 0) high = x; else low = x;
            double slope = Math.Exp((Shape - 1) * Math.Log(x) - x - SpecialFunctions.GammaLn(Shape)), next = x - excess / slope;
            if (!(next > low && next < high)) next = double.IsFinite(high) ? (low + high) / 2 : 2 * x;
            if (Math.Abs(next - x) <= 1e-14 * x) return next * Scale;
            x = next;
        }
        return x * Scale;
    }

    internal override FittedParameter[] Intervals(double[] sample)
    {
        double determinant = Shape < Greatest ? Shape * Trigamma(Shape) - 1 : .5 / Shape; // the difference would be lost
        return [PositiveNumber("k", Shape, Math.Sqrt(Shape / determinant / sample.Length)), PositiveNumber("theta", Scale, Scale * Math.Sqrt(Trigamma(Shape) / determinant / sample.Length))];
    }

    /// <summary>The distribution under which a sample is most likely.</summary>
    /// <remarks>Minka (2002), "Estimating a gamma distribution": Newton's method for 1 / k, which needs about four steps.</remarks>
    internal static GammaDistribution Fit(double[] sample)
    {
        double mean = sample.Average(), gap = 0;
        foreach (double value in sample) gap += Excess(value, mean);
        gap /= sample.Length; // log of the mean less the mean of the logs
        double shape = (3 - gap + Math.Sqrt((gap - 3) * (gap - 3) + 24 * gap)) / (12 * gap);
        for (int i = 0; i < 50 && shape < 1e8; i++) // beyond, the first guess is exact to double precision
        {
            double next = 1 / (1 / shape + (Math.Log(shape) - SpecialFunctions.DiGamma(shape) - gap) / (shape * (1 - shape * Trigamma(shape))));
            if (!(next > 0)) next = shape / 2;
            bool done = Math.Abs(next - shape) <= 1e-13 * shape;
            shape = next;
            if (done) break;
        }
        return new(shape, mean / shape);
    }

    /// <summary>u - 1 - log(u) of a value in units of the mean, also where u is nearly 1.</summary>
    static double Excess(double value, double mean)
    {
        double d = (value - mean) / mean;
        return Math.Abs(d) < 1e-3 ? d * d * (.5 - d * (1.0 / 3 - d * (.25 - d * (.2 - d / 6)))) : d - Math.Log(value) + Math.Log(mean);
    }

    /// <summary>The second derivative of log Gamma: by its recurrence and, from 12 on, its asymptotic series (Abramowitz, Stegun 6.4.6 and 6.4.12).</summary>
    internal static double Trigamma(double x)
    {
        double sum = 0;
        for (; x < 12; x++) sum += 1 / (x * x);
        double square = 1 / (x * x);
        return sum + 1 / x + .5 * square + square / x * (1.0 / 6 - square * (1.0 / 30 - square * (1.0 / 42 - square * (1.0 / 30 - square * 5 / 66))));
    }
}
