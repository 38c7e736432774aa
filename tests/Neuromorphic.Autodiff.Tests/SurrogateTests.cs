using System.Text.Json;
using Neuromorphic.Gradients;
using Neuromorphic.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Tests;

/// <summary>The smooth functions in torch's operations have the surrogates as derivatives, and their derivatives as second ones.</summary>
public class SurrogateTests
{
    static readonly JsonElement Reference = Golden.Read("surrogates.json");

    public static TheoryData<string, double, string> Known => new()
    {
        { "atan", 2, "atan_alpha2" },
        { "sigmoid", 4, "sigmoid_alpha4" },
        { "sigmoid", 25, "sigmoid_slope25" },
        { "fast-sigmoid", 25, "fast_sigmoid_25" },
        { "fast-sigmoid", 100, "superspike_100" },
        { "triangle", 1, "triangle_1" },
        { "triangle", 2, "piecewise_quadratic_2" },
        { "gaussian", 2, "erf_2" },
    };

    public static TheoryNames Names => [.. SurrogateRegistry.Names];

    [Theory, MemberData(nameof(Known))]
    public void Derivative_agrees_with_the_frameworks(string name, double slope, string reference)
    {
        double[] x = Golden.Row(Reference.GetProperty("x"));
        double[] expected = Golden.Row(Reference.GetProperty("surrogates").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == reference).GetProperty("grad"));
        using DisposeScope scope = NewDisposeScope();
        double[] actual = Layers.Numbers(Derivative(name, slope, tensor(x, requires_grad: true)));
        for (int i = 0; i < x.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12 * Math.Max(1, slope));
    }

    [Theory, MemberData(nameof(Names))]
    public void Second_derivative_is_the_slope_of_the_derivative(string name)
    {
        double slope = SurrogateRegistry.DefaultSlope(name);
        const double Step = 1e-5;
        double[] x = [-1.7, -.6, -.21, -.031, .017, .13, .44, .83, 1.9]; // not at a kink
        using DisposeScope scope = NewDisposeScope();
        Tensor at = tensor(x, requires_grad: true);
        Tensor derivative = Derivative(name, slope, at);
        Assert.Equal(name != "straight-through", derivative.requires_grad); // a constant has no graph
        if (derivative.requires_grad) derivative.sum().backward();
        double[] second = derivative.requires_grad ? Layers.Numbers(at.grad) : new double[x.Length];
        double[] above = Layers.Numbers(Derivative(name, slope, tensor([.. x.Select(value => value + Step)], requires_grad: true)));
        double[] below = Layers.Numbers(Derivative(name, slope, tensor([.. x.Select(value => value - Step)], requires_grad: true)));
        for (int i = 0; i < x.Length; i++) Assert.Equal((above[i] - below[i]) / (2 * Step), second[i], 1e-4 * slope * slope);
    }

    [Fact]
    public void Every_surrogate_of_the_core_has_a_form_in_torch() =>
        Assert.Equal(SurrogateRegistry.Names, SurrogateRegistry.Names.Select(name => TensorSurrogate.Named(name).Name));

    [Fact]
    public void Unknown_surrogate_lists_the_names() =>
        Assert.Equal("There is no surrogate 'step'; there are atan, fast-sigmoid, gaussian, sigmoid, straight-through, triangle.",
            Assert.Throws<ArgumentException>(() => new NeuronLayer("lif", 3, new() { Surrogate = "step" })).Message);

    [Theory, MemberData(nameof(Names))]
    public void Spikes_stay_exactly_zero_or_one(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        StepDerivative derivative = new(TensorSurrogate.Named(name), SurrogateRegistry.DefaultSlope(name), ResetGradient.Detached);
        Tensor potential = linspace(-3, 3, 1001).requires_grad_();
        Tensor one = ones(1);
        Tensor spikes = NeuronForm.Named("lif").Tensors(new()).Step([one, tensor(.3f), 0 * one, one], [zeros(1001)], potential, derivative);
        float[] values = [.. spikes.detach().data<float>()];
        Assert.Equal([.. potential.detach().data<float>().Select(u => u >= .3f ? 1f : 0f)], values);
    }

    static Tensor Derivative(string name, double slope, Tensor x) =>
        autograd.grad([TensorSurrogate.Named(name).Primitive(x, slope).sum()], [x], create_graph: true, retain_graph: true)[0];
}
