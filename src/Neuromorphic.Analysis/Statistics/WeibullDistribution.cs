using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>The Weibull distribution, from 0 on: distribution function 1 - exp(-(x / lambda)^k).</summary>
/// <param name="Shape">k.</param>
/// <param name="Scale">lambda.</param>
/// <exception cref="ArgumentOutOfRangeException">A parameter is not positive.</exception>
public sealed record WeibullDistribution(double Shape, double Scale) : ContinuousDistribution
{
    /// <summary>k.</summary>
    public double Shape { get; } = Positive(Shape, nameof(Shape));
    /// <summary>lambda.</summary>
    public double Scale { get; } = Positive(Scale, nameof(Scale));

    /// <inheritdoc/>
    public override DistributionFamily Family => DistributionFamily.Weibull;
    /// <inheritdoc/>
    public override IReadOnlyList<double> Parameters => [Shape, Scale];

    /// <inheritdoc/>
    public override double LogDensity(double value)
    {
        if (!(value > 0)) return double.NegativeInfinity;
        double log = Math.Log(value / Scale);
        return Math.Log(Shape / Scale) + (Shape - 1) * log - Math.Exp(Shape * log);
    }

    /// <inheritdoc/>
    public override double Cumulative(double value)
    {
        if (!(value > 0)) return 0;
        double hazard = Math.Pow(value / Scale, Shape);
        return hazard < 1e-5 ? hazard * (1 - hazard * (.5 - hazard / 6)) : 1 - Math.Exp(-hazard);
    }

    /// <inheritdoc/>
    public override double Sample(ref Pcg64 random) => Inner(Open(ref random));

    private protected override double Inner(double part) => Scale * Math.Pow(part < 1e-5 ? part * (1 + part * (.5 + part / 3)) : -Math.Log(1 - part), 1 / Shape);

    internal override FittedParameter[] Intervals(double[] sample)
    {
        // Second derivatives of the log-likelihood, by k and log lambda; with the most likely lambda the sum of (x / lambda)^k is n.
        double first = 0, second = 0;
        foreach (double value in sample)
        {
            double log = Math.Log(value / Scale), hazard = Math.Exp(Shape * log);
            first += hazard * log;
            second += hazard * log * log;
        }
        double n = sample.Length, ofShape = n / (Shape * Shape) + second, ofScale = n * Shape * Shape, mixed = -Shape * first, determinant = ofShape * ofScale - mixed * mixed;
        return [PositiveNumber("k", Shape, Math.Sqrt(ofScale / determinant)), PositiveNumber("lambda", Scale, Scale * Math.Sqrt(ofShape / determinant))];
    }

    /// <summary>The distribution under which a sample is most likely: Newton's method for k within a bracket, lambda follows from it.</summary>
    internal static WeibullDistribution Fit(double[] sample)
    {
        double[] logs = Array.ConvertAll(sample, Math.Log);
        double mean = logs.Average(), greatest = logs.Max(), squares = 0;
        foreach (double log in logs) squares += (log - mean) * (log - mean);
        double shape = Math.PI / Math.Sqrt(6 * squares / logs.Length), low = 0, high = double.PositiveInfinity, power;
        for (int i = 0; i < 200; i++)
        {
            // The sums of x^k, of x^k log x and of x^k log^2 x, relative to the greatest value.
            power = 0;
            double first = 0, second = 0;
            foreach (double log in logs)
            {
                double centred = log - greatest, weight = Math.Exp(shape * centred);
                power += weight;
                first += weight * centred;
                second += weight * centred * centred;
            }
            double average = first / power, excess = average - (mean - greatest) - 1 / shape, slope = second / power - average * average + 1 / (shape * shape);
            if (excess > 0) high = shape; else low = shape;
            double next = shape - excess / slope;
            if (!(next > low && next < high)) next = double.IsFinite(high) ? (low + high) / 2 : 2 * shape;
            bool done = Math.Abs(next - shape) <= 1e-13 * shape;
            shape = next;
            if (done) break;
        }
        power = 0;
        foreach (double log in logs) power += Math.Exp(shape * (log - greatest));
        return new(shape, Math.Exp(greatest + Math.Log(power / logs.Length) / shape));
    }
}
