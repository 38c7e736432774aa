using Neuromorphic.Evolution;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// A training step of 100 inputs, 1,000 LIF neurons and 10 outputs on 128 sequences of 100 steps, one thread: forward, backward, Adam.
/// The floor is the two large matrix products (currents, gradients of their weights), timed alone in the same run.
/// </summary>
static unsafe class GradientBenchmark
{
    const int Inputs = 100, Hidden = 1000, Outputs = 10, Batch = 128, Steps = 100;

    public static IReadOnlyList<Row> Run()
    {
        SpikingNetwork network = NeuronRegistry.CreateNetwork("lif", Inputs, Outputs, new SpikingPolicyOptions { Neurons = Hidden, Condition = Condition.Both, InputScale = 4 });
        double[] vector = Array.ConvertAll(network.Layout.InitialVector(1), x => (double)x), search = network.Layout.Search(network.Layout.InitialVector(1)), gradient = new double[search.Length];
        float[] inputs = new float[Batch * Steps * Inputs];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = 2 * ((i * 2654435761u >> 8) / 16777216f) - 1;
        BatchGradient batch = new(network, new GradientOptions(), Steps, threads: 1);
        Adam adam = new(search.Length, 1e-4);
        void Forward(SequenceGroup group, int first, int count)
        {
            float[] rows = new float[SequenceGroup.Members * Inputs];
            group.Begin(Steps);
            for (int t = 0; t < Steps; t++)
            {
                for (int m = 0; m < count; m++) inputs.AsSpan(((first + m) * Steps + t) * Inputs, Inputs).CopyTo(rows.AsSpan(m * Inputs));
                group.SetInputs(t, rows);
            }
            group.Forward();
        }
        double[] slope = new double[SequenceGroup.Members];
        Array.Fill(slope, 1e-3);
        double spikes = 0;
        void Task(SequenceGroup group, int first, int count)
        {
            Forward(group, first, count);
            for (int t = 0; t < Steps; t++)
                for (int o = 0; o < Outputs; o++) group.SetOutputGradient(t, o, slope);
            if (spikes == 0) spikes = group.MeanSpikes(0, count);
        }
        Row[] rows = Timing.Compare("ms", 1, 9,
            new("training step", 1e6, () =>
            {
                double[] all = batch.Run(vector, Batch, Task);
                all.AsSpan(0, gradient.Length).CopyTo(gradient);
                adam.Step(search, gradient);
            }),
            new("the two large products alone", 1e6, Products()),
            new("forward only", 1e6, () => batch.RunForward(vector, Batch, Forward)),
            new("Adam", 1e6, () => adam.Step(search, gradient)));
        return [.. rows, new("spikes per neuron and step", spikes, spikes, ""), new("memory of gradients", batch.Bytes / 1e6, batch.Bytes / 1e6, "MB")];
    }

    /// <summary>The products on numbers in cache, as the fastest a training step could be: one group's inputs and one tile of currents, again and again.</summary>
    static Action Products()
    {
        int tiles = (Inputs + 15) / 16;
        AlignedMemory<Lanes16> x = new(tiles * 16 * Steps), y = new(16 * Steps);
        AlignedMemory<float> weights = new(16 * Inputs);
        double[] sums = new double[16 * Inputs];
        weights.Span.Fill(.1f);
        x.Span.Fill(.1f);
        return () =>
        {
            Tiled<Lanes16> tiled = new(x.Pointer, Steps);
            Weights<Lanes16> matrix = new(new(weights.Pointer), Inputs, 1);
            for (int group = 0; group < Batch / 16; group++)
                for (int tile = 0; tile < (Hidden + 15) / 16; tile++)
                {
                    y.Span.Clear();
                    Gradients.Products.MultiplyAdd(matrix, Math.Min(16, Hidden - tile * 16), tiled, Inputs, Steps, y.Pointer);
                    fixed (double* sum = sums) Gradients.Products.AddOuter(y.Pointer, Math.Min(16, Hidden - tile * 16), x.Pointer, 16 * Steps, Inputs, Steps, sum, Inputs);
                }
        };
    }
}
