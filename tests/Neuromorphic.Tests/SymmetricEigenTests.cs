using Neuromorphic.Numerics;
using Xunit;

namespace Neuromorphic.Tests;

public class SymmetricEigenTests
{
    static double[] Triangle(int n, Func<int, int, double> element)
    {
        double[] lower = new double[n * (n + 1) / 2];
        for (int i = 0, k = 0; i < n; i++)
            for (int j = 0; j <= i; j++) lower[k++] = element(i, j);
        return lower;
    }

    /// <summary>Decomposes and holds that V V' = I, A v = lambda v and the order, each relative to the matrix.</summary>
    static double[] Decompose(double[] lower, int n)
    {
        double[] values = new double[n], vectors = new double[n * n];
        SymmetricEigen.Decompose(lower, values, vectors);
        double scale = 0;
        foreach (double value in lower) scale = Math.Max(scale, Math.Abs(value));
        double tolerance = 1e-14 * n;
        for (int k = 0; k < n; k++)
        {
            if (k > 0) Assert.True(values[k - 1] <= values[k]);
            for (int m = 0; m <= k; m++)
            {
                double dot = 0;
                for (int i = 0; i < n; i++) dot += vectors[k * n + i] * vectors[m * n + i];
                Assert.Equal(k == m ? 1 : 0, dot, tolerance);
            }
            for (int i = 0; i < n; i++)
            {
                double product = 0;
                for (int j = 0; j < n; j++) product += lower[j <= i ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i] * vectors[k * n + j];
                Assert.Equal(0, product - values[k] * vectors[k * n + i], tolerance * scale);
            }
        }
        return values;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(150)]
    public void A_random_matrix_is_its_eigenvectors_and_eigenvalues(int n)
    {
        Random random = new(n);
        double[] lower = Triangle(n, (_, _) => random.NextDouble() - .5), values = Decompose(lower, n);
        double trace = 0;
        for (int i = 0; i < n; i++) trace += lower[i * (i + 3) / 2];
        Assert.Equal(trace, values.Sum(), 1e-12);
    }

    [Fact]
    public void The_second_difference_has_its_analytic_eigenvalues()
    {
        const int N = 60;
        double[] values = Decompose(Triangle(N, (i, j) => i == j ? 2 : i - j == 1 ? -1 : 0), N);
        for (int k = 0; k < N; k++) Assert.Equal(2 - 2 * Math.Cos((k + 1) * Math.PI / (N + 1)), values[k], 1e-13);
    }

    [Fact]
    public void Wilkinsons_matrix_keeps_its_nearly_equal_eigenvalues()
    {
        double[] values = Decompose(Triangle(21, (i, j) => i == j ? Math.Abs(10 - i) : i - j == 1 ? 1 : 0), 21);
        Assert.Equal(10.746194182903393, values[20], 1e-13);
        Assert.Equal(10.746194182903322, values[19], 1e-13);
    }

    [Fact]
    public void Equal_eigenvalues_still_have_orthogonal_vectors()
    {
        Assert.All(Decompose(Triangle(40, (i, j) => i == j ? 3 : 0), 40), value => Assert.Equal(3, value));
        Assert.All(Decompose(Triangle(5, (_, _) => 0), 5), value => Assert.Equal(0, value));
        double[] rankOne = Decompose(Triangle(40, (_, _) => 1), 40);
        Assert.Equal(40, rankOne[39], 1e-12);
        Assert.All(rankOne[..39], value => Assert.Equal(0, value, 1e-12));
    }

    [Theory]
    [InlineData(1e150)]
    [InlineData(1e-150)]
    public void The_scale_of_a_matrix_does_not_matter(double scale)
    {
        Random random = new(1);
        double[] lower = Triangle(20, (_, _) => random.NextDouble() - .5);
        double[] expected = Decompose(lower, 20), actual = Decompose([.. lower.Select(value => value * scale)], 20);
        for (int k = 0; k < 20; k++) Assert.Equal(expected[k], actual[k] / scale, 1e-13);
    }

    [Fact]
    public void A_graded_matrix_keeps_the_sign_of_its_small_eigenvalues()
    {
        double[] values = Decompose(Triangle(12, (i, j) => Math.Pow(10, -i) * (i == j ? 1 : .1)), 12);
        Assert.All(values, value => Assert.True(value > 0));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_not_finite_is_refused(double bad) =>
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose([1, bad, 1], new double[2], new double[4])).Message, StringComparison.Ordinal);

    [Fact]
    public void Lengths_that_do_not_fit_are_refused() =>
        Assert.Contains("3 numbers in its triangle and 4 in its vectors, not 4 and 4", Assert.Throws<ArgumentException>(() =>
            SymmetricEigen.Decompose(new double[4], new double[2], new double[4])).Message, StringComparison.Ordinal);
}
