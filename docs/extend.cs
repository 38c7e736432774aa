#:project ../src/Neuromorphic.Cli
#:property PublishAot=false

// A neuron, an activation function, an environment, a strategy and a policy of one's own: docs/extend.md explains them.
// Command: dotnet run docs/extend.cs -- train chase --neuron quadratic-lif --generations 20

using System.Runtime.CompilerServices;
using Neuromorphic.Cli;
using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Expressions;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Registries;
using Neuromorphic.Training;
using Range = Neuromorphic.Registries.Range;

[assembly: InternalsVisibleTo("ILGPURuntime")] // for --device: its compiler sees types that are public, or these

NeuronRegistry.Add<QuadraticLif>("Integrate-and-fire whose potential runs away from a bend on (Latham et al. 2000).");
Operators.AddFormula("bump", "x*exp(-x^2)", "A wave that ends.");
EnvironmentRegistry.All.Add(new("chase", "Follow a point that drifts.", options => new Chase(options.Get(Chase.Drift)), Chase.Drift));
StrategyRegistry.All.Add(new EvolutionFamily("cross-entropy", "The best members' mean and deviation (Rubinstein 1999).", start => new CrossEntropy(start), CrossEntropy.Population, CrossEntropy.Elite));
PolicyRegistry.All.Add(new("rhythm", "Sines of one's own frequency, pushed by what is seen.", Rhythm.Create, Rhythm.Period));
return CommandLine.Run(args);

// neuron
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

// environment
readonly struct Chase(double drift) : IEnvironment
{
    public static readonly Setting<double> Drift = Setting.Real("drift", Range.NotNegative, .1, "How far the point moves in a step, at most.");

    public EnvironmentSpec Spec => new()
    {
        Name = "chase",
        Summary = "Follow a point that drifts.",
        Source = "docs/extend.md",
        ObservationSpace = Box.Uniform(1, double.NegativeInfinity, double.PositiveInfinity),
        ActionSpace = Box.Uniform(1, -.3, .3),
        StateSize = 1,
        StepLimit = 50,
    };

    public void Reset<R, B, TRandom>(B state, ref TRandom random) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R> =>
        state[0] = random.Uniform<R, TRandom>(-2.0, 2.0);

    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => observation[0] = state[0];

    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        R distance = state[0] + random.Uniform<R, TRandom>(-drift, drift) - action[0];
        state[0] = distance;
        reward = -R.Abs(distance);
        terminated = R.Abs(distance) > 5.0;
    }
}

// strategy
sealed class CrossEntropy(EvolutionStart start) : Strategy
{
    public static readonly Setting<int> Population = Setting.Count("population", 2, 64, "Members of a generation.");
    public static readonly Setting<int> Elite = Setting.Count("elite", 1, 16, "Members that the next generation comes from.");

    readonly int elite = start.Options.Get(Elite);
    readonly double[] mean = Begin(start.Noise, start.Mean, start.Options.Get(Population), smallest: 2, even: false), sigma = [.. start.Mean.Select(_ => .5)];

    public override string Name => "cross-entropy";
    public override int PopulationSize { get; } = start.Options.Get(Population);
    public override ReadOnlySpan<double> Mean => mean;
    public override Candidates Ask(int generation) => start.Noise.Candidates(generation, PopulationSize, mean, sigma, Sampling.Independent);

    protected override void Update(int generation, ReadOnlySpan<double> fitness)
    {
        double[] scores = fitness.ToArray(), weights = new double[scores.Length], sums = new double[mean.Length], squares = new double[mean.Length];
        foreach (int member in Enumerable.Range(0, scores.Length).OrderByDescending(member => scores[member]).Take(elite)) weights[member] = 1.0 / elite;
        start.Noise.WeightedSums(generation, weights, sums, weights, squares);
        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] += sigma[i] * sums[i];
            sigma[i] *= Math.Sqrt(Math.Max(.5, squares[i] - sums[i] * sums[i]));
        }
    }

    protected override void Save(StateWriter state)
    {
        state.Add("mean", mean);
        state.Add("sigma", sigma);
    }

    protected override void Load(StateReader state)
    {
        state.Take("mean", mean);
        state.Take("sigma", sigma);
    }
}

// policy
readonly struct Rhythm(int observations, int outputs, double period) : IPolicyKernel
{
    public static readonly Setting<double> Period = Setting.Real("period", Range.Positive, 20, "Steps of a cycle at first.");

    public int StateSize => 2 * outputs; // outputs, then how far each cycle is
    public int Outputs => 0;

    public void Reset<R, B, F, TTeam>(PolicyParameters<R, B, F> parameters, B state, TTeam team) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TTeam : struct, ITeam
    {
        for (int o = 0; o < 2 * outputs; o++) state[o] = 0.0;
    }

    public void Run<R, B, F, TProbe, TTeam>(PolicyParameters<R, B, F> parameters, B state, B observation, ref TProbe probe, TTeam team)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where F : struct, IBuffer<R> where TProbe : struct, IProbe where TTeam : struct, ITeam
    {
        B p = parameters.PerMember; // [amplitude][frequency][weight]
        for (int o = 0; o < outputs; o++)
        {
            state[outputs + o] += p[outputs + o] / period;
            R.SinCosOfTurn(state[outputs + o], out R sum, out _);
            sum *= p[o];
            for (int i = 0; i < observations; i++) sum = R.Fma(p[(2 + i) * outputs + o], observation[i], sum);
            state[o] = sum;
        }
    }

    public static Policy Create(EnvironmentSpec environment, OptionSet options)
    {
        int seen = environment.ObservationSpace.Size, outputs = new ActionHead(environment.ActionSpace).Outputs;
        ParameterSlice Slice(string name, Start initial, params int[] shape) => new() { Name = name, Shape = shape, Block = "all", Initial = initial, Trained = true };
        ParameterLayout layout = new([Slice("amplitude", 1, outputs), Slice("frequency", 1, outputs), Slice("weight", Start.Normal(0, .1), seen, outputs)]);
        return new Policy("rhythm", layout, new Rhythm(seen, outputs, options.Get(Period)), outputs, seen, environment.ActionSpace);
    }
}
