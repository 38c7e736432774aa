using Neuromorphic.Environments;
using Neuromorphic.Gradients;

namespace Neuromorphic.Training;

/// <summary>Examples through a network: an example's input stays for one step, with all sub-steps of spiking neurons in it.</summary>
sealed class ExampleNetwork(IGradientModel network, GradientOptions options, IGradientBackend backend)
{
    internal const int Together = 4; // examples that share a member's place: wide enough for the products, few enough for two threads to share a batch

    readonly IGradientBatch batch = network.AllowsIndependentSteps
        ? backend.CreateBatch(network, options, Together, StepRelation.Independent)
        : backend.CreateBatch(network, options, 1);
    readonly int inputs = network.Inputs, outputCount = network.Outputs;

    /// <summary>The returns of a flat vector: 1 where an example is classified right, else 0, or minus the mean squared error.</summary>
    /// <param name="vector">The flat vector.</param>
    /// <param name="examples">All examples.</param>
    /// <param name="chosen">Those that count.</param>
    public EvaluationResult Evaluate(float[] vector, IInputs examples, int[] chosen)
    {
        Judge judge = new(examples, default);
        double[] returns = new double[chosen.Length];
        batch.RunForward(Array.ConvertAll(vector, x => (double)x), chosen.Length, (group, first, members) =>
        {
            ReadOnlySpan<int> own = chosen.AsSpan(first, members);
            double[] outputs = Forward(group, examples, own);
            for (int m = 0; m < members; m++) returns[first + m] = judge.Return(outputs.AsSpan(m * outputCount, outputCount), own[m]);
        });
        return EvaluationResult.Of(returns, chosen.Length);
    }

    /// <summary>The mean gradient of a batch of examples, in search space.</summary>
    /// <param name="vector">The flat vector.</param>
    /// <param name="examples">All examples.</param>
    /// <param name="chosen">Those of the batch.</param>
    /// <param name="judge">The judge of the examples.</param>
    /// <param name="losses">Receives each one's loss.</param>
    /// <param name="returns">Receives each one's return.</param>
    public double[] Gradient(double[] vector, IInputs examples, Memory<int> chosen, Judge judge, double[] losses, double[] returns) =>
        batch.Run(vector, chosen.Length, (group, first, members) =>
        {
            ReadOnlySpan<int> own = chosen.Span.Slice(first, members);
            double[] outputs = Forward(group, examples, own), gradients = new double[outputs.Length];
            for (int m = 0; m < members; m++)
            {
                ReadOnlySpan<double> output = outputs.AsSpan(m * outputCount, outputCount);
                Span<double> gradient = gradients.AsSpan(m * outputCount, outputCount);
                losses[first + m] = judge.Loss(output, own[m], gradient);
                returns[first + m] = judge.Return(output, own[m]);
                foreach (ref double value in gradient) value /= chosen.Length;
            }
            Span<double> row = stackalloc double[Members];
            for (int step = 0; step < gradients.Length / (Members * outputCount); step++)
                for (int o = 0; o < outputCount; o++)
                {
                    for (int m = 0; m < Members; m++) row[m] = gradients[(step * Members + m) * outputCount + o];
                    group.SetOutputGradient(step, o, row);
                }
        });

    const int Members = SequenceGroup.Members;

    /// <summary>Outputs [step, member, class]: examples fill the members of one step after the other.</summary>
    double[] Forward(SequenceGroup group, IInputs examples, ReadOnlySpan<int> chosen)
    {
        int steps = (chosen.Length + Members - 1) / Members;
        float[] rows = new float[Members * inputs];
        double[] outputs = new double[steps * Members * outputCount];
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
            for (int o = 0; o < outputCount; o++)
            {
                group.GetOutput(step, o, values);
                for (int m = 0; m < Members; m++) outputs[(step * Members + m) * outputCount + o] = values[m];
            }
        return outputs;
    }
}
