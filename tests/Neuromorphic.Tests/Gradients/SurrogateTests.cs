using System.Text.Json;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>Surrogates against what the frameworks' backward passes gave.</summary>
public sealed class SurrogateTests
{
    static readonly JsonElement Reference = Golden.Read("surrogates.json");

    public static TheoryData<string, double, string> Known => new()
    {
        { "atan", 2, "atan_alpha2" },
        { "sigmoid", 4, "sigmoid_alpha4" },
        { "sigmoid", 25, "sigmoid_slope25" },
        { "fast-sigmoid", 25, "fast_sigmoid_25" },
        { "fast-sigmoid", 100, "superspike_100" },
        { "triangle", 1, "triangle_1" },
        { "triangle", 2, "piecewise_quadratic_2" },
        { "gaussian", 2, "erf_2" },
    };

    [Theory, MemberData(nameof(Known))]
    public void Derivative_agrees_with_the_frameworks(string name, double slope, string reference)
    {
        double[] x = Golden.Row(Reference.GetProperty("x"));
        double[] expected = Golden.Row(Reference.GetProperty("surrogates").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == reference).GetProperty("grad"));
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(expected[i], At<Scalar64>(name, x[i], slope), 1e-12 * Math.Max(1, slope));
            Assert.Equal(expected[i], At<Scalar>(name, x[i], slope), 2e-6 * Math.Max(1, slope));
        }
    }

    public static TheoryNames Names => [.. SurrogateRegistry.Names];

    [Theory, MemberData(nameof(Names))]
    public void Surrogate_is_symmetric_finite_and_greatest_at_the_threshold(string name)
    {
        double slope = SurrogateRegistry.DefaultSlope(name), top = At<Scalar>(name, 0, slope);
        Assert.True(top > 0);
        foreach (double x in new[] { 1e-6, .01, .3, 2, 100, 1e6, 1e30 })
        {
            double value = At<Scalar>(name, x, slope);
            Assert.InRange(value, 0, top * (1 + 1e-6));
            Assert.Equal(value, At<Scalar>(name, -x, slope));
        }
    }

    [Fact]
    public void Unknown_surrogate_lists_the_names() =>
        Assert.Equal("There is no surrogate 'step'; there are atan, fast-sigmoid, gaussian, sigmoid, straight-through, triangle.",
            Assert.Throws<ArgumentException>(() => SurrogateRegistry.TypeOf("step")).Message);

    static double At<R>(string name, double x, double slope) where R : unmanaged, IReal<R> =>
        (double)typeof(SurrogateTests).GetMethod(nameof(Evaluate), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(typeof(R), SurrogateRegistry.TypeOf(name)).Invoke(null, [x, slope])!;

    static double Evaluate<R, TSurrogate>(double x, double slope) where R : unmanaged, IReal<R> where TSurrogate : struct, ISurrogate =>
        R.Lane(TSurrogate.Derivative<R>(x, slope), 0);
}
