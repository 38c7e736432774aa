using System.Globalization;
using Neuromorphic.Storage.Data;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

/// <summary>
/// Fits of the membrane time constants of real cells, where these are here, against statistics made with scipy beforehand (Golden/cell_classes.csv).
/// (c) 2015 Allen Institute for Brain Science. Allen Cell Types Database. celltypes.brain-map.org
/// </summary>
public class CellFitTests
{
    static readonly string[][] Rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", "cell_classes.csv")).Select(line => line.Split(','))];

    public static TheoryData<string> Classes => [.. Rows[1..].Select(row => row[0])];

    static IReadOnlyList<Cell> Cells(string name)
    {
        CellClass cells = CellClass.Get(name);
        Assert.SkipUnless(DataFolder.Usual.Find(DataCatalog.Get(cells.Dataset)) != null, $"{cells.Dataset} is not here; get it with `neuromorphic data get {cells.Dataset}`.");
        return cells.Load();
    }

    static double[] TimeConstants(string name) => [.. Cells(name).Select(cell => cell.TimeConstantMilliseconds)];

    [Theory, MemberData(nameof(Classes))]
    public void Statistics_and_fits_of_a_class_are_those_published_with_it(string name)
    {
        double[] taus = TimeConstants(name);
        Summary summary = Summary.Of(taus);
        DistributionFit lognormal = DistributionFit.Of(DistributionFamily.Lognormal, taus), gamma = DistributionFit.Of(DistributionFamily.Gamma, taus);
        void Check(string column, double found, double tolerance) =>
            Assert.Equal(double.Parse(Rows.Single(row => row[0] == name)[Array.IndexOf(Rows[0], column)], CultureInfo.InvariantCulture), found, tolerance);
        Check("n", summary.Count, 0);
        Check("mean", summary.Mean, 6e-6);
        Check("sd", summary.Deviation, 6e-6);
        Check("median", summary.Median, 6e-6);
        Check("mu", lognormal.Distribution.Parameters[0], 6e-6);
        Check("sigma", lognormal.Distribution.Parameters[1], 6e-6);
        Check("lognormal_distance", lognormal.Distance, 6e-6);
        Check("k", gamma.Distribution.Parameters[0], 2e-4); // the reference's search stops there
        Check("theta", gamma.Distribution.Parameters[1], 2e-4);
        Check("gamma_distance", gamma.Distance, 2e-5);
        Check("gamma_less_lognormal_aic", gamma.Aic - lognormal.Aic, 2e-5);
        IReadOnlyList<Cell> cells = Cells(name);
        Check("resistance_mean", cells.Average(cell => cell.ResistanceMegaohms), 6e-6);
        Check("rest_mean", cells.Average(cell => cell.RestMillivolts), 6e-6);
        if (!double.IsNaN(cells[0].ThresholdMillivolts)) Check("threshold_mean", cells.Average(cell => cell.ThresholdMillivolts), 6e-6);
    }

    [Theory]
    [InlineData("mouse-v1-l4", 290, 21.94, 6.69, 20.91, 3.051, .269, 13.36, 1.642)]
    [InlineData("human-mtg", 236, 28.95, 9.97, 28.20, 3.310, .334, 9.11, 3.179)]
    public void The_classes_of_the_comparison_have_the_numbers_that_are_cited(string name, int count, double mean, double deviation, double median, double mu, double sigma, double k, double theta)
    {
        double[] taus = TimeConstants(name);
        Summary summary = Summary.Of(taus);
        Assert.Equal((count, mean, deviation, median), (summary.Count, Math.Round(summary.Mean, 2), Math.Round(summary.Deviation, 2), Math.Round(summary.Median, 2)));
        ContinuousDistribution lognormal = DistributionFamily.Lognormal.Fit(taus), gamma = DistributionFamily.Gamma.Fit(taus);
        Assert.Equal((mu, sigma), (Math.Round(lognormal.Parameters[0], 3), Math.Round(lognormal.Parameters[1], 3)));
        Assert.Equal((k, theta), (Math.Round(gamma.Parameters[0], 2), Math.Round(gamma.Parameters[1], 3)));
    }

    [Fact]
    public void Spiny_cells_of_layer_4_are_lognormal_and_not_normal()
    {
        double[] taus = TimeConstants("mouse-v1-l4");
        Assert.InRange(DistributionFit.Of(DistributionFamily.Lognormal, taus, resamples: 499).P, .2, 1);
        Assert.InRange(DistributionFit.Of(DistributionFamily.Normal, taus, resamples: 499).P, 0, .01);
    }

    [Fact]
    public void Classes_of_cells_can_be_told_apart()
    {
        Assert.InRange(KolmogorovSmirnov.TwoSample(TimeConstants("mouse-v1-l4"), TimeConstants("human-mtg")).P, 0, 1e-15);
        Assert.InRange(KolmogorovSmirnov.TwoSample(TimeConstants("mouse-v1-l4"), TimeConstants("mouse-v1-l4-aspiny")).P, 0, 1e-30);
    }
}
