using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Benchmarks;

/// <summary>A network with a layer of neurons between two linear ones, and what it learns.</summary>
sealed class TrainingStep : IDisposable
{
    public const int Steps = 100, Batch = 128, Inputs = 100, Neurons = 1000, Outputs = 10;

    readonly TorchLoop loop = new();
    readonly DisposeScope scope = NewDisposeScope();
    readonly Linear first = nn.Linear(Inputs, Neurons), last = nn.Linear(Neurons, Outputs);
    readonly NeuronLayer layer;
    readonly optim.Optimizer adam;
    readonly Tensor input, target;

    public TrainingStep(SequenceForm form)
    {
        manual_seed(1);
        layer = new("lif", Neurons, new() { Form = form, Neuron = new() { Tau = 5 } });
        adam = optim.Adam([.. first.parameters(), .. layer.parameters(), .. last.parameters()], 1e-3);
        input = rand(Steps, Batch, Inputs).lt(.3).to_type(ScalarType.Float32) * 2;
        target = randint(0, Outputs, Batch);
    }

    /// <summary>The layer.</summary>
    public NeuronLayer Layer => layer;

    /// <summary>Forward, backward, Adam.</summary>
    public void Run()
    {
        using TorchStep step = loop.Begin();
        adam.zero_grad();
        Tensor outputs;
        // Handles are given up once they are used, as Python's reference counts do; the graph holds what it needs.
        using (Tensor currents = first.forward(input))
        using (Tensor spikes = layer.forward(currents)) outputs = last.forward(spikes);
        BackwardPass.Run(nn.functional.cross_entropy(outputs.mean([0]), target));
        adam.step();
    }

    public void Dispose() => scope.Dispose();
}
