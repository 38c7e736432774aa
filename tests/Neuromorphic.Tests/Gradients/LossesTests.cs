using Neuromorphic.Gradients;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>Losses of classifiers: values against the formulas, gradients against central differences.</summary>
public sealed class LossesTests
{
    public static TheoryNames Names => ["cross-entropy", "mean-squared-error"];

    static ClassifierLoss Loss(string name) => name == "cross-entropy" ? Losses.CrossEntropy : Losses.MeanSquaredError;

    static double Formula(string name, double[] outputs, int label) => name == "cross-entropy"
        ? -Math.Log(Math.Exp(outputs[label]) / outputs.Sum(Math.Exp))
        : .5 * outputs.Index().Sum(output => Math.Pow(output.Item - (output.Index == label ? 1 : 0), 2));

    static IEnumerable<(double[] Outputs, int Label)> Cases()
    {
        SeededNumbers random = new(3);
        foreach (int classes in (int[])[1, 2, 3, 10])
            for (int trial = 0; trial < 10; trial++) yield return ([.. Enumerable.Range(0, classes).Select(_ => 3 * random.Normal())], trial % classes);
    }

    [Theory, MemberData(nameof(Names))]
    public void Values_are_those_of_the_formula(string name)
    {
        foreach ((double[] outputs, int label) in Cases()) Assert.Equal(Formula(name, outputs, label), Loss(name)(outputs, label, new double[outputs.Length]), 1e-12);
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_are_central_differences(string name)
    {
        const double Change = 1e-5;
        foreach ((double[] outputs, int label) in Cases())
        {
            double[] gradient = new double[outputs.Length];
            Array.Fill(gradient, double.NaN); // what was there before must not matter
            Loss(name)(outputs, label, gradient);
            for (int o = 0; o < outputs.Length; o++)
            {
                double Moved(double by) => Formula(name, [.. outputs.Index().Select(output => output.Item + (output.Index == o ? by : 0))], label);
                Assert.Equal((Moved(Change) - Moved(-Change)) / (2 * Change), gradient[o], 1e-8);
            }
        }
    }

    [Fact]
    public void Softmax_holds_for_outputs_whose_exponentials_do_not()
    {
        double[] probabilities = new double[3];
        Assert.Equal(1000 + Math.Log(1 + Math.Exp(-1)), Losses.Softmax([1000, 999, -1000], probabilities), 1e-12);
        Assert.Equal([1 / (1 + Math.Exp(-1)), 1 / (1 + Math.E), 0], probabilities, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(2000, Losses.CrossEntropy([1000, -1000], 1, new double[2]));
        Assert.Equal(-1000 + Math.Log(2), Losses.Softmax([-1000, -1000], new double[2]), 1e-12);
    }
}
