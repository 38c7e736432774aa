#:project ../../src/Neuromorphic.Runs
#:project ../../envs/Neuromorphic.Envs
#:property PublishAot=false

// A neuron of one's own, trained, judged against the one it departs from, and read out: dotnet run docs/scripts/own-neuron.cs
using Neuromorphic.Analysis;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Runs;
using Neuromorphic.Training;

string folder = args.Length > 0 ? args[0] : "runs/own-neuron";
NeuronRegistry.Add<QuadraticLif>("Integrate-and-fire whose potential runs away from a bend on (Latham et al. 2000).");
foreach (string neuron in (string[])["lif", "quadratic-lif"])
{
    RunConfiguration configuration = Run.Configure("cartpole", ("neuron", neuron), ("neurons", 128), ("seed", 3));
    RunResult result = Run.Train(configuration, Path.Combine(folder, neuron));
    Console.WriteLine($"{neuron}: mean return of {result.Evaluation!.Episodes} fresh episodes {result.Evaluation.Mean:F1}, {result.Run.Policy.Layout.TrainedCount} trained numbers");
    if (neuron != "lif") Console.WriteLine($"bend: median {Summary.Of(result.State.Layout.Values("hidden/bend", result.State.Mean)).Median:F3}, at first {Summary.Of(result.State.Layout.Values("hidden/bend", result.State.Initial)).Median:F3}");
}

// Step and Reset over any number type: lanes, devices, gradients and formulas follow.
readonly struct QuadraticLif(NeuronOptions options) : INeuron<QuadraticLif>
{
    readonly Membrane<BinarySpike> membrane = new(options, others: 1);

    public static string Name => "quadratic-lif";
    public static int StateSize => 1;
    public static IReadOnlyList<NeuronParameter> Parameters(NeuronOptions options) =>
        options.MembraneParameters(new NeuronParameter("bend", options.Start("bend", .2), Transform.Exponential, Transform.Identity, Learned: true, Meaning: "how strongly the potential runs away"));
    public static QuadraticLif Create(NeuronOptions options) => new(options);

    public void Reset<R, P, B>(P parameters, B state, int neuron, int count) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> =>
        membrane.Reset<R, P, B>(parameters, state, neuron, count);

    public R Step<R, P, B>(P parameters, B state, int neuron, int count, R current) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        R v = state[neuron], bend = parameters[4 * count + neuron];
        return membrane.Step<R, P, B>(parameters, state, neuron, count, current + bend * v * v);
    }
}
