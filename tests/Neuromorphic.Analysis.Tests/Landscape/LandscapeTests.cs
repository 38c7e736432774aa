using System.Text.Json;
using Xunit;

namespace Neuromorphic.Analysis.Tests;

/// <summary>Trace, eigenvalues and spectrum of known matrices, and of the network's of Golden/tiny_network.json.</summary>
public class LandscapeTests
{
    static HessianVectorProduct Diagonal(params double[] values) => (vector, product) =>
    {
        for (int i = 0; i < values.Length; i++) product[i] = values[i] * vector[i];
    };

    [Fact]
    public void Quadratic_forms_and_the_running_mean_are_those_of_the_reference()
    {
        foreach ((string functions, JsonElement expected) in TinyNetwork.Cases)
        {
            TraceEstimate trace = TraceEstimate.Of(TinyNetwork.ProductOf(expected), expected.GetProperty("rademacher_vectors").EnumerateArray().Select(row => row.Row()));
            double[] forms = expected.Row("quadratic_forms"), mean = expected.Row("hutchinson_running_mean");
            Assert.Equal(8, trace.Samples.Count);
            for (int i = 0; i < forms.Length; i++)
            {
                Golden.AssertClose(forms[i], trace.Samples[i], 1e-12, functions);
                Golden.AssertClose(mean[i], trace.RunningMean[i], 1e-12, functions);
            }
            Golden.AssertClose(mean[^1], trace.Mean, 1e-12, functions);
        }
    }

    [Fact]
    public void The_estimate_of_a_trace_is_as_near_as_its_standard_error_says()
    {
        foreach ((string functions, JsonElement expected) in TinyNetwork.Cases)
        {
            TraceEstimate trace = TraceEstimate.Of(TinyNetwork.ProductOf(expected), TinyNetwork.Count, vectors: 4000, seed: 3);
            Assert.InRange(trace.StandardError, .01, .1);
            Assert.True(Math.Abs(trace.Mean - expected.Number("trace")) < 3 * trace.StandardError, $"{functions}: {trace.Mean} +- {trace.StandardError}, not {expected.Number("trace")}");
        }
    }

    [Fact]
    public void Of_a_diagonal_matrix_every_vector_of_signs_gives_the_trace_itself()
    {
        TraceEstimate trace = TraceEstimate.Of(Diagonal(3, -1, 2, 8), 4, vectors: 5);
        Assert.Equal([12, 12, 12, 12, 12], trace.Samples);
        Assert.Equal((12, 0), (trace.Mean, trace.StandardError));
        Assert.Equal(double.NaN, TraceEstimate.Of(Diagonal(1), 1, vectors: 1).StandardError);
    }

    [Fact]
    public void Random_vectors_are_signs_without_a_mean_and_without_relation_to_each_other()
    {
        const int Length = 20_000;
        double[] first = new double[Length], second = new double[Length], again = new double[Length], other = new double[Length], shorter = new double[77];
        RandomVectors.Rademacher(5, RandomVectorUse.Trace, 0, first);
        RandomVectors.Rademacher(5, RandomVectorUse.Trace, 1, second);
        RandomVectors.Rademacher(5, RandomVectorUse.Trace, 0, again);
        RandomVectors.Rademacher(6, RandomVectorUse.Trace, 0, other);
        RandomVectors.Rademacher(5, RandomVectorUse.Trace, 0, shorter);
        Assert.Equal(first, again);
        Assert.Equal(first[..77], shorter);
        Assert.All(first, value => Assert.True(value is 1 or -1));
        double limit = 4 * Math.Sqrt(Length); // four standard deviations of the sum
        Assert.InRange(first.Sum(), -limit, limit);
        Assert.InRange(first.Zip(second, (a, b) => a * b).Sum(), -limit, limit);
        Assert.InRange(first.Zip(other, (a, b) => a * b).Sum(), -limit, limit);
        Assert.InRange(first.Zip(first.Skip(1), (a, b) => a * b).Sum(), -limit, limit);
        Assert.InRange(first.Zip(first.Skip(32), (a, b) => a * b).Sum(), -limit, limit);
    }

