using Neuromorphic.Gradients;
using Neuromorphic.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Tests;

/// <summary>Gradients of gradients are those of torch's operations: what meta-learning and gradient penalties need.</summary>
public class SecondDerivativeTests
{
    const int Steps = 15, Batch = 2, Neurons = 19;

    public static TheoryData<string, string, ResetGradient> Cases
    {
        get
        {
            TheoryData<string, string, ResetGradient> cases = [];
            foreach (string neuron in Layers.Neurons)
                foreach (string surrogate in SurrogateRegistry.Names)
                    foreach (ResetGradient reset in Enum.GetValues<ResetGradient>()) cases.Add(neuron, surrogate, reset);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_of_gradients_are_those_of_the_operations_one_by_one(string neuron, string surrogate, ResetGradient reset)
    {
        NeuronLayerOptions options = new() { Neuron = new() { Reset = -.2 }, Surrogate = surrogate, Reset = reset };
        Compare(neuron, options, 2, 1e-5);
        Compare(neuron, options with { Type = ScalarType.Float64 }, 2, 1e-11);
    }

    [Fact]
    public void Third_derivatives_too() => Compare("lif", new() { Type = ScalarType.Float64, Surrogate = "sigmoid" }, 3, 1e-10);

    static void Compare(string neuron, NeuronLayerOptions options, int order, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, double[]> expected = Run(neuron, options with { Form = SequenceForm.OpByOp }, order);
        Dictionary<string, double[]> actual = Run(neuron, options with { Form = SequenceForm.Fused }, order);
        foreach ((string name, double[] gradient) in expected)
        {
            bool vanishes = gradient.All(number => number == 0);
            Assert.True(!vanishes || Layers.MayVanish(neuron, name, options), $"{name} has no gradient");
            double difference = vanishes ? actual[name].Max(Math.Abs) : Layers.Difference(gradient, actual[name]);
            Assert.True(difference <= tolerance, $"{name}: {difference:E1}");
        }
    }

    /// <summary>Gradients of a loss that holds the sizes of all gradients of lower order.</summary>
    static Dictionary<string, double[]> Run(string neuron, NeuronLayerOptions options, int order)
    {
        NeuronLayer layer = Layers.Heterogeneous(neuron, Neurons, options);
        Tensor currents = Layers.Currents(Steps, Batch, Neurons, options.Type).requires_grad_();
        // The gradient of the spikes depends on a leaf as well.
        Tensor scale = ones(Neurons, options.Type).requires_grad_();
        Tensor spikes = layer.forward(currents), loss = (spikes * Layers.Weights(spikes) * scale).sum();
        Dictionary<string, Tensor> leaves = layer.ParameterNames.ToDictionary(name => name, name => (Tensor)layer.get_parameter(name)!);
        (leaves["currents"], leaves["scale"]) = (currents, scale);
        for (int i = 1; i < order; i++)
            loss = BackwardPass.Differentiable(loss, [.. leaves.Values]).Select(gradient => gradient.square().mean()).Aggregate((a, b) => a + b);
        Assert.All(leaves.Values, leaf => Assert.Null(leaf.grad));
        BackwardPass.Run(loss);
        return leaves.ToDictionary(leaf => leaf.Key, leaf => Layers.Numbers(leaf.Value.grad));
    }

    [Fact]
    public void An_inner_step_of_gradient_descent_is_differentiated_through()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] expected = Learn(SequenceForm.OpByOp);
        double[] actual = Learn(SequenceForm.Fused);
        Assert.InRange(Layers.Difference(expected, actual), 0, 1e-10);

        // One step on a weight, then the loss again: its gradient for the weight before the step.
        static double[] Learn(SequenceForm form)
        {
            NeuronLayer layer = Layers.Heterogeneous("lif", Neurons, new() { Form = form, Type = ScalarType.Float64 });
            Tensor inputs = Layers.Currents(Steps, Batch, 5, ScalarType.Float64), weight = Layers.Currents(1, Neurons, 5, ScalarType.Float64, 7)[0].requires_grad_();
            Tensor Loss(Tensor w) => (layer.forward(nn.functional.linear(inputs, w)).mean([0]) - .3).square().sum();
            Tensor first = BackwardPass.Differentiable(Loss(weight), weight)[0];
            BackwardPass.Run(Loss(weight - .5 * first));
            return Layers.Numbers(weight.grad);
        }
    }
}
