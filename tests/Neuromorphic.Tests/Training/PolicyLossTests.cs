using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Training;

/// <summary>Gradients of the policy's loss against central differences of what is maximised, written down from its definition.</summary>
public sealed class PolicyLossTests
{
    const double Change = 1e-5, Tolerance = 1e-8;

    static double[] Probabilities(double[] outputs) => [.. outputs.Select(output => Math.Exp(output) / outputs.Sum(Math.Exp))];

    static double Entropy(double[] outputs) => -Probabilities(outputs).Sum(p => p * Math.Log(p));

    static double Difference(Func<double[], double> objective, double[] at, int item)
    {
        double Moved(double by) => objective([.. at.Index().Select(output => output.Item + (output.Index == item ? by : 0))]);
        return (Moved(Change) - Moved(-Change)) / (2 * Change);
    }

    [Theory]
    [InlineData(1.5, 0)]
    [InlineData(-2, 0)]
    [InlineData(0, .7)]
    [InlineData(.8, .01)]
    [InlineData(-1.2, .5)]
    public void Discrete_actions(double advantage, double weight)
    {
        SeededNumbers random = new(4);
        foreach (int actions in (int[])[2, 3, 7])
            for (int action = 0; action < actions; action++)
            {
                double[] outputs = [.. Enumerable.Range(0, actions).Select(_ => 2 * random.Normal())], gradient = new double[actions];
                double entropy = PolicyLoss.Discrete(outputs, action, advantage, weight, gradient);
                Assert.Equal(Entropy(outputs), entropy, 1e-12);
                for (int o = 0; o < actions; o++)
                    Assert.Equal(-Difference(y => advantage * Math.Log(Probabilities(y)[action]) + weight * Entropy(y), outputs, o), gradient[o], Tolerance);
            }
    }

    [Theory]
    [InlineData(1.5, .3)]
    [InlineData(-2, 1)]
    [InlineData(.4, .1)]
    public void Actions_in_a_box(double advantage, double deviation)
    {
        SeededNumbers random = new(5);
        for (int trial = 0; trial < 10; trial++)
        {
            double[] outputs = [random.Normal(), 2 * random.Normal(), .1 * random.Normal()], gradient = new double[3];
            float[] action = [.. outputs.Select(output => (float)(Math.Tanh(output) + deviation * random.Normal()))];
            double entropy = PolicyLoss.Box(outputs, action, advantage, deviation, gradient);
            for (int o = 0; o < 3; o++)
                Assert.Equal(-Difference(y => advantage * y.Index().Sum(output => LogDensity(action[output.Index], Math.Tanh(output.Item), deviation)), outputs, o), gradient[o], 1e-6 * Math.Max(1, Math.Abs(gradient[o])));
            Assert.Equal(3 * NumericalEntropy(deviation), entropy, 1e-6);
        }
    }

    static double LogDensity(double x, double mean, double deviation) => -.5 * Math.Pow((x - mean) / deviation, 2) - Math.Log(deviation * Math.Sqrt(2 * Math.PI));

    /// <summary>The integral of -p ln p of a normal distribution, by the trapezoidal rule.</summary>
    static double NumericalEntropy(double deviation)
    {
        const int Points = 4000;
        double sum = 0, step = 20 * deviation / Points;
        for (int i = 0; i <= Points; i++)
        {
            double logarithm = LogDensity(-10 * deviation + i * step, 0, deviation);
            sum -= Math.Exp(logarithm) * logarithm * step;
        }
        return sum;
    }

    [Fact]
    public void A_certain_choice_has_no_entropy_and_finite_gradients()
    {
        double[] gradient = new double[2];
        Assert.Equal(0, PolicyLoss.Discrete([800, -800], 0, 1, .5, gradient), 1e-12);
        Assert.Equal([0, 0], gradient);
        PolicyLoss.Discrete([800, -800], 1, 1, .5, gradient);
        Assert.Equal([1, -1], gradient);
    }
}
