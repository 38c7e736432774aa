using MathNet.Numerics.Distributions;

namespace Neuromorphic.Analysis;

/// <summary>A comparison of means that supposes normal values. Values that are not finite are left out; with too few all is NaN.</summary>
/// <param name="Difference">Difference of the means, the second sample less the first.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="T">The difference in units of its standard error; infinite where only the means differ, 0 where nothing does.</param>
/// <param name="DegreesOfFreedom">Of Student's distribution.</param>
/// <param name="P">Two-sided p.</param>
public sealed record TTest(double Difference, double Low, double High, double T, double DegreesOfFreedom, double P)
{
    static readonly TTest None = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>Two samples whose deviations may differ; at least two values of each.</summary>
    /// <remarks>Welch (1947), "The generalization of 'Student's' problem when several different population variances are involved", doi:10.1093/biomet/34.1-2.28.</remarks>
    public static TTest Welch(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        Summary a = Summary.Of(first), b = Summary.Of(second);
        if (a.Count < 2 || b.Count < 2) return None;
        double ofA = a.Deviation * a.Deviation / a.Count, ofB = b.Deviation * b.Deviation / b.Count, sum = ofA + ofB;
        return Of(b.Mean - a.Mean, Math.Sqrt(sum), sum == 0 ? a.Count + b.Count - 2 : sum * sum / (ofA * ofA / (a.Count - 1) + ofB * ofB / (b.Count - 1)));
    }

    /// <summary>Pairs, such as two conditions with the same seeds; at least two. A pair of which a value is not finite is left out.</summary>
    /// <exception cref="ArgumentException">The samples differ in length.</exception>
    /// <remarks>Student (1908), "The probable error of a mean", doi:10.1093/biomet/6.1.1.</remarks>
    public static TTest Paired(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        Summary differences = Summary.Of(Pairs.Differences(first, second));
        return differences.Count < 2 ? None : Of(differences.Mean, differences.Deviation / Math.Sqrt(differences.Count), differences.Count - 1);
    }

    static TTest Of(double difference, double error, double freedom)
    {
        if (error == 0) return new(difference, difference, difference, difference == 0 ? 0 : Math.CopySign(double.PositiveInfinity, difference), freedom, difference == 0 ? 1 : 0);
        double t = difference / error, reach = StudentT.InvCDF(0, 1, freedom, .975) * error;
        return new(difference, difference - reach, difference + reach, t, freedom, Math.Min(1, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(t))));
    }
}
