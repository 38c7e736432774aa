using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Benchmarks;

/// <summary>
/// A perceptron 27 -> 64 -> 64 -> 8, weights of each member, one thread: an activation given as a formula against the same one written in C#, and formulas of
/// many functions against one, which cost as much more as they have more functions unless the JIT gives up.
/// </summary>
static class ActivationBenchmark
{
    const int Observations = 27, Actions = 8, Units = 64, Layers = 2;

    readonly struct Tanh : IUnitFunction
    {
        public static R Of<R, B>(R x, B parameters, int first, int stride) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => R.Tanh(x);
    }

    readonly struct Swish : IUnitFunction
    {
        public static R Of<R, B>(R x, B parameters, int first, int stride) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => x * R.Logistic(x);
    }

    readonly struct GatedTanh : IUnitFunction
    {
        public static R Of<R, B>(R x, B parameters, int first, int stride) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => parameters[first] * R.Tanh(parameters[first + stride] * x);
    }

    readonly struct Relu : IUnitFunction
    {
        public static R Of<R, B>(R x, B parameters, int first, int stride) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => R.Select(x <= 0.0, 0.0, x);
    }

    public static IReadOnlyList<Row> Run() => LaneWidths.Preferred switch
    {
        LaneWidth.Lanes16 => Run<Lanes16>(),
        LaneWidth.Lanes8 => Run<Lanes8>(),
        _ => Run<Scalar>(),
    };

    static IReadOnlyList<Row> Run<R>() where R : unmanaged, IReal<R> =>
        [.. Compare<R, Tanh>("tanh"), .. Compare<R, Swish>("x*sigmoid(x)"), .. Compare<R, GatedTanh>("P0*tanh(P1*x)"), .. Compare<R, Relu>("relu"), .. Sums<R>()];

    static Row[] Sums<R>() where R : unmanaged, IReal<R> => Timing.Compare("ns/unit", 0, 21, [.. ((string[])["relu", "tanh", "mish", "log_sigmoid(P0(x))*arcsinh(x)", Sum(4), Sum(8)]).Select(Formula<R>)]);

    static string Sum(int functions) => string.Join(" + ", Enumerable.Range(0, functions).Select(k => $"tanh(P{k}*x)"));

    static Subject Formula<R>(string formula) where R : unmanaged, IReal<R>
    {
        Policy policy = PolicyOf(formula);
        return SubjectOf<R>(formula, policy);
    }

    static Row[] Compare<R, TFunction>(string formula) where R : unmanaged, IReal<R> where TFunction : struct, IUnitFunction
    {
        Policy policy = PolicyOf(formula);
        DenseKernel<UnitGroup<TFunction, NoUnits>> written = new(Observations, Units, Layers, Actions, new(0, Units, Expression.Parse(formula).Parameters, default));
        return Timing.Compare("ns/unit", 0, 41, PolicySubject.Of<R>($"{formula}, C#", policy with { Kernel = written }, Units * Layers * R.Width), SubjectOf<R>($"{formula}, formula", policy));
    }

    static Subject SubjectOf<R>(string what, Policy policy) where R : unmanaged, IReal<R> => PolicySubject.Of<R>(what, policy, Units * Layers * R.Width);

    static Policy PolicyOf(string formula)
    {
        EnvironmentSpec spec = PolicySubject.Task(Observations, Actions);
        return MlpPolicy.Create(spec, new() { Neurons = Units, Layers = Layers, Activations = [Expression.Parse(formula)] });
    }
}
