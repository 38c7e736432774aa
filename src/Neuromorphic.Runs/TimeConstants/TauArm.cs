using Neuromorphic.Analysis;

namespace Neuromorphic.Runs;

/// <summary>Time constants of one kind, a sample for each seed: learned ones, those of a control.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Samples">For each seed the time constants of its neurons, in steps of a neuron.</param>
public sealed record TauArm(string Name, IReadOnlyList<double[]> Samples)
{
    /// <summary>Fewest neurons of which a distribution is spoken of.</summary>
    public const int Fewest = 8;

    /// <summary>Seeds with enough neurons.</summary>
    public int Seeds => Samples.Count(sample => sample.Length >= Fewest);

    /// <summary>The logarithm of each time constant over their median, of seeds with enough neurons: a shape without a unit.</summary>
    internal double[][] Shapes => [.. Samples.Where(sample => sample.Length >= Fewest).Select(Shape)];

    /// <summary>The logarithm of each value over their median.</summary>
    internal static double[] Shape(IReadOnlyList<double> values)
    {
        double median = Summary.Quantile(values, .5);
        return [.. values.Select(value => Math.Log(value / median))];
    }

    /// <summary>Over seeds, the median time constant.</summary>
    public Interval Median => Interval.Of([.. Samples.Where(sample => sample.Length >= Fewest).Select(sample => Summary.Quantile(sample, .5))], Location.Mean);

    /// <summary>Over seeds, the standard deviation of the logarithm.</summary>
    public Interval Deviation => Interval.Of([.. Shapes.Select(shape => Summary.Of(shape).Deviation)], Location.Mean);

    /// <summary>Over seeds, the skewness of the logarithm: 0 of a lognormal distribution, negative of a gamma distribution, positive of a longer tail.</summary>
    public Interval Skewness => Interval.Of([.. Shapes.Select(SkewnessOf)], Location.Mean);

    static double SkewnessOf(double[] values)
    {
        double mean = values.Average(), second = values.Average(value => Math.Pow(value - mean, 2)), third = values.Average(value => Math.Pow(value - mean, 3));
        return second > 0 ? third / Math.Pow(second, 1.5) : double.NaN;
    }

    /// <summary>Of each seed with enough neurons, the Kolmogorov-Smirnov distance of its shape and another sample's.</summary>
    public IReadOnlyList<double> DistancesTo(IReadOnlyList<double> others)
    {
        double[] shape = Shape(others);
        return [.. Shapes.Select(own => KolmogorovSmirnov.DistanceBetween(own, shape))];
    }

    /// <summary>The mean of these distances: the seed is the unit.</summary>
    public Interval DistanceTo(IReadOnlyList<double> others) => Interval.Of(DistancesTo(others), Location.Mean);

    /// <summary>How many seeds each family of distributions fits best, by Akaike's criterion. Seeds whose values are all equal count for none.</summary>
    public IReadOnlyDictionary<string, int> Families
    {
        get
        {
            Dictionary<string, int> best = DistributionFamily.All.ToDictionary(family => family.Name, _ => 0);
            foreach (double[] sample in Samples.Where(sample => sample.Length >= Fewest && sample.Distinct().Count() > 2)) best[DistributionFamily.All.MinBy(family => DistributionFit.Of(family, sample).Aic)!.Name]++;
            return best;
        }
    }
}
