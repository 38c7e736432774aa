using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;

namespace Neuromorphic.Benchmarks;

/// <summary>A perceptron 27 -> 64 -> 64 -> 8, weights of each member, one thread: an activation given as a formula against the same one written in C#.</summary>
static unsafe class ActivationBenchmark
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
        [.. Compare<R, Tanh>("tanh"), .. Compare<R, Swish>("x*sigmoid(x)"), .. Compare<R, GatedTanh>("P0*tanh(P1*x)"), .. Compare<R, Relu>("relu")];

    static Row[] Compare<R, TFunction>(string formula) where R : unmanaged, IReal<R> where TFunction : struct, IUnitFunction
    {
        MlpOptions options = new() { Neurons = Units, Layers = Layers, Activations = [Expression.Parse(formula)] };
        EnvironmentSpec spec = new()
        {
            Name = "activations",
            Summary = "",
            Source = "",
            ObservationSpace = Box.Uniform(Observations, -1, 1),
            ActionSpace = Box.Uniform(Actions, -1, 1),
            StateSize = 1,
            StepLimit = 1000,
        };
        Policy policy = MlpPolicy.Create(spec, options);
        DenseKernel<UnitGroup<TFunction, NoUnits>> written = new(Observations, Units, Layers, Actions, new(0, Units, options.Activations[0].Parameters, default));
        return Timing.Compare("ns/unit", 0, 41,
            Subject<R, DenseKernel<UnitGroup<TFunction, NoUnits>>>($"{formula}, C#", policy, written),
            (Subject)typeof(ActivationBenchmark).GetMethod(nameof(Subject), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                .MakeGenericMethod(typeof(R), policy.Kernel.GetType()).Invoke(null, [$"{formula}, formula", policy, policy.Kernel])!);
    }

    static Subject Subject<R, TKernel>(string what, Policy policy, TKernel kernel) where R : unmanaged, IReal<R> where TKernel : struct, IPolicyKernel
    {
        float[] vector = policy.Layout.InitialVector(1);
        AlignedMemory<R> perMember = new(policy.Layout.PerMemberCount), memory = new(kernel.StateSize + Observations);
        double[] start = policy.Layout.Search(vector);
        R[] search = new R[start.Length];
        for (int i = 0; i < search.Length; i++) search[i] = (float)start[i];
        fixed (R* x = search, own = perMember) ParameterDecoder.DecodeTrained(policy.Layout, x, own);
        for (int i = 0; i < Observations; i++) memory.Span[kernel.StateSize + i] = Math.Sin(i);
        return new(what, Units * Layers * R.Width, () =>
        {
            NoProbe probe = default;
            fixed (R* own = perMember, numbers = memory)
            {
                LaneBuffer<R> state = new(numbers);
                kernel.Run(new PolicyParameters<R, LaneBuffer<R>, SharedBuffer<R>>(new(own), default), state, state.From(kernel.StateSize), ref probe, default(Alone));
            }
        });
    }
}
