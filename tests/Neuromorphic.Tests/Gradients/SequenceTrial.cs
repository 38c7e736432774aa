using Neuromorphic.Gradients;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Tests.Gradients;

/// <summary>What a group made of a trial.</summary>
/// <param name="Outputs">Outputs [step][output][member].</param>
/// <param name="Sums">Gradients of what kernels read, members summed [layout].</param>
/// <param name="InputGradients">Gradients of inputs [step][input][member], if the group computes them.</param>
public sealed record SequenceResult(double[][][] Outputs, double[] Sums, double[][][]? InputGradients);

/// <summary>
/// A network with random numbers and random inputs of all members. The loss is the sum of outputs times random numbers,
/// which are the gradients of the outputs.
/// </summary>
public sealed class SequenceTrial
{
    /// <summary>Inputs are multiples of this, so that float32 still holds them after a far smaller change.</summary>
    const double InputUnit = 1.0 / 1024;

    public SequenceTrial(IGradientModel network, int steps, ulong seed)
    {
        Network = network;
        Steps = steps;
        SeededNumbers random = new(seed);
        Vector = new double[network.Layout.Count];
        foreach (ParameterSlice slice in network.Layout.Slices)
            for (int i = 0; i < slice.Count; i++) Vector[slice.Offset + i] = (float)slice.Transform.Inverse(Physical(slice, random));
        Inputs = Rows(network.Inputs, () => (float)(Math.Round(1.5 * random.Normal() / InputUnit) * InputUnit));
        OutputGradients = Rows(network.Outputs, () => (double)(float)random.Normal());
    }

    public IGradientModel Network { get; }
    public int Steps { get; }
    /// <summary>The flat vector; every number is one of float32.</summary>
    public double[] Vector { get; }
    /// <summary>Inputs [step][input][member].</summary>
    public float[][][] Inputs { get; }
    /// <summary>Gradients of outputs [step][output][member].</summary>
    public double[][][] OutputGradients { get; }

    /// <summary>An array [step][item][member].</summary>
    public T[][][] Rows<T>(int items, Func<T> value) =>
        [.. Enumerable.Range(0, Steps).Select(_ => Enumerable.Range(0, items).Select(_ => Enumerable.Range(0, SequenceGroup.Members).Select(_ => value()).ToArray()).ToArray())];

    /// <summary>Values at which neurons fire now and then, and every parameter matters.</summary>
    static double Physical(ParameterSlice slice, SeededNumbers random) => slice.Name[(slice.Name.IndexOf('/', StringComparison.Ordinal) + 1)..] switch
    {
        "tau" => random.Between(1.5, 5),
        "threshold" => random.Between(.6, 1.2),
        "rest" => random.Between(-.2, .3),
        "resistance" => random.Between(.8, 1.6),
        "reset" => random.Between(-.3, .1),
        "adaptation-tau" => random.Between(2, 8),
        "adaptation" => random.Between(.2, .8),
        "synapse-tau" => random.Between(1.1, 2),
        "refractory" => random.Between(0, 2),
        "bias" or "P0" or "P1" => random.Between(.5, 1.5),
        "weight" when slice.Name.StartsWith("hidden", StringComparison.Ordinal) => 4 * random.Normal() / Math.Sqrt(slice.Shape[^1]), // from spikes
        _ => 1.5 * random.Normal() / Math.Sqrt(slice.Shape[^1]),
    };

    /// <summary>Forward: the outputs [step][output][member].</summary>
    public double[][][] Forward(SequenceGroup group, double[] vector, float[][][] inputs)
    {
        group.Decode(vector);
        group.Begin(Steps);
        for (int t = 0; t < Steps; t++)
            for (int i = 0; i < Network.Inputs; i++) group.SetInput(t, i, inputs[t][i]);
        group.Forward();
        double[][][] outputs = Rows(Network.Outputs, () => 0.0);
        for (int t = 0; t < Steps; t++)
            for (int o = 0; o < Network.Outputs; o++) group.GetOutput(t, o, outputs[t][o]);
        return outputs;
    }

    /// <summary>Forward and backward.</summary>
    public SequenceResult Run(SequenceGroup group, bool inputGradients = true, double[]? sums = null)
    {
        double[][][] outputs = Forward(group, Vector, Inputs);
        for (int t = 0; t < Steps; t++)
            for (int o = 0; o < Network.Outputs; o++) group.SetOutputGradient(t, o, OutputGradients[t][o]);
        sums ??= new double[Network.Layout.Count];
        group.Backward(sums);
        if (!inputGradients) return new(outputs, sums, null);
        double[][][] gradients = Rows(Network.Inputs, () => 0.0);
        for (int t = 0; t < Steps; t++)
            for (int i = 0; i < Network.Inputs; i++) group.GetInputGradient(t, i, gradients[t][i]);
        return new(outputs, sums, gradients);
    }

    /// <summary>The loss of outputs.</summary>
    public double Loss(double[][][] outputs)
    {
        double loss = 0;
        for (int t = 0; t < Steps; t++)
            for (int o = 0; o < Network.Outputs; o++)
                for (int m = 0; m < SequenceGroup.Members; m++) loss += OutputGradients[t][o][m] * outputs[t][o][m];
        return loss;
    }
}
