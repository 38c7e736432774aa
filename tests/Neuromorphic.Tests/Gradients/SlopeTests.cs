using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>Slopes of what lies between search space and kernels, against central differences.</summary>
public unsafe class SlopeTests
{
    public static TheoryNames Names => [.. Transform.All.Select(transform => transform.Name)];

    static readonly Transform[] OfCoefficients = [Transform.EulerGain, Transform.ExponentialGain, Transform.JustAbove];

    public static TheoryNames Coefficients => [.. OfCoefficients.Select(transform => transform.Name)];

    static Transform Of(string name) => Transform.All.Single(transform => transform.Name == name);

    static void AssertSlope(Func<double, double> function, double x, double slope)
    {
        const double Change = 1e-5;
        double difference = (function(x + Change) - function(x - Change)) / (2 * Change);
        Assert.Equal(difference, slope, 1e-8 * Math.Max(1, Math.Max(Math.Abs(slope), Math.Abs(function(x)))));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_transform_has_the_slope_of_its_values(string name)
    {
        Transform transform = Of(name);
        for (double x = -6.03; x <= 6; x += .37) AssertSlope(transform.Value, x, transform.Slope(x));
    }

    [Theory, MemberData(nameof(Coefficients))]
    public void A_coefficient_has_the_slope_of_its_values(string name)
    {
        Transform coefficient = OfCoefficients.Single(transform => transform.Name == name);
        foreach (double value in (double[])[1.001, 1.3, 2, 3.7, 20, 250]) AssertSlope(coefficient.Value, value, coefficient.Slope(value));
    }

    /// <summary>So that no number of a search is stuck where it has no gradient, in float32 either.</summary>
    [Theory, MemberData(nameof(Names))]
    public void A_projected_number_has_a_slope_and_a_number_with_a_slope_stays(string name)
    {
        Transform transform = Of(name);
        for (double x = -6.03; x <= 6; x += .37)
        {
            double projected = transform.Project(x);
            Assert.Equal(transform.Value(x), transform.Value(projected));
            Assert.NotEqual(0, transform.Slope(projected));
            Assert.NotEqual(0, transform.Slope((float)projected));
            Assert.Equal(projected, transform.Project(projected));
            if (transform.Slope(x) != 0) Assert.Equal(x, projected);
        }
    }

    [Theory]
    [InlineData(-3, 1.001)]
    [InlineData(1.0009, 1.001)]
    [InlineData(1.001, 1.001)]
    [InlineData(1.5, 1.5)]
    public void A_direct_time_constant_is_projected_above_one_step(double x, double expected) => Assert.Equal(expected, Transform.AboveOneStep.Project(x));

    [Fact]
    public void Gradients_are_pulled_to_search_space_by_both_slopes()
    {
        ParameterLayout layout = new([
            Slice("weight", Transform.Identity, Transform.Identity),
            Slice("tau", Transform.LogisticLeak, Transform.ExponentialGain),
            Slice("threshold", Transform.Softplus, Transform.JustAbove),
            Slice("clipped", Transform.AboveOneStep, Transform.EulerGain),
        ]);
        double[] vector = [.3, -2, .4, -.7, 1.1, -.2, 1.7, .5], gradient = [5, 7, 11, 13, 17, 19, 23, 29], pulled = [.. gradient];
        SearchSpace.Pull(layout, vector, pulled);
        foreach (ParameterSlice slice in layout.Slices)
            for (int i = slice.Offset; i < slice.Offset + 2; i++)
                AssertSlope(x => gradient[i] * slice.Coefficient.Value(slice.Transform.Value(x)), vector[i], pulled[i]);
        Assert.Equal(0, pulled[7]);

        static ParameterSlice Slice(string name, Transform transform, Transform coefficient) =>
            new() { Name = name, Shape = [2], Block = "all", Initial = 1, Transform = transform, Coefficient = coefficient };
    }
}
