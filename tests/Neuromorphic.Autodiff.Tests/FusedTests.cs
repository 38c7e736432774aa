using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Tests;

/// <summary>The fused form fires where the core's populations fire, and its gradients are those of torch's operations.</summary>
public class FusedTests
{
    const int Steps = 40, Batch = 3, Neurons = 37; // not a multiple of any lane width

    static readonly NeuronOptions[] Kinds =
    [
        new(),
        new() { Reset = -.2, Integration = Integration.ExponentialEuler },
        new() { ThresholdRule = ThresholdRule.Above, Parameterization = Parameterization.Direct },
    ];

    public static TheoryNames Names => [.. Layers.Neurons];

    public static TheoryData<string, string, ResetGradient, int> Cases
    {
        get
        {
            TheoryData<string, string, ResetGradient, int> cases = [];
            foreach (string neuron in Layers.Neurons)
                foreach (string surrogate in SurrogateRegistry.Names)
                    foreach (ResetGradient reset in Enum.GetValues<ResetGradient>())
                        for (int kind = 0; kind < Kinds.Length; kind++) cases.Add(neuron, surrogate, reset, kind);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Spikes_are_those_of_a_population(string neuron)
    {
        foreach (NeuronOptions kind in Kinds)
        {
            using DisposeScope scope = NewDisposeScope();
            NeuronLayer layer = Layers.Heterogeneous(neuron, Neurons, new() { Neuron = kind });
            Tensor currents = Layers.Currents(Steps, Batch, Neurons);
            float[] spikes = [.. layer.forward(currents).detach().data<float>()];

            NeuronPopulation population = NeuronRegistry.CreatePopulation(neuron, Neurons, Batch, kind);
            foreach (string name in layer.ParameterNames) population.Set(name, layer.Values(name));
            population.Reset();
            float[] expected = new float[Steps * Neurons * Batch];
            population.Run([.. currents.transpose(1, 2).contiguous().data<float>()], expected); // its members are fastest
            Assert.Equal([.. tensor(expected, [Steps, Neurons, Batch]).transpose(1, 2).contiguous().data<float>()], spikes);
            Assert.InRange(spikes.Average(Math.Abs), .05, .6);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_are_those_of_the_operations_one_by_one(string neuron, string surrogate, ResetGradient reset, int kind)
    {
        NeuronLayerOptions options = new() { Neuron = Kinds[kind], Surrogate = surrogate, Reset = reset };
        Compare(neuron, options, 2e-5); // an attached reset carries rounding on from step to step
        Compare(neuron, options with { Type = ScalarType.Float64 }, 1e-12);
    }

    static void Compare(string neuron, NeuronLayerOptions options, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, double[]> expected = Run(neuron, options with { Form = SequenceForm.OpByOp }), actual = Run(neuron, options with { Form = SequenceForm.Fused });
        Assert.Equal(expected["spikes"], actual["spikes"]);
        foreach ((string name, double[] gradient) in expected)
        {
            bool vanishes = gradient.All(number => number == 0);
            Assert.True(!vanishes || Layers.MayVanish(neuron, name, options), $"{name} has no gradient");
            double difference = vanishes ? actual[name].Max(Math.Abs) : Layers.Difference(gradient, actual[name]);
            Assert.True(difference <= tolerance, $"{name}: {difference:E1}");
        }
    }

    static Dictionary<string, double[]> Run(string neuron, NeuronLayerOptions options)
    {
        NeuronLayer layer = Layers.Heterogeneous(neuron, Neurons, options);
        Tensor currents = Layers.Currents(Steps, Batch, Neurons, options.Type).requires_grad_();
        Tensor spikes = layer.forward(currents);
        BackwardPass.Run((spikes * Layers.Weights(spikes)).sum());
        Dictionary<string, double[]> results = layer.ParameterNames.ToDictionary(name => name, name => Layers.Numbers(layer.get_parameter(name)!.grad));
        results["currents"] = Layers.Numbers(currents.grad);
        results["spikes"] = Layers.Numbers(spikes);
        return results;
    }

    [Fact]
    public void A_gradient_that_repeats_over_steps_or_batch_is_taken_as_it_is()
    {
        using DisposeScope scope = NewDisposeScope();
        Func<Tensor, Tensor>[] losses = [spikes => spikes.mean(), spikes => (spikes.mean([0]) * Layers.Weights(spikes)[0]).sum(), spikes => (spikes.mean([1]) * Layers.Weights(spikes)[..][.., 0]).sum(), spikes => (spikes.sum([2]) * Layers.Weights(spikes)[.., .., 0]).sum()];
        foreach (Func<Tensor, Tensor> loss in losses)
        {
            double[] gradients(SequenceForm form)
            {
                NeuronLayer layer = Layers.Heterogeneous("lif", Neurons, new() { Form = form });
                Tensor currents = Layers.Currents(Steps, Batch, Neurons).requires_grad_();
                BackwardPass.Run(loss(layer.forward(currents)));
                return Layers.Numbers(currents.grad);
            }
            Assert.InRange(Layers.Difference(gradients(SequenceForm.OpByOp), gradients(SequenceForm.Fused)), 0, 1e-5);
        }
    }

    [Fact]
    public void Numbers_do_not_depend_on_threads()
    {
        using DisposeScope scope = NewDisposeScope();
        const int Many = 5000, Long = 300; // several tiles
        double[][] one = Run(1), three = Run(3);
        for (int i = 0; i < one.Length; i++) Assert.Equal(one[i], three[i]);

        static double[][] Run(int threads)
        {
            NeuronLayer layer = Layers.Heterogeneous("adaptive-lif", Many, new() { Threads = threads });
            Tensor currents = Layers.Currents(Long, 1, Many).requires_grad_();
            Tensor spikes = layer.forward(currents);
            BackwardPass.Run((spikes * Layers.Weights(spikes)).sum());
            return [Layers.Numbers(spikes), Layers.Numbers(currents.grad), .. layer.ParameterNames.Select(name => Layers.Numbers(layer.get_parameter(name)!.grad))];
        }
    }

    [Fact]
    public void Currents_in_any_layout_of_memory_and_without_gradient_are_taken()
    {
        using DisposeScope scope = NewDisposeScope();
        NeuronLayer layer = Layers.Heterogeneous("lif", Neurons, new());
        Tensor currents = Layers.Currents(Steps, Batch, Neurons), expected = layer.forward(currents);
        Tensor turned = currents.permute(2, 0, 1).contiguous().permute(1, 2, 0);
        Assert.False(turned.is_contiguous());
        Assert.Equal(Layers.Numbers(expected), Layers.Numbers(layer.forward(turned)));
        BackwardPass.Run(layer.forward(turned).sum());
        Assert.Contains(Layers.Numbers(layer.get_parameter("tau")!.grad), gradient => gradient != 0);
        using (no_grad()) Assert.False(layer.forward(currents).requires_grad);
        Assert.Equal([0, Batch, Neurons], layer.forward(zeros(0, Batch, Neurons)).shape);
    }
}
