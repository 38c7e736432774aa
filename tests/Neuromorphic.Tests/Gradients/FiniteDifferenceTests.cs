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
            foreach (string neuron in (string[])["lif", "lif-ternary", "adaptive-lif", "adaptive-lif-ternary", "current-lif", "refractory-lif"])
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
            foreach (Parameterization parameterization in Enum.GetValues<Parameterization>())
            {
                double? reset = ((int)integration == (int)parameterization) == recurrent ? 0 : null;
                SpikingPolicyOptions options = new()
                {
                    Neurons = 4,
                    MoreLayers = layers == 1 ? [] : [3, 5],
                    Recurrent = recurrent,
                    SubSteps = subSteps,
                    Readout = readout,
                    Condition = Condition.Both,
                    Neuron = new() { Integration = integration, Parameterization = parameterization, Reset = reset, ResetRule = reset == null && layers > 1 ? ResetRule.Subtract : ResetRule.ToValue },
                };
                SpikingNetwork network = Network<AtThreshold>(neuron, options);
                // Spikes have derivatives of their own here; the surrogate is that of the decision to reset, which is detached.
                SequenceGroup group = SequenceGroup.CreateReference(network, new(), Steps), without = SequenceGroup.CreateReference(Network<Never>(neuron, options), new(), Steps);
                string settings = $"{integration}, {parameterization}, reset {reset}";
                Assert.True(Seeds.Any(seed => Compare(new(network, Steps, seed), group, without, settings)), $"{settings}: no seed in which resets and all slices matter");
            }
    }

    static SpikingNetwork Network<TResets>(string neuron, SpikingPolicyOptions options) where TResets : struct, IResets => neuron switch
    {
        "lif" => SpikingNetwork.Create<Lif<SmoothSpike<TResets>>>(2, 3, options),
        "lif-ternary" => SpikingNetwork.Create<Lif<SmoothTernarySpike<TResets>>>(2, 3, options),
        "current-lif" => SpikingNetwork.Create<CurrentLif<SmoothSpike<TResets>>>(2, 3, options),
        "refractory-lif" => SpikingNetwork.Create<RefractoryLif<SmoothSpike<TResets>>>(2, 3, options),
        "adaptive-lif" => SpikingNetwork.Create<AdaptiveLif<SmoothSpike<TResets>>>(2, 3, options),
        _ => SpikingNetwork.Create<AdaptiveLif<SmoothTernarySpike<TResets>>>(2, 3, options),
    };

    /// <summary>Compares, if resets and all slices matter under the trial's numbers.</summary>
    static bool Compare(SequenceTrial trial, SequenceGroup group, SequenceGroup withoutResets, string settings)
    {
        double loss = trial.Loss(trial.Forward(group, trial.Vector, trial.Inputs));
        if (Math.Abs(loss - trial.Loss(trial.Forward(withoutResets, trial.Vector, trial.Inputs))) < .01) return false;
        SequenceResult result = trial.Run(group);
        double[] gradient = [.. result.Sums];
        SearchSpace.Pull(trial.Network.Layout, trial.Vector, gradient);
        // What only comparisons see, a refractory period, has no derivative.
        ParameterSlice[] slices = [.. trial.Network.Layout.Slices.Where(slice => !slice.Name.EndsWith("refractory", StringComparison.Ordinal))];
        foreach (ParameterSlice slice in slices)
            if (gradient.AsSpan(slice.Offset, slice.Count).ToArray().Sum(Math.Abs) < .05) return false;

        SeededNumbers random = new(5);
        foreach (ParameterSlice slice in slices)
        {
            double[] direction = new double[trial.Vector.Length];
            AssertDerivative($"{slice.Name} ({settings})", draw =>
            {
                for (int i = slice.Offset; i < slice.Offset + slice.Count; i++) direction[i] = draw();
                return (gradient.Zip(direction, (g, d) => g * d), changes => trial.Forward(group, [.. trial.Vector.Zip(direction, (x, d) => x + changes * Change * d)], trial.Inputs));
            });
        }
        AssertDerivative($"the inputs ({settings})", draw =>
        {
            // Few binary digits: float32 holds the changed inputs exactly.
            double[][][] direction = trial.Rows(trial.Network.Inputs, () => Math.Round(2 * draw()));
            return (Products(result.InputGradients!, direction), changes => trial.Forward(group, trial.Vector, Moved(trial.Inputs, direction, changes)));
        });
        return true;

        void AssertDerivative(string what, Func<Func<double>, (IEnumerable<double> Terms, Func<int, double[][][]> Outputs)> along)
        {
            for (int attempt = 0; attempt < 40; attempt++)
            {
                (IEnumerable<double> terms, Func<int, double[][][]> outputs) = along(random.Normal);
                double scale = terms.Sum(Math.Abs), difference = Difference(trial, outputs, 2), nearer = Difference(trial, outputs, 1);
                // Where a neuron decides otherwise on one of the sides, the two differ by half of what the jump is divided by.
                if (Math.Abs(nearer - difference) > Tolerance * scale) continue;
                Assert.True(scale > 1e-4, $"the gradient of {what} is about zero: nothing is tested");
                Assert.True(Math.Abs(terms.Sum() - nearer) <= Tolerance * scale, $"the derivative by {what} is {terms.Sum()}, the difference {nearer}");
                return;
            }
            Assert.Fail($"no direction of {what} keeps all decisions");
        }
    }

    /// <summary>The central difference of the loss over so many changes to either side.</summary>
    static double Difference(SequenceTrial trial, Func<int, double[][][]> outputs, int changes) =>
        (trial.Loss(outputs(changes)) - trial.Loss(outputs(-changes))) / (2 * changes * Change);

    static IEnumerable<double> Products(double[][][] a, double[][][] b) => Flat(a).Zip(Flat(b), (x, y) => x * y);

    static IEnumerable<double> Flat(double[][][] rows) => rows.SelectMany(step => step.SelectMany(item => item));

    static float[][][] Moved(float[][][] inputs, double[][][] direction, int changes) =>
        [.. inputs.Select((step, t) => step.Select((item, i) => item.Select((x, m) => (float)(x + changes * Change * direction[t][i][m])).ToArray()).ToArray())];
}
