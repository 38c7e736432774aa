using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Tests;

/// <summary>Layers of neurons that differ from each other, and currents under which most of them fire.</summary>
static class Layers
{
    public static IReadOnlyList<string> Neurons => NeuronRegistry.Names;

    public static NeuronLayer Heterogeneous(string neuron, int neurons, NeuronLayerOptions options)
    {
        NeuronLayer layer = new(neuron, neurons, options with { Learned = [.. new NeuronLayer(neuron, 1, options).ParameterNames] });
        SeededNumbers random = new(5);
        foreach (string name in layer.ParameterNames)
        {
            (double low, double high) = Range(name);
            layer.Set(name, [.. Enumerable.Range(0, neurons).Select(_ => random.Between(low, high))]);
        }
        return layer;
    }

    /// <summary>Whether a gradient may be zero: a spike up and a spike down move a constant surrogate's threshold by the same, and a refractory period is only compared with.</summary>
    public static bool MayVanish(string neuron, string parameter, NeuronLayerOptions options) =>
        parameter == "refractory" || (neuron.EndsWith("-ternary", StringComparison.Ordinal) && options.Surrogate == "straight-through");

    static (double Low, double High) Range(string name) => name switch
    {
        "tau" => (1.5, 12),
        "threshold" => (.6, 1.3),
        "rest" => (-.3, .3),
        "resistance" => (.5, 2),
        "reset" => (-.4, .2),
        "adaptation-tau" => (3, 20),
        "adaptation" => (.1, 1),
        "synapse-tau" => (1.2, 3),
        "refractory" => (0, 3),
        _ => throw new ArgumentException($"The tests know no range of '{name}'."),
    };

    /// <summary>Currents [steps, batch, neurons] of mean 1 and deviation 1.5.</summary>
    public static Tensor Currents(int steps, int batch, int neurons, ScalarType type = ScalarType.Float32, ulong seed = 1)
    {
        SeededNumbers random = new(seed);
        double[] numbers = new double[steps * batch * neurons];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = 1 + 1.5 * random.Normal();
        return tensor(numbers, [steps, batch, neurons]).to_type(type);
    }

    /// <summary>Weights of a loss, [steps, batch, neurons].</summary>
    public static Tensor Weights(Tensor spikes, ulong seed = 2) => (Currents((int)spikes.shape[0], (int)spikes.shape[1], (int)spikes.shape[2], spikes.dtype, seed) - 1).detach();

    public static double[] Numbers(Tensor? tensor)
    {
        if (tensor is null) throw new ArgumentException("There is no gradient.");
        return [.. tensor.detach().to_type(ScalarType.Float64).contiguous().data<double>()];
    }

    /// <summary>The largest difference, relative to the largest number of the reference.</summary>
    public static double Difference(double[] expected, double[] actual) => expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max() / expected.Max(Math.Abs);
}
