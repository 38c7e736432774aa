using System.Runtime.InteropServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Tests;

/// <summary>What goes wrong during a backward pass arrives as an exception; the process lives on.</summary>
public class FailureTests
{
    sealed class Faulty : autograd.SingleTensorFunction<Faulty>
    {
        public override string Name => nameof(Faulty);
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            BackwardCall.Run(1, 1, [grad_output], () => throw new InvalidTimeZoneException("from within"));
    }

    [Fact]
    public void An_exception_within_a_backward_pass_is_thrown_where_the_pass_began()
    {
        for (int i = 0; i < 3; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = ones(3, 2).requires_grad_(), loss = (Faulty.apply(x * 2) * 3).sum();
            Assert.Equal("from within", Assert.Throws<InvalidTimeZoneException>(() => BackwardPass.Run(loss)).Message);
            Assert.Null(x.grad);
        }
        Healthy();
    }

    [Fact]
    public void Without_our_backward_torch_still_refuses()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(3, 2).requires_grad_();
        Assert.Contains("invalid gradient", Assert.Throws<ExternalException>(() => Faulty.apply(x).sum().backward()).Message, StringComparison.Ordinal);
        Healthy();
    }

    [Fact]
    public void A_graph_that_was_freed_is_an_exception()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(3).requires_grad_(), loss = (x * x).sum();
        BackwardPass.Run(loss);
        Assert.Contains("second time", Assert.Throws<ExternalException>(() => BackwardPass.Run(loss)).Message, StringComparison.Ordinal);
        Healthy();
    }

    [Fact]
    public void Currents_that_were_overwritten_after_they_were_used_are_noticed()
    {
        using DisposeScope scope = NewDisposeScope();
        NeuronLayer layer = Layers.Heterogeneous("lif", 5, new());
        Tensor currents = Layers.Currents(4, 2, 5), spikes = layer.forward(currents);
        currents.add_(1);
        Assert.Contains("modified by an inplace operation", Assert.ThrowsAny<Exception>(() => BackwardPass.Run(spikes.sum())).Message, StringComparison.Ordinal);
        Healthy();
    }

    static void Healthy()
    {
        NeuronLayer layer = Layers.Heterogeneous("lif", 5, new());
        BackwardPass.Run(layer.forward(Layers.Currents(4, 2, 5)).sum());
        Assert.Contains(Layers.Numbers(layer.get_parameter("threshold")!.grad), number => number != 0);
    }

    [Fact]
    public void Wrong_arguments_are_refused_with_what_is_allowed()
    {
        using DisposeScope scope = NewDisposeScope();
        NeuronLayer layer = new("lif", 5);
        Assert.Equal("Currents have the shape [4, 2, 6]; allowed is [steps, batch, 5].", Assert.Throws<ArgumentException>(() => layer.forward(zeros(4, 2, 6))).Message);
        Assert.Equal("Currents have the shape [5]; allowed is [steps, batch, 5].", Assert.Throws<ArgumentException>(() => layer.forward(zeros(5))).Message);
        Assert.Equal("Currents are Float64, the layer's parameters Float32.", Assert.Throws<ArgumentException>(() => layer.forward(zeros([4, 2, 5], ScalarType.Float64))).Message);
        Assert.Equal("The neuron has no parameter 'gain'; it has tau, threshold, rest, resistance.", Assert.Throws<ArgumentException>(() => layer.Values("gain")).Message);
        Assert.Equal("The neuron has no parameter 'gain'; it has tau, threshold, rest, resistance.", Assert.Throws<ArgumentException>(() => new NeuronLayer("lif", 5, new() { Learned = ["gain"] })).Message);
        Assert.Equal("tau has 2 values for 5 neurons.", Assert.Throws<ArgumentException>(() => layer.Set("tau", [2, 3])).Message);
        Assert.Equal("tau of neuron 1 is 0.5, which 1 + exp(-x) does not reach.", Assert.Throws<ArgumentException>(() => layer.Set("tau", [2, .5, 2, 2, 2])).Message);
        Assert.Equal("There is no neuron 'liff'; there are adaptive-lif, adaptive-lif-ternary, current-lif, lif, lif-ternary, refractory-lif. Did you mean 'lif'?", Assert.Throws<ArgumentException>(() => new NeuronLayer("liff", 5)).Message);
        Assert.Equal("neurons is 0; allowed is 1 or more.", Assert.Throws<ArgumentException>(() => new NeuronLayer("lif", 0)).Message);
        Assert.Equal("threads is 0; allowed is 1 or more.", Assert.Throws<ArgumentException>(() => new NeuronLayer("lif", 1, new() { Threads = 0 })).Message);
        Assert.Equal("slope is -1; allowed are numbers above 0.", Assert.Throws<ArgumentException>(() => new NeuronLayer("lif", 1, new() { Slope = -1 })).Message);
        Assert.Equal("type is Int64; allowed are Float32 and Float64.", Assert.Throws<ArgumentException>(() => new NeuronLayer("lif", 1, new() { Type = ScalarType.Int64 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchLoop(0));
    }
}
