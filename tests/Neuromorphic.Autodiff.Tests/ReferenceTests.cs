using System.Text.Json;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Tests;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Neuromorphic.Autodiff.Tests;

/// <summary>Gradients of two small networks against other frameworks' own, in double precision: 8 sets each, all parameters.</summary>
/// <remarks>Reference: PyTorch 1.13; the same numbers come from Norse and SpikingJelly (tests/Neuromorphic.Tests/Golden/bptt.json says which).</remarks>
public class ReferenceTests
{
    static readonly JsonElement Networks = Golden.Read("bptt.json").GetProperty("networks");

    static readonly (string Ours, string Theirs)[] Names = [("tau", "tau"), ("resistance", "R"), ("rest", "v_rest"), ("threshold", "v_th"), ("reset", "v_reset")];

    public static TheoryData<string, string, SequenceForm> Cases
    {
        get
        {
            TheoryData<string, string, SequenceForm> cases = [];
            foreach (JsonElement network in Networks.EnumerateArray())
                foreach (JsonElement set in network.GetProperty("gradients").EnumerateArray())
                    foreach (SequenceForm form in Enum.GetValues<SequenceForm>())
                        if (form == SequenceForm.OpByOp || !IsRecurrent(network)) cases.Add($"{network.GetProperty("name")}", Label(set), form);
            return cases;
        }
    }

    static bool IsRecurrent(JsonElement network) => network.GetProperty("params").TryGetProperty("Wr", out _);
    static string Label(JsonElement set) => $"{set.GetProperty("surrogate")}, {(set.GetProperty("detach_reset").GetBoolean() ? ResetGradient.Detached : ResetGradient.Attached)}";

    [Fact]
    public void All_sets_are_there() => Assert.Equal(8 + 2 * 8, Cases.Count);

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_agree_with_the_frameworks(string name, string label, SequenceForm form)
    {
        JsonElement network = Networks.EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == name);
        JsonElement set = network.GetProperty("gradients").EnumerateArray().Single(entry => Label(entry) == label), expected = set.GetProperty("grads"), given = network.GetProperty("params");
        using DisposeScope scope = NewDisposeScope();
        NeuronLayer layer = new("lif", 4, Options(set, form));
        foreach ((string ours, string theirs) in Names) layer.Set(ours, Golden.Row(given.GetProperty(theirs)));
        Tensor inputWeight = Matrix(given, "W1"), bias = Matrix(given, "b1"), readout = Matrix(given, "W2"), x = Cube(network.GetProperty("x"));
        Tensor? recurrent = IsRecurrent(network) ? Matrix(given, "Wr") : null;
        Tensor currents = nn.functional.linear(x, inputWeight, bias);
        Tensor spikes = recurrent is null ? layer.forward(currents) : Recurrent(layer, currents, recurrent);
        string[][] fired = [.. network.GetProperty("spikes").EnumerateArray().Select(step => step.EnumerateArray().Select(row => row.GetString()!).ToArray())];
        Assert.Equal(fired.SelectMany(rows => rows).SelectMany(row => row).Select(spike => (double)(spike - '0')), Layers.Numbers(spikes));

        Tensor loss = (nn.functional.linear(spikes, readout).mean([0]) - tensor(Golden.Rows(network.GetProperty("target")).SelectMany(row => row).ToArray(), [2, 2])).square().sum() * .5;
        Assert.Equal(network.GetProperty("loss").GetDouble(), loss.item<double>(), 1e-12);
        BackwardPass.Run(loss);
        foreach ((string ours, string theirs) in Names) Check(expected, theirs, layer.get_parameter(ours)!);
        Check(expected, "W1", inputWeight);
        Check(expected, "b1", bias);
        Check(expected, "W2", readout);
        if (recurrent is not null) Check(expected, "Wr", recurrent);
        Assert.Equal(set.GetProperty("x_grad_sum").GetDouble(), x.grad!.sum().item<double>(), 1e-11);
        Assert.InRange(Layers.Difference(Flat(set.GetProperty("x_grad_t0")), Layers.Numbers(x.grad[0])), 0, 1e-9);
    }

    static NeuronLayerOptions Options(JsonElement set, SequenceForm form)
    {
        (string surrogate, double slope) = set.GetProperty("surrogate").GetString() switch
        {
            "atan2" => ("atan", 2),
            "sigmoid4" => ("sigmoid", 4),
            "fast_sigmoid25" => ("fast-sigmoid", 25),
            "triangle1" => ("triangle", 1.0),
            string other => throw new ArgumentException(other),
            null => throw new ArgumentException("A set names no surrogate."),
        };
        return new()
        {
            Neuron = new() { Reset = 0, Parameterization = Parameterization.Direct },
            Learned = [.. Names.Select(name => name.Ours)],
            Surrogate = surrogate,
            Slope = slope,
            Reset = set.GetProperty("detach_reset").GetBoolean() ? ResetGradient.Detached : ResetGradient.Attached,
            Form = form,
            Type = ScalarType.Float64,
        };
    }

    static Tensor Recurrent(NeuronLayer layer, Tensor currents, Tensor weight)
    {
        NeuronLayerState state = layer.Begin(currents.shape[1]);
        List<Tensor> spikes = [];
        foreach (Tensor current in currents.unbind(0))
            spikes.Add(layer.Step(state, spikes.Count == 0 ? current : current + nn.functional.linear(spikes[^1], weight)));
        return stack(spikes);
    }

    static void Check(JsonElement expected, string name, Tensor parameter) =>
        Assert.InRange(Layers.Difference(Flat(expected.GetProperty(name)), Layers.Numbers(parameter.grad)), 0, 1e-9);

    static double[] Flat(JsonElement numbers) => numbers.ValueKind == JsonValueKind.Array ? [.. numbers.EnumerateArray().SelectMany(Flat)] : [numbers.GetDouble()];

    static Tensor Matrix(JsonElement given, string name)
    {
        JsonElement numbers = given.GetProperty(name);
        long rows = numbers.GetArrayLength();
        double[] flat = Flat(numbers);
        return (flat.Length == rows ? tensor(flat) : tensor(flat, [rows, flat.Length / rows])).requires_grad_();
    }

    static Tensor Cube(JsonElement numbers)
    {
        double[] flat = Flat(numbers);
        return tensor(flat, [numbers.GetArrayLength(), numbers[0].GetArrayLength(), numbers[0][0].GetArrayLength()]).requires_grad_();
    }
}
