using Neuromorphic.Environments;

namespace Neuromorphic.LearnedNeurons;

/// <summary>Examples that are seen together.</summary>
/// <param name="Inputs">Inputs [example][number].</param>
/// <param name="Targets">Targets [example][number].</param>
readonly record struct LearningBatch(double[][] Inputs, double[][] Targets)
{
    /// <summary>How many they are.</summary>
    public int Count => Inputs.Length;

    /// <summary>All examples of a set: a class becomes one at its place and zero elsewhere.</summary>
    /// <param name="examples">The examples: with labels or with targets.</param>
    /// <param name="targets">Numbers of a target.</param>
    public static LearningBatch Of(IInputs examples, int targets)
    {
        float[] input = new float[examples.InputSize], target = new float[targets];
        double[][] inputs = new double[examples.Count][], wanted = new double[examples.Count][];
        for (int i = 0; i < inputs.Length; i++)
        {
            examples.Read(i, input);
            if (examples is IExamples labelled)
            {
                Array.Clear(target);
                target[labelled.Label(i)] = 1;
            }
            else ((ITargets)examples).ReadTarget(i, target);
            inputs[i] = Array.ConvertAll(input, x => (double)x);
            wanted[i] = Array.ConvertAll(target, x => (double)x);
        }
        return new(inputs, wanted);
    }

    /// <summary>Some of them.</summary>
    public LearningBatch Chosen(ReadOnlySpan<int> chosen)
    {
        double[][] inputs = new double[chosen.Length][], targets = new double[chosen.Length][];
        for (int i = 0; i < chosen.Length; i++) (inputs[i], targets[i]) = (Inputs[chosen[i]], Targets[chosen[i]]);
        return new(inputs, targets);
    }
}
