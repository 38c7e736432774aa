using Neuromorphic.Environments;
using Neuromorphic.Gradients;

namespace Neuromorphic.Training;

/// <summary>What a network's outputs for an example are worth: by its label, or by its target.</summary>
/// <param name="examples">The examples.</param>
/// <param name="loss">The loss of labels; that of targets is half the squared distance.</param>
sealed class Judge(IInputs examples, LossKind loss)
{
    /// <summary>The return of an example: 1 for the right class and 0 for others; minus the mean squared error of a target.</summary>
    public double Return(ReadOnlySpan<double> outputs, int example)
    {
        if (examples is IExamples labelled) return Largest(outputs) == labelled.Label(example) ? 1 : 0;
        Span<double> errors = stackalloc double[outputs.Length];
        return -2 * Squared(outputs, example, errors) / outputs.Length;
    }

    /// <summary>The loss of an example, and its derivatives by the outputs.</summary>
    public double Loss(ReadOnlySpan<double> outputs, int example, Span<double> gradient) => examples switch
    {
        IExamples labelled when loss == LossKind.CrossEntropy => Losses.CrossEntropy(outputs, labelled.Label(example), gradient),
        IExamples labelled => Losses.MeanSquaredError(outputs, labelled.Label(example), gradient),
        _ => Squared(outputs, example, gradient),
    };

    double Squared(ReadOnlySpan<double> outputs, int example, Span<double> errors)
    {
        Span<float> target = stackalloc float[outputs.Length];
        ((ITargets)examples).ReadTarget(example, target);
        double sum = 0;
        for (int o = 0; o < outputs.Length; o++)
        {
            errors[o] = outputs[o] - target[o];
            sum += .5 * errors[o] * errors[o];
        }
        return sum;
    }

    /// <summary>The first of the largest outputs: what a controller would choose.</summary>
    static int Largest(ReadOnlySpan<double> outputs)
    {
        int largest = 0;
        for (int o = 1; o < outputs.Length; o++)
            if (outputs[o] > outputs[largest]) largest = o;
        return largest;
    }
}
