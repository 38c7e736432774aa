using Neuromorphic.Environments;

namespace Neuromorphic.LearnedNeurons;

/// <summary>Examples that are seen together.</summary>
/// <param name="Inputs">Inputs [example][number].</param>
/// <param name="Targets">Targets [example][number].</param>
readonly record struct LearningBatch(double[][] Inputs, double[][] Targets)
{
    /// <summary>How many they are.</summary>
    public int Count => Inputs.Length;

    /// <summary>Examples of a set: a class becomes one at its place and zero elsewhere.</summary>
    /// <param name="examples">All examples: with labels or with targets.</param>
    /// <param name="chosen">Those of the batch.</param>
    /// <param name="targets">Numbers of a target.</param>
    public static LearningBatch Of(IInputs examples, ReadOnlySpan<int> chosen, int targets)
    {
        float[] input = new float[examples.InputSize], target = new float[targets];
        double[][] inputs = new double[chosen.Length][], wanted = new double[chosen.Length][];
        for (int i = 0; i < chosen.Length; i++)
        {
            examples.Read(chosen[i], input);
            if (examples is IExamples labelled)
            {
                Array.Clear(target);
                target[labelled.Label(chosen[i])] = 1;
            }
            else ((ITargets)examples).ReadTarget(chosen[i], target);
            inputs[i] = Array.ConvertAll(input, x => (double)x);
            wanted[i] = Array.ConvertAll(target, x => (double)x);
        }
        return new(inputs, wanted);
    }
}
