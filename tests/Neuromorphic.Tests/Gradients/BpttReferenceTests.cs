using System.Text.Json;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>Gradients of two small networks against values from automatic differentiation in float64, which Norse, SpikingJelly and snnTorch agree with.</summary>
public sealed class BpttReferenceTests
{
    static readonly JsonElement Reference = Golden.Read("bptt.json");

    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            TheoryData<string, string, bool> cases = [];
            foreach (JsonElement network in Reference.GetProperty("networks").EnumerateArray())
                foreach (JsonElement gradients in network.GetProperty("gradients").EnumerateArray())
                    cases.Add(network.GetProperty("name").GetString()!, gradients.GetProperty("surrogate").GetString()!, gradients.GetProperty("detach_reset").GetBoolean());
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_in_double_agree(string name, string surrogate, bool detached) => Compare(name, surrogate, detached, null, 1e-9);

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_in_single_agree(string name, string surrogate, bool detached)
    {
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>()) Compare(name, surrogate, detached, width, 1e-5);
    }

    static void Compare(string name, string surrogate, bool detached, LaneWidth? width, double tolerance)
    {
        JsonElement network = Reference.GetProperty("networks").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == name);
        JsonElement expected = network.GetProperty("gradients").EnumerateArray()
            .Single(entry => entry.GetProperty("surrogate").GetString() == surrogate && entry.GetProperty("detach_reset").GetBoolean() == detached);
        SmallNetwork small = new(network, surrogate, detached, width);
        double loss = small.Run();
        Assert.Equal(network.GetProperty("loss").GetDouble(), loss, tolerance * 10);
        JsonElement grads = expected.GetProperty("grads");
        foreach (JsonProperty gradient in grads.EnumerateObject()) AssertClose(gradient.Name, Flatten(gradient.Value), small.Gradient(gradient.Name), tolerance);
        AssertClose("x at step 0", Flatten(expected.GetProperty("x_grad_t0")), small.InputGradients(0), tolerance);
        double sum = 0;
        for (int t = 0; t < 12; t++) sum += small.InputGradients(t).Sum();
        Assert.Equal(expected.GetProperty("x_grad_sum").GetDouble(), sum, tolerance * 10);
    }

    static void AssertClose(string name, double[] expected, double[] actual, double tolerance)
    {
        double largest = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * largest, $"d loss / d {name}[{i}] is {actual[i]}, not {expected[i]}");
    }

    static double[] Flatten(JsonElement element) => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Flatten)] : [element.GetDouble()];

    /// <summary>
    /// A network of the reference. Its biases are the weights of a fourth input that is always 1. Inputs, four decimals in the reference,
    /// are taken times 10,000 and their weights divided by it: then float32 holds the inputs exactly.
    /// </summary>
    sealed class SmallNetwork
    {
        const int Batch = 2, Steps = 12, Inputs = 3, Hidden = 4, Outputs = 2;
        const double Decimals = 10_000;

        readonly SpikingNetwork network;
        readonly SequenceGroup group;
        readonly double[] vector, sums;
        readonly double[][][] x;
        readonly double[][] target;

        public SmallNetwork(JsonElement reference, string surrogate, bool detached, LaneWidth? width)
        {
            JsonElement parameters = reference.GetProperty("params");
            network = SpikingNetwork.Create("lif", Inputs + 1, Outputs, new SpikingPolicyOptions
            {
                Neurons = Hidden,
                Condition = Condition.Both,
                Recurrent = parameters.TryGetProperty("Wr", out _),
                Neuron = new NeuronOptions { Reset = 0, Parameterization = Parameterization.Direct },
            });
            vector = new double[network.Layout.Count];
            sums = new double[vector.Length];
            foreach ((string ours, string theirs) in (ReadOnlySpan<(string, string)>)[("hidden/tau", "tau"), ("hidden/threshold", "v_th"), ("hidden/rest", "v_rest"), ("hidden/resistance", "R"), ("hidden/reset", "v_reset"), ("readout/weight", "W2"), ("hidden/recurrent", "Wr")])
                if (parameters.TryGetProperty(theirs, out JsonElement values)) Flatten(values).CopyTo(vector, network.Layout[ours].Offset);
            double[][] weights = Golden.Rows(parameters.GetProperty("W1"));
            double[] biases = Golden.Row(parameters.GetProperty("b1"));
            for (int h = 0; h < Hidden; h++)
            {
                for (int i = 0; i < Inputs; i++) weights[h][i] /= Decimals;
                weights[h].CopyTo(vector, network.Layout["input/weight"].Offset + h * (Inputs + 1));
                vector[network.Layout["input/weight"].Offset + h * (Inputs + 1) + Inputs] = biases[h];
            }
            x = [.. reference.GetProperty("x").EnumerateArray().Select(Golden.Rows)];
            target = Golden.Rows(reference.GetProperty("target"));
            GradientOptions options = Options(surrogate) with { Reset = detached ? ResetGradient.Detached : ResetGradient.Attached };
            group = width == null ? SequenceGroup.CreateReference(network, options, Steps) : SequenceGroup.Create(network, options, Steps, inputGradients: true, width: width);
        }

        static GradientOptions Options(string surrogate) => surrogate switch
        {
            "atan2" => new() { Surrogate = "atan", Slope = 2 },
            "sigmoid4" => new() { Surrogate = "sigmoid", Slope = 4 },
            "fast_sigmoid25" => new() { Surrogate = "fast-sigmoid", Slope = 25 },
            "triangle1" => new() { Surrogate = "triangle", Slope = 1 },
            _ => throw new ArgumentException(surrogate),
        };

        /// <summary>Forward, backward; gives the loss.</summary>
        public double Run()
        {
            group.Decode(vector);
            group.Begin(Steps);
            float[] row = new float[SequenceGroup.Members];
            for (int t = 0; t < Steps; t++)
                for (int i = 0; i <= Inputs; i++)
                {
                    for (int b = 0; b < Batch; b++) row[b] = i < Inputs ? (float)Math.Round(x[t][b][i] * Decimals) : 1;
                    group.SetInput(t, i, row);
                }
            group.Forward();
            double[,] output = new double[Batch, Outputs];
            double[] values = new double[SequenceGroup.Members];
            for (int t = 0; t < Steps; t++)
                for (int o = 0; o < Outputs; o++)
                {
                    group.GetOutput(t, o, values);
                    for (int b = 0; b < Batch; b++) output[b, o] += values[b] / Steps;
                }
            double loss = 0;
            for (int o = 0; o < Outputs; o++)
            {
                Array.Clear(values);
                for (int b = 0; b < Batch; b++)
                {
                    double difference = output[b, o] - target[b][o];
                    loss += .5 * difference * difference;
                    values[b] = difference / Steps;
                }
                for (int t = 0; t < Steps; t++) group.SetOutputGradient(t, o, values);
            }
            group.Backward(sums);
            SearchSpace.Pull(network.Layout, vector, sums);
            return loss;
        }

        /// <summary>A gradient by the reference's name.</summary>
        public double[] Gradient(string name)
        {
            if (name is "W1" or "b1")
            {
                double[] both = Slice("input/weight");
                return [.. both.Where((_, i) => i % (Inputs + 1) < Inputs == (name == "W1")).Select(gradient => name == "W1" ? gradient / Decimals : gradient)];
            }
            return Slice(name switch { "tau" => "hidden/tau", "R" => "hidden/resistance", "v_rest" => "hidden/rest", "v_th" => "hidden/threshold", "v_reset" => "hidden/reset", "W2" => "readout/weight", "Wr" => "hidden/recurrent", _ => throw new ArgumentException(name) });
        }

        double[] Slice(string name) => sums.AsSpan(network.Layout[name].Offset, network.Layout[name].Count).ToArray();

        public double[] InputGradients(int step)
        {
            double[] result = new double[Batch * Inputs], values = new double[SequenceGroup.Members];
            for (int i = 0; i < Inputs; i++)
            {
                group.GetInputGradient(step, i, values);
                for (int b = 0; b < Batch; b++) result[b * Inputs + i] = values[b] * Decimals;
            }
            return result;
        }
    }
}