    [Fact]
    public void Power_iteration_finds_the_eigenvalues_of_greatest_magnitude()
    {
        foreach ((string functions, JsonElement expected) in TinyNetwork.Cases)
        {
            double[] values = [.. expected.Row("eigenvalues_asc").OrderByDescending(Math.Abs)];
            IReadOnlyList<Eigenpair> top = Eigenpair.Top(TinyNetwork.ProductOf(expected), TinyNetwork.Count, wanted: 3, iterations: 3000, tolerance: 1e-12);
            for (int i = 0; i < 3; i++)
            {
                Assert.True(top[i].Converged);
                Golden.AssertClose(values[i], top[i].Value, 1e-8, functions);
                Assert.True(top[i].Residual < 1e-4);
                for (int j = 0; j <= i; j++) Assert.Equal(i == j ? 1 : 0, top[i].Vector.Zip(top[j].Vector, (a, b) => a * b).Sum(), 1e-12);
            }
            // The defaults are PyHessian's, good for a plot.
            Golden.AssertClose(values[0], Eigenpair.Top(TinyNetwork.ProductOf(expected), TinyNetwork.Count)[0].Value, 1e-2, functions);
        }
    }

    [Fact]
    public void Eigenvalues_that_power_iteration_cannot_tell_apart_are_said_not_to_have_converged()
    {
        Eigenpair pair = Eigenpair.Top(Diagonal(1, -1, .1), 3, iterations: 2, tolerance: 1e-12)[0];
        Assert.Equal(2, pair.Iterations);
        Assert.True(pair.Residual > .5);
        Assert.False(Eigenpair.Top(Diagonal(1, .99, .98), 3, iterations: 4, tolerance: 1e-12)[0].Converged);
        Assert.All(Eigenpair.Top(Diagonal(0, 0), 2, wanted: 2), zero => Assert.Equal((0, true), (zero.Value, zero.Converged)));
    }

