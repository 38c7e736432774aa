using Xunit;

namespace Neuromorphic.Envs.Dynamics.Tests;

public sealed class SavitzkyGolayTests
{
    [Theory]
    [InlineData(2, 2), InlineData(10, 4), InlineData(3, 6)]
    public void Derivatives_of_a_polynomial_of_its_degree_are_exact(int half, int order)
    {
        const double Interval = .1;
        // sum of (k + 1) t^k / k!, so that its derivatives are of the same form
        double Polynomial(double t, int derivative)
        {
            double sum = 0, term = 1;
            for (int k = derivative; k <= order; k++)
            {
                sum += (k + 1) * term;
                term *= t / (k - derivative + 1);
            }
            return sum;
        }
        double[] line = [.. Enumerable.Range(0, 30).Select(i => Polynomial(i * Interval, 0))];
        SavitzkyGolay filter = new(half, order);
        for (int derivative = 0; derivative <= Math.Min(2, order); derivative++)
        {
            double[] values = filter.Derivative(line, derivative, Interval);
            Assert.Equal(30 - 2 * half, values.Length);
            for (int i = 0; i < values.Length; i++) Assert.Equal(Polynomial((i + half) * Interval, derivative), values[i], 1e-8 * Polynomial(3, 0));
        }
    }

    /// <summary>The table of the article for five points: (-3, 12, 17, 12, -3) / 35.</summary>
    [Fact]
    public void Its_weights_are_those_of_the_article()
    {
        double[] expected = [-3 / 35.0, 12 / 35.0, 17 / 35.0, 12 / 35.0, -3 / 35.0];
        for (int i = 0; i < 5; i++)
        {
            double[] line = new double[5];
            line[i] = 1;
            Assert.Equal(expected[i], new SavitzkyGolay(2, 2).Derivative(line, 0, 1).Single(), 1e-14);
        }
    }

    [Theory]
    [InlineData(0, 0), InlineData(2, 5), InlineData(2, -1)]
    public void What_is_not_determined_is_refused(int half, int order) => Assert.Contains("is not determined", Assert.Throws<ArgumentException>(() => new SavitzkyGolay(half, order)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_line_that_is_too_short_gives_nothing() => Assert.Empty(new SavitzkyGolay(3, 2).Derivative(new double[6], 0, 1));
}
