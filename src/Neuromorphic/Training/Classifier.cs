using Neuromorphic.Environments;
using Neuromorphic.Gradients;
using Neuromorphic.Numerics;

namespace Neuromorphic.Training;

/// <summary>Labelled examples through a network: an example's input stays for one step, with all sub-steps of spiking neurons in it.</summary>
sealed class Classifier(IGradientModel network, GradientOptions options, int threads, LaneWidth? width)
{
    const int Together = 4; // examples that share a member's place: wide enough for the products, few enough for two threads to share a batch

    readonly BatchGradient batch = network.AllowsIndependentSteps
        ? new(network, options, Together, threads, width, Steps.Independent)
        : new(network, options, 1, threads, width);
    readonly int inputs = network.Inputs, classes = network.Outputs;

    /// <summary>The accuracy of a flat vector: returns are 1 where an example is classified right, else 0.</summary>
    /// <param name="vector">The flat vector.</param>
    /// <param name="examples">All examples.</param>
    /// <param name="chosen">Those that count.</param>
    public EvaluationResult Evaluate(float[] vector, IExamples examples, int[] chosen) =>
        EvaluationResult.Of(Array.ConvertAll(Classify(Array.ConvertAll(vector, x => (double)x), examples, chosen), right => right ? 1.0 : 0), chosen.Length);

    bool[] Classify(double[] vector, IExamples examples, int[] chosen)
    {
        bool[] right = new bool[chosen.Length];
        batch.RunForward(vector, chosen.Length, (group, first, members) =>
        {
            ReadOnlySpan<int> own = chosen.AsSpan(first, members);
            double[] outputs = Forward(group, examples, own);
            for (int m = 0; m < members; m++) right[first + m] = Largest(outputs.AsSpan(m * classes, classes)) == examples.Label(own[m]);
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
            double[] outputs = Forward(group, examples, own), gradients = new double[outputs.Length];
            for (int m = 0; m < members; m++)
            {
                ReadOnlySpan<double> output = outputs.AsSpan(m * classes, classes);
                Span<double> gradient = gradients.AsSpan(m * classes, classes);
                int label = examples.Label(own[m]);
                losses[first + m] = loss(output, label, gradient);
                right[first + m] = Largest(output) == label;
                foreach (ref double value in gradient) value /= chosen.Length;
            }
            Span<double> row = stackalloc double[Members];
            for (int step = 0; step < gradients.Length / (Members * classes); step++)
                for (int o = 0; o < classes; o++)
                {
                    for (int m = 0; m < Members; m++) row[m] = gradients[(step * Members + m) * classes + o];
                    group.SetOutputGradient(step, o, row);
                }
        });

    const int Members = SequenceGroup.Members;

    /// <summary>Outputs [step, member, class]: examples fill the members of one step after the other.</summary>
    double[] Forward(SequenceGroup group, IExamples examples, ReadOnlySpan<int> chosen)
    {
        int steps = (chosen.Length + Members - 1) / Members;
        float[] rows = new float[Members * inputs];
        double[] outputs = new double[steps * Members * classes];
        group.Begin(steps);
        for (int step = 0; step < steps; step++)
        {
            Array.Clear(rows);
            for (int m = 0; m < Math.Min(Members, chosen.Length - step * Members); m++) examples.Read(chosen[step * Members + m], rows.AsSpan(m * inputs, inputs));
            group.SetInputs(step, rows);
        }
        group.Forward();
        Span<double> values = stackalloc double[Members];
        for (int step = 0; step < steps; step++)
            for (int o = 0; o < classes; o++)
            {
                group.GetOutput(step, o, values);
                for (int m = 0; m < Members; m++) outputs[(step * Members + m) * classes + o] = values[m];
            }
        return outputs;
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
