using Neuromorphic.Environments;
using Neuromorphic.Gradients;

namespace Neuromorphic.Training;

/// <summary>Labelled examples through a spiking network: a member of a group is an example, whose input is a current that stays for the sub-steps of one step.</summary>
sealed class Classifier(SpikingNetwork network, BatchGradient batch)
{
    readonly int inputs = network.Inputs, classes = network.Outputs;

    /// <summary>The accuracy of a flat vector on the first examples: returns are 1 where one is classified right, else 0.</summary>
    /// <param name="vector">The flat vector.</param>
    /// <param name="examples">All examples.</param>
    /// <param name="count">How many of them, at most.</param>
    public EvaluationResult Evaluate(float[] vector, IExamples examples, int count) =>
        EvaluationResult.Of(Array.ConvertAll(Classify(Array.ConvertAll(vector, x => (double)x), examples, Math.Min(count, examples.Count)), right => right ? 1.0 : 0), Math.Min(count, examples.Count));

    bool[] Classify(double[] vector, IExamples examples, int count)
    {
        bool[] right = new bool[count];
        int[] chosen = [.. Enumerable.Range(0, count)];
        batch.RunForward(vector, count, (group, first, members) =>
        {
            double[][] outputs = Forward(group, examples, chosen.AsSpan(first, members));
            for (int m = 0; m < members; m++) right[first + m] = IsLargest(outputs[m], examples.Label(first + m));
        });
        return right;
    }

    /// <summary>The mean gradient of a batch of examples, in search space.</summary>
    /// <param name="vector">The flat vector.</param>
    /// <param name="examples">All examples.</param>
    /// <param name="chosen">Those of the batch.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="losses">Receives each one's loss.</param>
    /// <param name="right">Receives whether each is classified right.</param>
    public double[] Gradient(double[] vector, IExamples examples, Memory<int> chosen, ClassifierLoss loss, double[] losses, bool[] right) =>
        batch.Run(vector, chosen.Length, (group, first, members) =>
        {
            ReadOnlySpan<int> own = chosen.Span.Slice(first, members);
            double[][] outputs = Forward(group, examples, own);
            double[] gradient = new double[classes], row = new double[SequenceGroup.Members * classes];
            for (int m = 0; m < members; m++)
            {
                losses[first + m] = loss(outputs[m], examples.Label(own[m]), gradient);
                right[first + m] = IsLargest(outputs[m], examples.Label(own[m]));
                for (int o = 0; o < classes; o++) row[o * SequenceGroup.Members + m] = gradient[o] / chosen.Length;
            }
            for (int o = 0; o < classes; o++) group.SetOutputGradient(0, o, row.AsSpan(o * SequenceGroup.Members, SequenceGroup.Members));
        });

    /// <summary>Outputs [member][class].</summary>
    double[][] Forward(SequenceGroup group, IExamples examples, ReadOnlySpan<int> chosen)
    {
        const int Members = SequenceGroup.Members;
        float[] rows = new float[Members * inputs], members = new float[Members];
        for (int m = 0; m < chosen.Length; m++) examples.Read(chosen[m], rows.AsSpan(m * inputs, inputs));
        group.Begin(1);
        for (int i = 0; i < inputs; i++)
        {
            for (int m = 0; m < Members; m++) members[m] = rows[m * inputs + i];
            group.SetInput(0, i, members);
        }
        group.Forward();
        double[][] outputs = new double[chosen.Length][];
        for (int m = 0; m < outputs.Length; m++) outputs[m] = new double[classes];
        Span<double> values = stackalloc double[Members];
        for (int o = 0; o < classes; o++)
        {
            group.GetOutput(0, o, values);
            for (int m = 0; m < outputs.Length; m++) outputs[m][o] = values[m];
        }
        return outputs;
    }

    /// <summary>Whether the first of the largest outputs is the label: what a controller would choose.</summary>
    static bool IsLargest(double[] outputs, int label) => Array.IndexOf(outputs, outputs.Max()) == label;
}
