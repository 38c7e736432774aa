using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// A training step of 100 inputs, 1,000 LIF neurons and 10 outputs on 128 sequences of 100 steps, one thread: forward, backward, Adam.
/// The floor is the two large matrix products (currents, gradients of their weights), timed alone in the same run; their floor is as many multiply-adds in registers.
/// </summary>
/// <remarks>
/// The task of peers/training.py, on the same numbers, so that spikes and gradients can be compared: the loss is .001 times the sum of
/// all outputs of all steps. Beyond the weights, this step trains tau, threshold, rest and resistance of each neuron.
/// </remarks>
static unsafe class GradientBenchmark
{
    const int Inputs = 100, Hidden = 1000, Outputs = 10, Batch = 128, Steps = 100;
    const int WarmUp = 60; // steps until the JIT, which on a single core has to wait for its turn, has compiled everything for good
    const double Slope = 1e-3;

    public static IReadOnlyList<Row> Run()
    {
        SpikingNetwork network = SpikingNetwork.Create("lif", Inputs, Outputs, new SpikingPolicyOptions { Neurons = Hidden, Condition = Condition.Both });
        ParameterSlice input = network.Layout["input/weight"], readout = network.ReadoutWeight;
        float[] start = network.Layout.InitialVector(1), inputs = new float[Steps * Batch * Inputs];
        SharedNumbers.Fill(start.AsSpan(input.Offset, input.Count), 6, -4, 4); // a third of all neurons then fires in a step
        SharedNumbers.Fill(start.AsSpan(readout.Offset, readout.Count), 7, -.1, .1);
        SharedNumbers.Fill(inputs, 8, -1, 1);
        double[] vector = Array.ConvertAll(start, x => (double)x); // all of it is trained
        BatchGradient batch = new(network, new GradientOptions(), Steps, threads: 1);
        Adam adam = new(vector.Length, 1e-4);
        void Forward(SequenceGroup group, int first, int count)
        {
            float[] rows = new float[SequenceGroup.Members * Inputs];
            group.Begin(Steps);
            for (int t = 0; t < Steps; t++)
            {
                inputs.AsSpan((t * Batch + first) * Inputs, count * Inputs).CopyTo(rows);
                group.SetInputs(t, rows);
            }
            group.Forward();
        }
        double[] slope = new double[SequenceGroup.Members];
        Array.Fill(slope, Slope);
        void Task(SequenceGroup group, int first, int count)
        {
            Forward(group, first, count);
            for (int t = 0; t < Steps; t++)
                for (int o = 0; o < Outputs; o++) group.SetOutputGradient(t, o, slope);
        }
        double spikes = 0;
        double[] gradient = batch.Run(vector, Batch, (group, first, count) =>
        {
            Task(group, first, count);
            spikes += group.MeanSpikes(0, count) * count / Batch;
        });
        double norm = Math.Sqrt(gradient.Skip(input.Offset).Take(input.Count).Sum(x => x * x));
        for (int i = 0; i < WarmUp; i++) batch.Run(vector, Batch, Task);
        Row[] rows = Timing.Compare("ms", 1, 9,
            new("training step", 1e6, () => adam.Step(vector, batch.Run(vector, Batch, Task))),
            new("the two large products alone", 1e6, Products(currents: true, gradients: true)),
            new("forward only", 1e6, () => batch.RunForward(vector, Batch, Forward)),
            new("Adam", 1e6, () => adam.Step(vector, gradient)));
        Row[] products = Timing.Compare("ms", 0, 21,
            new("the multiply-adds of one product in registers", 1e6, () => Peak.MultiplyAdd((long)Batch * Steps * Inputs * Hidden)),
            new("currents", 1e6, Products(currents: true, gradients: false)),
            new("gradients of their weights", 1e6, Products(currents: false, gradients: true)));
        return
        [
            .. rows, .. products,
            new("spikes per neuron and step", spikes, spikes, ""),
            new("norm of the gradient of input weights", norm, norm, ""),
            new("memory of gradients", batch.Bytes / 1e6, batch.Bytes / 1e6, "MB"),
        ];
    }

    /// <summary>The products on numbers in cache, as the fastest a training step could be: one group's inputs and one tile of currents, again and again.</summary>
    static Action Products(bool currents, bool gradients)
    {
        int tiles = (Inputs + 15) / 16;
        AlignedMemory<Lanes16> x = new(tiles * 16 * Steps), y = new(16 * Steps);
        AlignedMemory<float> weights = new(16 * Inputs);
        double[] sums = new double[16 * Inputs];
        weights.Span.Fill(.1f);
        x.Span.Fill(.1f);
        return () =>
        {
            fixed (Lanes16* from = x, to = y)
            fixed (float* values = weights)
            fixed (double* sum = sums)
            {
                Tiled<Lanes16> tiled = new(from, Steps);
                Weights<Lanes16> matrix = new(new(values), Inputs, 1);
                for (int group = 0; group < Batch / 16; group++)
                    for (int tile = 0; tile < (Hidden + 15) / 16; tile++)
                    {
                        if (currents) y.Span.Clear();
                        if (currents) Gradients.Products.MultiplyAdd(matrix, Math.Min(16, Hidden - tile * 16), tiled, Inputs, Steps, to);
                        if (gradients) Gradients.Products.AddOuter(to, Math.Min(16, Hidden - tile * 16), from, 16 * Steps, Inputs, Steps, sum, Inputs);
                    }
            }
        };
    }
}
