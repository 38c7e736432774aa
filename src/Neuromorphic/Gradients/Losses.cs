using Neuromorphic.Numerics;

namespace Neuromorphic.Gradients;

/// <summary>How far outputs are from a label.</summary>
/// <param name="outputs">Outputs [classes].</param>
/// <param name="label">The right class.</param>
/// <param name="gradient">Receives the derivatives by the outputs [classes].</param>
/// <returns>The loss.</returns>
public delegate double ClassifierLoss(ReadOnlySpan<double> outputs, int label, Span<double> gradient);

/// <summary>Losses of classifiers.</summary>
public static class Losses
{
    /// <summary>-ln softmax(outputs)[label].</summary>
    public static double CrossEntropy(ReadOnlySpan<double> outputs, int label, Span<double> gradient)
    {
        double logarithm = Softmax(outputs, gradient);
        gradient[label]--;
        return logarithm - outputs[label];
    }

    /// <summary>Half the squared distance from 1 for the label and 0 for the others.</summary>
    public static double MeanSquaredError(ReadOnlySpan<double> outputs, int label, Span<double> gradient)
    {
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            gradient[i] = outputs[i] - (i == label ? 1 : 0);
            sum += .5 * gradient[i] * gradient[i];
        }
        return sum;
    }

    /// <summary>Writes e^outputs over their sum. Gives the logarithm of the sum.</summary>
    public static double Softmax(ReadOnlySpan<double> outputs, Span<double> probabilities)
    {
        double top = double.NegativeInfinity, sum = 0;
        foreach (double output in outputs) top = Math.Max(top, output);
        for (int i = 0; i < outputs.Length; i++) sum += probabilities[i] = Portable.Exp(outputs[i] - top);
        for (int i = 0; i < outputs.Length; i++) probabilities[i] /= sum;
        return top + Portable.Log(sum);
    }
}
