using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>Truncated gradients treat the state at every multiple of the truncation as given: a segment's inputs see the segment's losses alone.</summary>
public sealed class TruncationTests
{
    const int Steps = 10, Truncation = 4;

    public static TheoryData<string, int, bool, int, Readout> Cases
    {
        get
        {
            TheoryData<string, int, bool, int, Readout> cases = [];
            foreach (string neuron in (string[])["lif", "adaptive-lif-ternary"])
                foreach (int layers in (int[])[1, 2])
                    foreach (bool recurrent in (bool[])[false, true])
                        foreach (int subSteps in (int[])[1, 2])
                            foreach (Readout readout in Enum.GetValues<Readout>()) cases.Add(neuron, layers, recurrent, subSteps, readout);
            return cases;
        }
    }

    static SequenceTrial Trial(string neuron, int layers, bool recurrent, int subSteps, Readout readout) => new(SpikingNetwork.Create(neuron, 3, 2, new()
    {
        Neurons = 6,
        MoreLayers = layers == 1 ? [] : [5],
        Recurrent = recurrent,
        SubSteps = subSteps,
        Readout = readout,
        Condition = Condition.Both,
    }), Steps, seed: 6);

    static SequenceResult Run(SequenceTrial trial, int truncation, int window = 0, ResetGradient reset = ResetGradient.Detached) =>
        trial.Run(SequenceGroup.CreateReference(trial.Network, new() { Truncation = truncation, Window = window, Reset = reset }, Steps));

    /// <summary>Leaves the gradients of outputs from a step to another.</summary>
    static void Keep(SequenceTrial trial, int from, int to)
    {
        for (int t = 0; t < Steps; t++)
            if (t < from || t >= to)
                foreach (double[] row in trial.OutputGradients[t]) Array.Clear(row);
    }

    static double Size(double[][] step) => step.Sum(item => item.Sum(Math.Abs));

    [Theory, MemberData(nameof(Cases))]
    public void A_loss_reaches_inputs_of_its_own_segment_alone(string neuron, int layers, bool recurrent, int subSteps, Readout readout)
    {
        foreach (ResetGradient reset in Enum.GetValues<ResetGradient>())
            foreach (int window in (int[])[0, 3])
            {
                double[][][] truncated = Run(Trial(neuron, layers, recurrent, subSteps, readout), Truncation, window, reset).InputGradients!;
                for (int from = 0; from < Steps; from += Truncation)
                {
                    int to = Math.Min(from + Truncation, Steps);
                    SequenceTrial segment = Trial(neuron, layers, recurrent, subSteps, readout);
                    Keep(segment, from, to);
                    double[][][] whole = Run(segment, 0, reset: reset).InputGradients!, cut = Run(segment, Truncation, window, reset).InputGradients!;
                    Assert.Equal(whole[from..to], truncated[from..to]);
                    for (int t = from; t < to; t++) Assert.NotEqual(0, Size(whole[t]));
                    for (int t = 0; t < from; t++) Assert.Equal(0, Size(cut[t]));
                    if (from > 0) Assert.NotEqual(0, Size(whole[from - 1])); // what is cut was there
                }
            }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_truncation_of_the_whole_sequence_is_none(string neuron, int layers, bool recurrent, int subSteps, Readout readout)
    {
        SequenceTrial trial = Trial(neuron, layers, recurrent, subSteps, readout);
        SequenceResult none = Run(trial, 0);
        foreach (int truncation in (int[])[Steps, Steps + 1, 1000])
        {
            SequenceResult truncated = Run(trial, truncation);
            Assert.Equal(none.Sums, truncated.Sums);
            Assert.Equal(none.InputGradients, truncated.InputGradients);
        }
        Assert.NotEqual(none.Sums, Run(trial, Steps - 1).Sums);
    }

    [Fact]
    public void Truncation_does_not_depend_on_the_lane_width()
    {
        SequenceTrial trial = Trial("lif", 2, true, 2, Readout.LeakyIntegrator);
        double[][] sums = [.. Enum.GetValues<LaneWidth>().Select(width => trial.Run(SequenceGroup.Create(trial.Network, new() { Truncation = Truncation, Window = 3 }, Steps, width: width), inputGradients: false).Sums)];
        Assert.Equal(sums[0], sums[1]);
        Assert.Equal(sums[0], sums[2]);
        double[] reference = Run(trial, Truncation).Sums;
        for (int i = 0; i < reference.Length; i++) Assert.Equal(reference[i], sums[0][i], 1e-4 * Math.Max(1, Math.Abs(reference[i])));
    }

    /// <summary>
    /// Every neuron has an input and an output of its own, so that gradients of inputs are those of currents and outputs are spikes:
    /// gradients of weights, resistance and rest are sums of their products.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Sums_are_those_made_by_hand(int truncation)
    {
        const int Neurons = 4;
        SequenceTrial trial = new(SpikingNetwork.Create("lif", Neurons, Neurons, new()
        {
            Neurons = Neurons,
            Recurrent = true,
            Condition = Condition.Both,
            Neuron = new() { Parameterization = Parameterization.Direct, Reset = 0 },
        }), Steps, seed: 2);
        Span<double> Slice(double[] numbers, string name) => numbers.AsSpan(trial.Network.Layout[name].Offset, trial.Network.Layout[name].Count);
        Span<double> input = Slice(trial.Vector, "input/weight"), readout = Slice(trial.Vector, "readout/weight");
        for (int i = 0; i < Neurons * Neurons; i++) (input[i], readout[i]) = i % (Neurons + 1) == 0 ? (1.5, 1) : (0, 0);
        double[] resistance = Slice(trial.Vector, "hidden/resistance").ToArray(), tau = Slice(trial.Vector, "hidden/tau").ToArray(), recurrent = Slice(trial.Vector, "hidden/recurrent").ToArray();

        SequenceResult result = Run(trial, truncation);
        double[] expected = new double[trial.Vector.Length];
        for (int m = 0; m < SequenceGroup.Members; m++)
            for (int t = 0; t < Steps; t++)
                for (int n = 0; n < Neurons; n++)
                {
                    double current = 1.5 * trial.Inputs[t][n][m], gradient = result.InputGradients![t][n][m] / 1.5;
                    for (int source = 0; source < Neurons; source++)
                    {
                        double last = t == 0 ? 0 : result.Outputs[t - 1][source][m];
                        current += recurrent[n * Neurons + source] * last;
                        Slice(expected, "input/weight")[n * Neurons + source] += gradient * trial.Inputs[t][source][m];
                        Slice(expected, "hidden/recurrent")[n * Neurons + source] += gradient * last;
                        Slice(expected, "readout/weight")[n * Neurons + source] += trial.OutputGradients[t][n][m] * result.Outputs[t][source][m];
                    }
                    Slice(expected, "hidden/resistance")[n] += gradient * current / resistance[n];
                    // The first step's potential comes from the rest as well: u = v + (R I - v + rest) / tau.
                    Slice(expected, "hidden/rest")[n] += gradient / resistance[n] * (t == 0 ? tau[n] : 1);
                }
        foreach (string name in (string[])["input/weight", "hidden/recurrent", "readout/weight", "hidden/resistance", "hidden/rest"])
        {
            double[] actual = Slice(result.Sums, name).ToArray(), made = Slice(expected, name).ToArray();
            double largest = made.Max(Math.Abs);
            Assert.True(largest > .1, name);
            for (int i = 0; i < made.Length; i++) Assert.True(Math.Abs(made[i] - actual[i]) <= 1e-12 * largest, $"the gradient of {name}[{i}] is {actual[i]}, not {made[i]}");
        }
    }
}
