using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>
/// Where spikes are smooth, gradients with a detached reset are derivatives, and equal central differences: of every slice in search space
/// and of the inputs, along random directions that change no decision to reset.
/// </summary>
public sealed class FiniteDifferenceTests
{
    const int Steps = 8;
    const double Change = 1.0 / (1 << 20), Tolerance = 1e-6;

    static IEnumerable<ulong> Seeds => Enumerable.Range(1, 100).Select(seed => (ulong)seed);

    public static TheoryData<string, int, bool, int, Readout> Cases
    {
        get
        {
            TheoryData<string, int, bool, int, Readout> cases = [];
            foreach (string neuron in (string[])["lif", "lif-ternary", "adaptive-lif", "adaptive-lif-ternary"])
                foreach (int layers in (int[])[1, 3])
                    foreach (bool recurrent in (bool[])[false, true])
                        foreach (int subSteps in (int[])[1, 3])
                            foreach (Readout readout in Enum.GetValues<Readout>()) cases.Add(neuron, layers, recurrent, subSteps, readout);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_equal_central_differences(string neuron, int layers, bool recurrent, int subSteps, Readout readout)
    {
        foreach (Integration integration in Enum.GetValues<Integration>())
            foreach (Parameterisation parameterisation in Enum.GetValues<Parameterisation>())
            {
                double? reset = ((int)integration == (int)parameterisation) == recurrent ? 0 : null;
                SpikingPolicyOptions options = new()
                {
                    Neurons = 4,
                    MoreLayers = layers == 1 ? [] : [3, 5],
                    Recurrent = recurrent,
                    SubSteps = subSteps,
                    Readout = readout,
                    Condition = Condition.Both,
                    Neuron = new() { Integration = integration, Parameterisation = parameterisation, Reset = reset },
                };
                SpikingNetwork network = Network(neuron, options);
                bool ternary = neuron.EndsWith(TernarySpike.Suffix, StringComparison.Ordinal);
                GradientOptions gradients = new() { Surrogate = ternary ? SmoothTernarySpike.Surrogate : SmoothSpike.Surrogate, Slope = ternary ? SmoothTernarySpike.Slope : SmoothSpike.Slope };
                SequenceGroup group = SequenceGroup.CreateReference(network, gradients, Steps);
                string settings = $"{integration}, {parameterisation}, reset {reset}";
                Assert.True(Seeds.Any(seed => Compare(new(network, Steps, seed), group, settings)), $"{settings}: no seed in which all layers fire and rest");
            }
    }

    static SpikingNetwork Network(string neuron, SpikingPolicyOptions options) => neuron switch
    {
        "lif" => SpikingNetwork.Create<Lif<SmoothSpike>>(2, 3, options),
        "lif-ternary" => SpikingNetwork.Create<Lif<SmoothTernarySpike>>(2, 3, options),
        "adaptive-lif" => SpikingNetwork.Create<AdaptiveLif<SmoothSpike>>(2, 3, options),
        _ => SpikingNetwork.Create<AdaptiveLif<SmoothTernarySpike>>(2, 3, options),
    };

    /// <summary>Compares, if all slices matter under the trial's numbers.</summary>
    static bool Compare(SequenceTrial trial, SequenceGroup group, string settings)
    {
        Decisions.Begin();
        SequenceResult result = trial.Run(group);
        double[] gradient = [.. result.Sums];
        SearchSpace.Pull(trial.Network.Layout, trial.Vector, gradient);
        if (Decisions.Rate is < .03 or > .9) return false;
        foreach (ParameterSlice slice in trial.Network.Layout.Slices)
            if (gradient.AsSpan(slice.Offset, slice.Count).ToArray().Sum(Math.Abs) < .05) return false;

        SeededNumbers random = new(5);
        foreach (ParameterSlice slice in trial.Network.Layout.Slices)
        {
            double[] direction = new double[trial.Vector.Length];
            AssertDerivative($"{slice.Name} ({settings})", draw =>
            {
                for (int i = slice.Offset; i < slice.Offset + slice.Count; i++) direction[i] = draw();
                return (gradient.Zip(direction, (g, d) => g * d), sign => trial.Forward(group, [.. trial.Vector.Zip(direction, (x, d) => x + sign * Change * d)], trial.Inputs));
            });
        }
        AssertDerivative($"the inputs ({settings})", draw =>
        {
            // Few binary digits: float32 holds the changed inputs exactly.
            double[][][] direction = trial.Rows(trial.Network.Inputs, () => Math.Round(2 * draw()));
            return (Products(result.InputGradients!, direction), sign => trial.Forward(group, trial.Vector, Moved(trial.Inputs, direction, sign)));
        });
        return true;

        void AssertDerivative(string what, Func<Func<double>, (IEnumerable<double> Terms, Func<int, double[][][]> Outputs)> along)
        {
            for (int attempt = 0; attempt < 40; attempt++)
            {
                (IEnumerable<double> terms, Func<int, double[][][]> outputs) = along(random.Normal);
                if (!Difference(trial, outputs, out double difference)) continue;
                double scale = terms.Sum(Math.Abs);
                Assert.True(scale > 1e-4, $"the gradient of {what} is about zero: nothing is tested");
                Assert.True(Math.Abs(terms.Sum() - difference) <= Tolerance * scale, $"the derivative by {what} is {terms.Sum()}, the difference {difference}");
                return;
            }
            Assert.Fail($"no direction of {what} keeps all decisions");
        }
    }

    /// <summary>The central difference of the loss, unless a neuron decides otherwise on one of the sides.</summary>
    static bool Difference(SequenceTrial trial, Func<int, double[][][]> outputs, out double difference)
    {
        Decisions.Begin();
        double above = trial.Loss(outputs(1));
        ulong taken = Decisions.Taken;
        Decisions.Begin();
        difference = (above - trial.Loss(outputs(-1))) / (2 * Change);
        return taken == Decisions.Taken;
    }

    static IEnumerable<double> Products(double[][][] a, double[][][] b) => Flat(a).Zip(Flat(b), (x, y) => x * y);

    static IEnumerable<double> Flat(double[][][] rows) => rows.SelectMany(step => step.SelectMany(item => item));

    static float[][][] Moved(float[][][] inputs, double[][][] direction, int sign) =>
        [.. inputs.Select((step, t) => step.Select((item, i) => item.Select((x, m) => (float)(x + sign * Change * direction[t][i][m])).ToArray()).ToArray())];
}
