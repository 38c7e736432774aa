using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Tape;
using Xunit;

namespace Neuromorphic.Tests.Gradients;

/// <summary>The adjoints that follow from a model's step, against those of the membrane and of the adaptive threshold written by hand.</summary>
public sealed class DerivedAdjointTests
{
    public static TheoryData<string, string, ResetGradient, bool> Cases
    {
        get
        {
            TheoryData<string, string, ResetGradient, bool> cases = [];
            foreach (string neuron in (string[])["lif", "lif-ternary", "adaptive-lif", "adaptive-lif-ternary"])
                foreach (string surrogate in SurrogateRegistry.Names)
                    foreach (ResetGradient reset in Enum.GetValues<ResetGradient>())
                        foreach (bool own in (bool[])[false, true]) cases.Add(neuron, surrogate, reset, own);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_derived_adjoint_is_the_one_by_hand(string neuron, string surrogate, ResetGradient reset, bool ownReset) =>
        NeuronRegistry.Use(neuron, new Creation(SurrogateRegistry.TypeOf(surrogate))).Run(reset, ownReset);

    sealed record Creation(Type Surrogate) : INeuronUse<Comparison>
    {
        public Comparison With<TNeuron>() where TNeuron : struct, INeuron<TNeuron> => (Comparison)Activator.CreateInstance(typeof(Comparison<,>).MakeGenericType(typeof(TNeuron), Surrogate))!;
    }

    public abstract class Comparison
    {
        public abstract void Run(ResetGradient reset, bool ownReset);
    }

    public sealed unsafe class Comparison<TNeuron, TSurrogate> : Comparison where TNeuron : struct, INeuron<TNeuron> where TSurrogate : struct, ISurrogate
    {
        const int Tile = NeuronKernels.Tile;

        public override void Run(ResetGradient reset, bool ownReset)
        {
            NeuronOptions options = new() { Reset = ownReset ? -.2 : null };
            int parameters = TNeuron.Parameters(options).Count, states = TNeuron.StateSize;
            LoopKernel adjoint = NeuronKernels.Of<TNeuron, TSurrogate, Scalar64>(TNeuron.Create(options), parameters, reset, shared: true).Adjoint;
            SeededNumbers random = new(4);
            double[] Row(int count) => [.. Enumerable.Range(0, count * Tile).Select(_ => random.Normal())];
            for (int trial = 0; trial < 20; trial++)
            {
                double[] p = Row(parameters), before = Row(states), current = Row(1), seed = Row(1), stateGradient = Row(states), gradient = Row(parameters), to = Row(1), mean = Row(1);
                for (int n = 0; n < Tile; n++) (p[n], p[Tile + n]) = (random.Between(.05, .9), random.Between(.2, 1.2)); // gain, threshold
                double[] expectedState = [.. stateGradient], expectedGradient = [.. gradient], expectedTo = new double[Tile], expectedMean = [.. mean];
                for (int n = 0; n < Tile; n++)
                {
                    Hand hand = new(k => p[k * Tile + n], k => before[k * Tile + n], current[n], seed[n], k => stateGradient[k * Tile + n], reset, ownReset);
                    for (int k = 0; k < parameters; k++) expectedGradient[k * Tile + n] += hand.Parameters[k];
                    for (int k = 0; k < states; k++) expectedState[k * Tile + n] = hand.State[k];
                    (expectedTo[n], expectedMean[n]) = (hand.Current, mean[n] + .5 * hand.Spike);
                }
                double share = .5, slope = TSurrogate.DefaultSlope;
                fixed (double* a = p, b = before, c = current, d = seed, e = stateGradient, f = gradient, g = to, h = mean)
                {
                    NeuronSlots slots = new() { Parameters = a, Before = b, Current = c, SpikeGradient = d, StateGradient = e, ParameterGradient = f, CurrentGradient = g, Mean = h, Share = &share, Slope = &slope };
                    adjoint((nint*)&slots, Tile);
                }
                Close("state", expectedState, stateGradient);
                Close("parameter", expectedGradient, gradient);
                Close("current", expectedTo, to);
                Close("mean", expectedMean, mean);
            }
        }

        static void Close(string what, double[] expected, double[] actual)
        {
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-12 * (1 + Math.Abs(expected[i])), $"the gradient of {what} {i / Tile} is {actual[i]}, by hand {expected[i]}");
        }

        /// <summary>One neuron's step and its adjoint, as one writes them on paper.</summary>
        sealed class Hand
        {
            public Hand(Func<int, double> p, Func<int, double> before, double current, double seed, Func<int, double> after, ResetGradient gradients, bool ownReset)
            {
                bool adaptive = TNeuron.StateSize == 2, ternary = TNeuron.Name.EndsWith(TernarySpike.Suffix, StringComparison.Ordinal);
                int resetIndex = ownReset ? adaptive ? 6 : 4 : 2;
                double v = before(0), a = adaptive ? before(1) : 0, gain = p(0), rest = p(2), resistance = p(3), adaptationGain = adaptive ? p(4) : 0, adaptation = adaptive ? p(5) : 0;
                double drive = resistance * current + (rest - v), u = v + gain * drive, threshold = p(1) + adaptation * a;
                bool above = u >= threshold, below = ternary && -u >= threshold, fires = above || below;
                Spike = (above ? 1 : 0) - (below ? 1 : 0);

                double adapted = adaptive ? after(1) : 0, firing = adaptationGain * adapted + (gradients == ResetGradient.Attached ? after(0) * (p(resetIndex) - u) : 0);
                double up = (firing + seed) * Surrogate(u - threshold), down = ternary ? (firing - seed) * Surrogate(-u - threshold) : 0;
                double potential = up - down + (fires ? 0 : after(0)), driven = gain * potential, thresholdGradient = -(up + down);
                Parameters[0] = potential * drive;
                Parameters[1] = thresholdGradient;
                Parameters[2] = driven;
                Parameters[3] = driven * current;
                Parameters[4] = adapted * ((fires ? 1 : 0) - a);
                Parameters[5] = thresholdGradient * a;
                if (ownReset && !adaptive) Parameters[4] = 0;
                Parameters[resetIndex] += fires ? after(0) : 0;
                State = [potential - driven, adapted - adaptationGain * adapted + adaptation * thresholdGradient];
                Current = resistance * driven;
            }

            public double[] Parameters { get; } = new double[7];
            public double[] State { get; }
            public double Current { get; }
            public double Spike { get; }

            static double Surrogate(double x) => TSurrogate.Derivative<Scalar64>(x, TSurrogate.DefaultSlope).Value;
        }
    }
}
