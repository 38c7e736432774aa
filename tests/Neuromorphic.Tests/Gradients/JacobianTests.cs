using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Policies;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>
/// How far back a single neuron's gradients reach: the loss is its last spike, and the gradient of an earlier current is that of the last one
/// times the product of dv'/dv = (1 - 1/tau) (1 - s + (v_reset - u) g) over the steps between; with a detached reset g is zero there.
/// </summary>
/// <remarks>Shen et al. (2023), arXiv:2305.11484, equation 6.</remarks>
public sealed class JacobianTests
{
    const int Steps = 12;
    const double Tau = 3.5, Threshold = .9, Rest = .1, Resistance = 1.3, Reset = -.2;

    static readonly SpikingNetwork Network = SpikingNetwork.Create("lif", 1, 1, new()
    {
        Neurons = 1,
        Neuron = new() { Parameterization = Parameterization.Direct, Tau = Tau, Threshold = Threshold, Rest = Rest, Resistance = Resistance, Reset = Reset },
    });

    public static TheoryData<string, ResetGradient> Cases
    {
        get
        {
            TheoryData<string, ResetGradient> cases = [];
            foreach (string surrogate in SurrogateRegistry.Names)
                foreach (ResetGradient reset in Enum.GetValues<ResetGradient>()) cases.Add(surrogate, reset);
            return cases;
        }
    }

    /// <summary>The surrogates as formulas of the distance from the threshold and the slope.</summary>
    static double Surrogate(string name, double x)
    {
        double a = SurrogateRegistry.DefaultSlope(name);
        return name switch
        {
            "atan" => a / 2 / (1 + Math.Pow(Math.PI / 2 * a * x, 2)),
            "fast-sigmoid" => 1 / Math.Pow(1 + a * Math.Abs(x), 2),
            "gaussian" => a / Math.Sqrt(Math.PI) * Math.Exp(-Math.Pow(a * x, 2)),
            "sigmoid" => a / Math.Pow(2 * Math.Cosh(a * x / 2), 2),
            "straight-through" => a,
            "triangle" => Math.Max(0, a - a * a * Math.Abs(x)),
            _ => throw new ArgumentException($"The test does not know {name}."),
        };
    }

    /// <summary>Members differ in their drive: silent ones, and ones that fire every few steps.</summary>
    static double Drive(int member, int step) => (float)(.2 + .12 * member + .3 * Math.Sin(step + member));

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_of_earlier_currents_are_products_of_Jacobians(string surrogate, ResetGradient reset)
    {
        double[][] actual = InputGradients(surrogate, reset);
        int silent = 0, firing = 0;
        for (int member = 0; member < SequenceGroup.Members; member++)
        {
            double[] u = new double[Steps], s = new double[Steps];
            double v = Rest;
            for (int t = 0; t < Steps; t++)
            {
                u[t] = v + (Resistance * Drive(member, t) - v + Rest) / Tau;
                s[t] = u[t] >= Threshold ? 1 : 0;
                v = s[t] == 1 ? Reset : u[t];
            }
            double gradient = Surrogate(surrogate, u[^1] - Threshold) * Resistance / Tau, last = gradient;
            for (int t = Steps - 1; t >= 0; t--)
            {
                Assert.Equal(gradient, actual[t][member], 1e-13 * Math.Abs(last));
                if (t == 0) break;
                double g = reset == ResetGradient.Attached ? Surrogate(surrogate, u[t - 1] - Threshold) : 0;
                gradient *= (1 - 1 / Tau) * (1 - s[t - 1] + (Reset - u[t - 1]) * g);
            }
            if (reset == ResetGradient.Attached) continue;
            int lastSpike = Array.LastIndexOf(s, 1, Steps - 2);
            if (lastSpike < 0) silent++;
            else firing++;
            for (int t = 0; t < Steps; t++) // a reset forgets all before it
                Assert.Equal(t <= lastSpike ? 0 : last * Math.Pow(1 - 1 / Tau, Steps - 1 - t), actual[t][member], 1e-13 * Math.Abs(last));
        }
        if (reset == ResetGradient.Detached) Assert.True(silent >= 3 && firing >= 3, $"{silent} members are silent, {firing} fire");
    }

    /// <summary>Gradients of inputs [step][member] of the last spike, weights being one.</summary>
    static double[][] InputGradients(string surrogate, ResetGradient reset)
    {
        SequenceGroup group = SequenceGroup.CreateReference(Network, new() { Surrogate = surrogate, Reset = reset }, Steps);
        double[] vector = new double[Network.Layout.Count];
        foreach (ParameterSlice slice in Network.Layout.Slices) vector[slice.Offset] = slice.Name.EndsWith("weight", StringComparison.Ordinal) ? 1 : slice.Initial.Value!.Value;
        group.Decode(vector);
        group.Begin(Steps);
        double[] gradients = new double[SequenceGroup.Members];
        for (int t = 0; t < Steps; t++)
        {
            group.SetInput(t, 0, [.. Enumerable.Range(0, SequenceGroup.Members).Select(member => (float)Drive(member, t))]);
            Array.Fill(gradients, t == Steps - 1 ? 1 : 0);
            group.SetOutputGradient(t, 0, gradients);
        }
        group.Forward();
        group.Backward(new double[vector.Length]);
        double[][] result = new double[Steps][];
        for (int t = 0; t < Steps; t++) group.GetInputGradient(t, 0, result[t] = new double[SequenceGroup.Members]);
        return result;
    }
}