    [Fact]
    public void Lanczos_is_the_reference()
    {
        foreach ((string functions, JsonElement expected) in TinyNetwork.Cases)
        {
            double[] start = expected.GetProperty("rademacher_vectors")[0].Row();
            Lanczos run = Lanczos.Run(TinyNetwork.ProductOf(expected), start, 10);
            AssertEqual(expected.Row("lanczos_alpha"), run.Alpha, functions);
            AssertEqual(expected.Row("lanczos_beta"), run.Beta, functions);
            AssertEqual(expected.Row("ritz_values"), run.Values, functions);
            AssertEqual(expected.Row("ritz_weights"), run.Weights, functions);
            Assert.Equal(1, run.Weights.Sum(), 1e-14);
        }

        static void AssertEqual(double[] expected, IReadOnlyList<double> actual, string what)
        {
            Assert.Equal(expected.Length, actual.Count);
            for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) < 1e-9, $"{what}, {i}: {actual[i]} instead of {expected[i]}");
        }
    }

    [Fact]
    public void All_steps_of_Lanczos_find_all_eigenvalues_that_differ()
    {
        foreach ((_, JsonElement expected) in TinyNetwork.Cases)
        {
            // Five are zero, as the softmax does not see what is added to all outputs, and a vector sees equal ones as one.
            double[] start = expected.GetProperty("rademacher_vectors")[0].Row(), all = expected.Row("eigenvalues_asc"), values = [.. all.Where((value, i) => i == 0 || value - all[i - 1] > 1e-12)];
            Lanczos run = Lanczos.Run(TinyNetwork.ProductOf(expected), start, 1000);
            Assert.Equal((TinyNetwork.Count - 4, values.Length), (values.Length, run.Values.Count));
            for (int i = 0; i < values.Length; i++) Assert.Equal(values[i], run.Values[i], 1e-9);
        }
    }

    [Fact]
    public void Lanczos_ends_where_its_space_is_closed()
    {
        Lanczos run = Lanczos.Run(Diagonal(5, 5, 2, 2, 2), [1, 1, 1, 1, 1], 5);
        Assert.Equal(2, run.Values.Count);
        (double, double)[] expected = [(2, .6), (5, .4)];
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(expected[i].Item1, run.Values[i], 1e-13);
            Assert.Equal(expected[i].Item2, run.Weights[i], 1e-13);
        }
        Assert.Equal([0], Lanczos.Run(Diagonal(0, 0), [1, 2], 2).Values);
    }

    [Fact]
    public void A_spectral_density_has_the_integral_1_and_its_mean_is_the_trace_over_the_size()
    {
        foreach ((string functions, JsonElement expected) in TinyNetwork.Cases)
        {
            SpectralDensity density = SpectralDensity.Of(TinyNetwork.ProductOf(expected), TinyNetwork.Count, runs: 300, seed: 1);
            double spacing = density.Grid[1] - density.Grid[0], mean = density.Grid.Zip(density.Density, (value, height) => value * height).Sum() * spacing;
            Assert.Equal(10_000, density.Grid.Count);
            Assert.Equal(1, density.Density.Sum() * spacing, 1e-12);
            Assert.True(Math.Abs(mean - expected.Number("trace") / TinyNetwork.Count) < .015, $"{functions}: {mean}");
            double[] values = expected.Row("eigenvalues_asc");
            Assert.Equal(values[0] - .01, density.Grid[0], 1e-9);
            Assert.Equal(values[^1] + .01, density.Grid[^1], 1e-9);
        }
    }

    [Fact]
    public void A_density_is_a_normal_curve_of_the_stated_width_at_each_eigenvalue()
    {
        SpectralDensity density = SpectralDensity.Of(Diagonal(-.5, .4, .4, .4), 4);
        double deviation = Math.Sqrt(1e-5), height = 1 / (deviation * Math.Sqrt(2 * Math.PI));
        Assert.Equal(.25 * height, At(-.5), 2e-3 * height);
        Assert.Equal(.75 * height, At(.4), 2e-3 * height);
        Assert.Equal(.75 * height * Math.Exp(-.5), At(.4 - deviation), .01 * height);
        Assert.Equal(0, At(0));
        SpectralDensity wide = SpectralDensity.Of(Diagonal(-100, 0, 300), 3);
        deviation = Math.Sqrt(1e-5 * 400.02);
        Assert.Equal(Math.Exp(-2), wide.Density[Index(wide, 2 * deviation)] / wide.Density[Index(wide, 0)], .05);

        double At(double value) => density.Density[Index(density, value)];
        static int Index(SpectralDensity density, double value) => (int)Math.Round((value - density.Grid[0]) / (density.Grid[1] - density.Grid[0]));
    }

    [Fact]
    public void The_share_near_zero_is_the_share_of_small_eigenvalues()
    {
        SpectralDensity density = SpectralDensity.Of(Diagonal(10, -.005, .009, .05, 2), 5);
        Assert.Equal(0, density.ShareNearZero(1e-4));
        Assert.Equal(.4, density.ShareNearZero(1e-3), 1e-12);
        Assert.Equal(.6, density.ShareNearZero(1e-2), 1e-12);
        Assert.Equal(1, density.ShareNearZero(1), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => density.ShareNearZero(2));
    }

    [Fact]
    public void What_cannot_be_looked_at_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Lanczos.Run(Diagonal(1, 2), [0, 0], 2));
        Assert.Throws<ArgumentException>(() => Lanczos.Run(Diagonal(1, 2), [double.NaN, 0], 2));
        Assert.Throws<ArithmeticException>(() => TraceEstimate.Of(Diagonal(1, double.NaN), 2));
        Assert.Throws<ArithmeticException>(() => Eigenpair.Top(Diagonal(1, double.PositiveInfinity), 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => TraceEstimate.Of(Diagonal(1), 1, vectors: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Eigenpair.Top(Diagonal(1), 1, wanted: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpectralDensity.Of(Diagonal(1), 1, points: 1));
    }
}
