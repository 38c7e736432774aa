using Neuromorphic.Benchmarks;
using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Benchmarks;

/// <summary>The step in both forms, the layer alone, and what no form can save: the two matrix products, forward and backward.</summary>
static class SpeedBenchmark
{
    const double Updates = (double)TrainingStep.Steps * TrainingStep.Batch * TrainingStep.Neurons;

    public static IReadOnlyList<Row> Run()
    {
        using TrainingStep fused = new(SequenceForm.Fused), opByOp = new(SequenceForm.OpByOp);
        using DisposeScope scope = NewDisposeScope();
        TorchLoop loop = new();
        Tensor currents = (randn(TrainingStep.Steps, TrainingStep.Batch, TrainingStep.Neurons) + 1).requires_grad_();
        Tensor constant = currents.detach(), spikeGradient = randn_like(constant);
        IReadOnlyList<Row> steps = Timing.Compare("ms", 1, 9,
            new("step, fused", 1e6, fused.Run),
            new("step, op by op", 1e6, opByOp.Run),
            new("the matrix products of a step", 1e6, () => Products(loop, constant)));
        IReadOnlyList<Row> layer = Timing.Compare("ns/update", 0, 9,
            new("layer, fused, forward", Updates, () => Forward(loop, fused.Layer, constant)),
            new("layer, fused, forward and backward", Updates, () => Both(loop, fused.Layer, currents, spikeGradient)),
            new("layer, op by op, forward and backward", Updates, () => Both(loop, opByOp.Layer, currents, spikeGradient)));
        return [.. steps, .. layer];
    }

    static void Products(TorchLoop loop, Tensor currents)
    {
        using TorchStep step = loop.Begin();
        using IDisposable constant = no_grad();
        Tensor rows = currents.view(-1, TrainingStep.Neurons), input = ones(rows.shape[0], TrainingStep.Inputs), weight = ones(TrainingStep.Neurons, TrainingStep.Inputs);
        Tensor readout = ones(TrainingStep.Outputs, TrainingStep.Neurons), outputs = nn.functional.linear(rows, readout);
        _ = (nn.functional.linear(input, weight), rows.t().mm(input), outputs.mm(readout), outputs.t().mm(rows));
    }

    static void Forward(TorchLoop loop, NeuronLayer layer, Tensor currents)
    {
        using TorchStep step = loop.Begin();
        using IDisposable constant = no_grad();
        layer.forward(currents);
    }

    static void Both(TorchLoop loop, NeuronLayer layer, Tensor currents, Tensor spikeGradient)
    {
        using TorchStep step = loop.Begin();
        layer.zero_grad();
        currents.grad = null;
        autograd.backward([layer.forward(currents)], [spikeGradient]);
    }
}
