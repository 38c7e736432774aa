using System.Reflection;
using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Evolution;
using Neuromorphic.Expressions;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Training;
using Xunit;

namespace Neuromorphic.Tests.Architecture;

/// <summary>
/// Above 512 locals the JIT silently stops inlining, and operators on vectors become calls through memory, 4 to 30 times slower.
/// The hot methods of the core carry AggressiveOptimization, so each is compiled once, in full, at its first call.
/// Lanes wider than the processor's registers are put together of several, with more locals; nobody runs in them who does not ask for it.
/// </summary>
public class CoreInliningTests
{
    [Fact]
    public void The_JIT_gives_up_in_no_hot_method() => OwnProcess.Run(() =>
    {
        using JitListener listener = new();
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>().Where(width => width <= LaneWidths.Choose(null)))
        {
            foreach (string neuron in NeuronRegistry.Names)
            {
                NeuronRegistry.CreatePopulation(neuron, 2, 17, width: width).Run(new float[2 * 17], []);
                foreach (string condition in (string[])["neuron", "weight", "both"])
                    Compile(new RunConfiguration().With(("neuron", neuron), ("condition", condition), ("readout", "leaky-integrator"), ("integration", "exponential-euler"), ("threshold-rule", "above")), width);
            }
            foreach (string environment in ClassicEnvironments.Names)
                foreach (string policy in (string[])["spiking", "mlp"]) Compile(new() { Environment = environment, Policy = policy }, width);
            Compile(new RunConfiguration { Strategy = "snes" }.With(("parameterization", "direct")), width);
            CompileFormulas(width);
            foreach (string neuron in NeuronRegistry.Names)
                foreach (string surrogate in width == LaneWidths.Choose(null) ? SurrogateRegistry.Names : ["atan"]) CompileGradients(neuron, surrogate, width);
        }
        Assert.Equal(Scalar.Lane(Composed<Scalar>(.5), 0), Lanes8.Lane(Composed<Lanes8>(.5), 3));
        if (LaneWidths.Choose(null) == LaneWidth.Lanes16) Assert.Equal(Scalar.Lane(Composed<Scalar>(.5), 0), Lanes16.Lane(Composed<Lanes16>(.5), 3));
        // The last to be compiled, so all before it have been heard when it is.
        Assert.True(double.IsFinite(Lanes16.Lane(TooLong(1.0), 0)));
        Assert.True(listener.WaitFor(nameof(TooLong)), "the listener hears nothing");
        // Both filters let exactly the deliberate failure through: they hear it, and nothing else.
        Assert.Equal([Deliberate], Roots(listener, failure => failure.Reason == InliningFailure.TooManyLocals));
        Assert.Equal([Deliberate], Roots(listener, failure => JitListener.Methods(failure.Root).Any(IsHot) && JitListener.Methods(failure.Inlinee).Any(IsMeantInline)));
    });

    static string Deliberate => $"{typeof(CoreInliningTests).FullName}.{nameof(TooLong)}";

    /// <summary>Methods of the sources with a failure; of the tests' own methods only the deliberate one and the composed one count.</summary>
    static string[] Roots(JitListener listener, Func<InliningFailure, bool> filter) =>
        [.. listener.Failures.Where(filter).Select(failure => failure.Root).Where(root => root == Deliberate || root.Contains(nameof(Composed), StringComparison.Ordinal) || !root.StartsWith("Neuromorphic.Tests.", StringComparison.Ordinal)).Distinct()];

    /// <summary>A generation of a small run, with normalisation: rollout, noise, transforms, coefficients, policy.</summary>
    static void Compile(RunConfiguration configuration, LaneWidth width)
    {
        IEnvironment environment = ClassicEnvironments.Create(configuration.Environment);
        Normalization normalization = environment is ISupervisedTask ? Normalization.Off : Normalization.Running;
        TrainingRun.Create((configuration with { StepLimit = 2, Normalization = normalization, EvaluateEvery = 0 }).With(("neurons", 11), ("population", 16)), environment, 1, width).Trainer.RunGeneration();
    }

    /// <summary>Sequences forward and backward: whole blocks and what is left of them, all steps of a tile and single ones.</summary>
    static void CompileGradients(string neuron, string surrogate, LaneWidth width)
    {
        foreach (bool recurrent in (bool[])[false, true])
        {
            SpikingNetwork network = SpikingNetwork.Create(neuron, 5, 5, new() { Neurons = 13, Recurrent = recurrent, Condition = Condition.Both, Readout = Readout.LeakyIntegrator });
            SequenceGroup group = SequenceGroup.Create(network, new() { Surrogate = surrogate }, 5, inputGradients: true, width: width);
            group.Decode(Array.ConvertAll(network.Layout.InitialVector(1), value => (double)value));
            group.Begin(5);
            group.Forward();
            group.Backward(new double[network.Layout.Count]);
        }
    }

    /// <summary>Every operator with its derivatives, and a formula as long as those that are compiled, interpreted and compiled.</summary>
    static void CompileFormulas(LaneWidth width)
    {
        foreach (string formula in (string[])[.. Operators.All.Where(entry => entry.Arity == 1).Select(entry => entry.Name), "x^x1 + max(x, x1)/safe_div(x, x1)", string.Join(" + ", Enumerable.Range(0, 32).Select(i => $"tanh(P{i}*x)"))])
        {
            ExpressionKernel kernel = ExpressionKernel.Unshared(Expression.Parse(formula), formula.Length > 100 ? 0 : 2);
            if (width == LaneWidth.Lanes16) Compile<Lanes16>(kernel);
            else if (width == LaneWidth.Lanes8) Compile<Lanes8>(kernel);
            else Compile<Scalar>(kernel);
        }

        static void Compile<R>(ExpressionKernel kernel) where R : unmanaged, IReal<R>
        {
            for (int i = 0; i < 2; i++)
            {
                R[] results = new R[kernel.Derivatives + 1], inputs = new R[2], parameters = new R[32];
                kernel.Value<R>(inputs, parameters, results);
                kernel.Adjoint<R>(inputs, parameters, results, inputs, parameters);
                Assert.True(kernel.AdjointLoop.Length <= Neuromorphic.Tape.Loop.CompiledUpTo, $"{kernel.Expression}: {kernel.AdjointLoop.Length}");
                kernel.ValueLoop.Compile<R>();
                kernel.AdjointLoop.Compile<R>();
            }
        }
    }

    static bool IsHot(MethodInfo method) => method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization);
    static bool IsMeantInline(MethodInfo method) => method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining);

    /// <summary>All special functions in one method.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static R Composed<R>(R x) where R : unmanaged, IReal<R>
    {
        R y = R.Erf(x) + R.Erfc(x) * R.Sinh(R.Cosh(R.Asinh(x))) + R.Atan(R.I0e(x) - R.I1e(x));
        return R.Pow(R.Softplus(y), R.Logistic(x)) + R.Expm1(R.Log1p(R.Abs(y)));
    }

    /// <summary>Too long on purpose: it shows that the listener hears.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static Lanes16 TooLong(Lanes16 x)
    {
        Lanes16 y = Twice(x) + Twice(-x);
        return y + Twice(y * .5) + Twice(y * .25);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes16 Twice(Lanes16 x) => Lanes16.Tanh(Lanes16.Tanh(x)) + Lanes16.Tanh(Lanes16.Tanh(-x));
}
