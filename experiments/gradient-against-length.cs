#:project ../src/Neuromorphic
#:project ../src/Neuromorphic.Storage
#:project ../src/Neuromorphic.Analysis
#:project ../envs/Neuromorphic.Envs

// Question: how do norm and noise of gradients through time grow with the length of a sequence, and those of an evolution strategy's
//           estimate? Policy gradients and gradients of a loss at the last step, of a fixed random network, for neurons and for weights,
//           with the reset detached and attached; and the product of the Jacobians from a neuron's state to its later states.
// Source:   Shen et al. (2023), arXiv:2305.11484, equation 6: the product of Jacobians vanishes or explodes with length, so that the
//           gradient is lost or its variance grows; the evolution strategy's does not depend on it.
// Command:  dotnet run experiments/gradient-against-length.cs
// Budget:   for each length and network 128 batches of 32 episodes (the evolution strategy: 128 populations of 32 members).
// Result:   experiments/README.md

using System.Collections.Concurrent;
using System.Globalization;
using Neuromorphic.Analysis;
using Neuromorphic.Environments;
using Neuromorphic.Envs;
using Neuromorphic.Gradients;
using Neuromorphic.Neurons;
using Neuromorphic.Numerics;
using Neuromorphic.Policies;
using Neuromorphic.Storage;
using Neuromorphic.Training;

Experiment experiment = Experiment.Begin("gradient-against-length", "How do norm and noise of gradients through time grow with the length of a sequence?", args, seeds: 5);
const int Neurons = 256, Episodes = 32, Warming = 8; // batches after which the observations' scaling has settled
int[] lengths = experiment.Smoke ? [25, 50] : [25, 50, 100, 200, 500, 1000];
int[] lags = experiment.Smoke ? [1, 10, 50] : [1, 2, 5, 10, 25, 50, 100, 200, 500, 1000];
int batches = experiment.Smoke ? 8 : 128;
double[] taus = [2, 20, 100];
string[] conditions = ["neuron", "weight"], resets = ["detached", "attached"];
KeyValuePair<string, string>[] policy = [new("method", "bptt"), new("clip", "0"), new("entropy", "0")]; // the gradient as it is, of returns alone
Estimate[] estimates =
[
    new("policy, detached", 2, [.. policy, new("reset-gradient", "detached")]),
    new("policy, attached", 2, [.. policy, new("reset-gradient", "attached")]),
    new("policy, undiscounted", 2, [.. policy, new("discount", "1")]),
    new("policy, tau 100, detached", 100, [.. policy, new("reset-gradient", "detached")]),
    new("policy, tau 100, attached", 100, [.. policy, new("reset-gradient", "attached")]),
    new("evolution strategy", 2, [new("population", Text(Episodes)), new("sigma-learning-rate", "0")]),
    new("last step, detached", 2, []),
    new("last step, attached", 2, []),
    new("last step, tau 100, detached", 100, []),
    new("last step, tau 100, attached", 100, []),
];
EndlessCartPole environment = new();
(float[][][] observations, int[][] sides) = Play(experiment.Smoke ? 64 : 1024, lengths[^1]);

// A comma would end a column.
using ResultsFile results = new(experiment.File("results.csv"), 4, "condition", "estimate", "length", "seed", "norm", "noise-to-signal");
var runs = (from seed in experiment.Seeds
            from length in lengths
            from condition in conditions
            from estimate in estimates
            where !results.Has(condition, estimate.Column, length, seed)
            select (condition, estimate, length, seed)).ToArray();
int left = runs.Length;
Parallel.ForEach(Partitioner.Create(runs, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, run =>
{
    IEnumerable<double[]> gradients = run.estimate.Settings.Length > 0
        ? FromTrainer(run.condition, run.estimate, run.length, run.seed)
        : FromLastStep(run.condition, run.estimate, run.length, run.seed);
    (double norm, double noise) = Noise(gradients);
    lock (results)
    {
        results.Append(run.condition, run.estimate.Column, run.length, run.seed, norm, noise);
        experiment.Report(string.Create(CultureInfo.InvariantCulture, $"{run.condition} condition, {run.estimate.Name}, {run.length} steps, seed {run.seed}: norm {norm:G3}, noise/signal {noise:G3}"), --left);
    }
});

using ResultsFile jacobians = new(experiment.File("jacobian.csv"), 4, "tau", "reset", "lag", "seed", "largest", "root-mean-square", "spikes-per-step");
foreach (int seed in experiment.Seeds)
    foreach (double tau in taus)
        foreach (string reset in resets)
        {
            if (jacobians.Has(tau, reset, lags[^1], seed)) continue;
            foreach ((int lag, double largest, double rms, double spikes) in Products(tau, reset, seed))
                if (!jacobians.Has(tau, reset, lag, seed)) jacobians.Append(tau, reset, lag, seed, largest, rms, spikes);
        }

foreach (string condition in conditions)
{
    Console.WriteLine($"\n{condition} condition: norm of a batch's gradient, variance between batches / squared norm of their mean; medians over seeds");
    foreach (Estimate estimate in estimates)
        Console.WriteLine($"{estimate.Name,-29}" + string.Concat(lengths.Select(length => string.Create(CultureInfo.InvariantCulture,
            $"  {length,4}: {Median(results.Numbers("norm", condition, estimate.Column, length)),7:G2} {Median(results.Numbers("noise-to-signal", condition, estimate.Column, length)),6:G3}"))));
}
Console.WriteLine("\nlargest factor by which a state's gradient has grown or shrunk that many steps back; over neurons and sequences, median over seeds");
foreach (double tau in taus)
    foreach (string reset in resets)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"tau {tau,3}, {reset}, {Median(jacobians.Numbers("spikes-per-step", tau, reset)):F3} spikes a step") + string.Concat(lags.Select(lag => string.Create(CultureInfo.InvariantCulture, $"  {lag,4}: {Median(jacobians.Numbers("largest", tau, reset, lag)),7:G2}"))));

foreach (string condition in conditions)
{
    Draw("noise", "noise-to-signal", "Variance / squared norm of the mean", estimates[..6]);
    Draw("norm", "norm", "Norm of a batch's gradient", [estimates[0], .. estimates[3..5], .. estimates[6..]]);

    void Draw(string name, string column, string words, Estimate[] shown) => BandPlot.Save(experiment.File($"{name}-{condition}.png"),
        [.. shown.Select(estimate => new BandSeries(estimate.Name, [.. lengths.Select(length => (double)length)], [.. lengths.Select(length => results.Numbers(column, condition, estimate.Column, length))]))],
        new BandPlotOptions { Title = $"{condition} condition, batches of {Episodes}, {experiment.Seeds.Count} networks", X = "Steps", Y = words, Scale = AxisScale.Logarithmic, VerticalScale = AxisScale.Logarithmic });
}
BandPlot.Save(experiment.File("jacobian.png"),
    [.. from tau in taus from reset in resets select new BandSeries(string.Create(CultureInfo.InvariantCulture, $"tau {tau}, {reset}"), [.. lags.Select(lag => (double)lag)], [.. lags.Select(lag => jacobians.Numbers("largest", tau, reset, lag))])],
    new BandPlotOptions { Title = $"Product of a neuron's Jacobians, {experiment.Seeds.Count} networks", X = "Steps back", Y = "Largest over neurons", Scale = AxisScale.Logarithmic, VerticalScale = AxisScale.Logarithmic, Limits = (1e-12, 1e5) });
File.WriteAllText(experiment.File("source.txt"), $"neuromorphic {SourceRevision.Version} {SourceRevision.GitHash}\n");
Console.WriteLine($"{experiment.Folder}: results.csv, jacobian.csv and pictures");

// A training whose steps are too small to move anything: plain SGD without momentum then holds the last batch's gradient.
IEnumerable<double[]> FromTrainer(string condition, Estimate estimate, int length, int seed)
{
    RunConfiguration configuration = ClassicEnvironments.Configure("cartpole",
    [
        .. estimate.Settings,
        new("condition", condition),
        new("neurons", Text(Neurons)),
        new("tau", Written(estimate.Tau)),
        new("input-scale", Written(InputScale(estimate.Tau))),
        new("step-limit", Text(length)),
        new("generations", Text(Warming + batches)),
        new("optimizer", "sgd"),
        new("learning-rate", "1e-12"),
        new("evaluate-every", "0"),
        new("seed", Text(seed)),
    ]);
    TrainingRun run = TrainingRun.Create(configuration, environment, threads: 1);
    for (int i = 0; i < Warming + batches; i++)
    {
        run.Trainer.RunGeneration();
        if (i >= Warming) yield return run.Trainer.State.Strategy.Arrays["sgd/velocity"];
    }
}

// Cross-entropy of the last output: on which side of the middle does the cart stand then?
IEnumerable<double[]> FromLastStep(string condition, Estimate estimate, int length, int seed)
{
    SpikingNetwork network = SpikingNetwork.Create("lif", 4, 2, new()
    {
        Neurons = Neurons,
        Condition = Enum.Parse<Condition>(condition, ignoreCase: true),
        InputScale = InputScale(estimate.Tau),
        Neuron = new() { Tau = estimate.Tau },
    });
    double[] vector = Array.ConvertAll(network.Layout.InitialVector((ulong)seed), x => (double)x);
    BatchGradient batch = new(network, Options(estimate.Name.EndsWith("attached", StringComparison.Ordinal) ? "attached" : "detached"), length, threads: 1);
    int side = Array.IndexOf(lengths, length);
    for (int start = 0; start + Episodes <= observations.Length; start += Episodes)
    {
        double[] gradient = batch.Run(vector, Episodes, (group, first, count) =>
        {
            Forward(group, length, start + first);
            double[] outputs = new double[2 * SequenceGroup.Members], pair = new double[2], slope = new double[2];
            for (int o = 0; o < 2; o++) group.GetOutput(length - 1, o, outputs.AsSpan(o * SequenceGroup.Members, SequenceGroup.Members));
            double[] rows = new double[outputs.Length];
            for (int m = 0; m < count; m++)
            {
                (pair[0], pair[1]) = (outputs[m], outputs[SequenceGroup.Members + m]);
                Losses.CrossEntropy(pair, sides[start + first + m][side], slope);
                (rows[m], rows[SequenceGroup.Members + m]) = (slope[0] / Episodes, slope[1] / Episodes);
            }
            double[] none = new double[SequenceGroup.Members];
            for (int t = 0; t < length; t++)
                for (int o = 0; o < 2; o++) group.SetOutputGradient(t, o, t == length - 1 ? rows.AsSpan(o * SequenceGroup.Members, SequenceGroup.Members) : none);
        });
        yield return [.. network.Layout.Slices.Where(slice => slice.Trained).SelectMany(slice => gradient.AsSpan(slice.Offset, slice.Count).ToArray())];
    }
}

void Forward(SequenceGroup group, int length, int first)
{
    float[] rows = new float[4 * SequenceGroup.Members];
    group.Begin(length);
    for (int t = 0; t < length; t++)
    {
        for (int m = 0; m < SequenceGroup.Members; m++) observations[first + m][t].CopyTo(rows, 4 * m);
        group.SetInputs(t, rows);
    }
    group.Forward();
}

// Mean norm of a batch's gradient; the variance between batches, summed over numbers, over the squared norm of the true mean, whose estimate
// from n batches is too large by a share of 1 / n of the variance.
static (double Norm, double Noise) Noise(IEnumerable<double[]> gradients)
{
    double norms = 0, squares = 0;
    double[]? sum = null;
    int count = 0;
    foreach (double[] gradient in gradients)
    {
        double square = gradient.Sum(x => x * x);
        sum ??= new double[gradient.Length];
        for (int i = 0; i < sum.Length; i++) sum[i] += gradient[i];
        squares += square;
        norms += Math.Sqrt(square);
        count++;
    }
    double mean = sum!.Sum(x => x / count * (x / count)), variance = (squares - count * mean) / (count - 1), signal = mean - variance / count;
    return (norms / count, signal > 0 ? variance / signal : double.NaN);
}

// An input for each neuron carries its current, and only the last spikes are read: then the gradient of an earlier input is that of the last
// one times the product of dv'/dv over the steps between. Largest and root of the mean square over neurons and sequences.
IEnumerable<(int Lag, double Largest, double Rms, double Spikes)> Products(double tau, string reset, int seed)
{
    const int Members = SequenceGroup.Members;
    SpikingNetwork network = SpikingNetwork.Create("lif", Neurons, 1, new() { Neurons = Neurons, Neuron = new() { Tau = tau } });
    double[] vector = Array.ConvertAll(network.Layout.InitialVector((ulong)seed), x => (double)x);
    ParameterSlice weight = network.Layers[0].Weight, readout = network.ReadoutWeight;
    for (int n = 0; n < Neurons; n++)
        for (int i = 0; i < Neurons; i++) vector[weight.Offset + n * Neurons + i] = n == i ? 1 : 0;
    vector.AsSpan(readout.Offset, readout.Count).Fill(1);
    // The weights of a network of four inputs, as in the other measurements.
    SpikingNetwork drawn = SpikingNetwork.Create("lif", 4, 2, new() { Neurons = Neurons, InputScale = InputScale(tau) });
    float[] weights = drawn.Layout.InitialVector((ulong)seed).AsSpan(drawn.Layers[0].Weight.Offset, 4 * Neurons).ToArray();

    int steps = lags[^1] + 1;
    SequenceGroup group = SequenceGroup.Create(network, Options(reset), steps, inputGradients: true);
    group.Decode(vector);
    group.Begin(steps);
    float[] rows = new float[Members * Neurons];
    double[] gradients = new double[Members], last = new double[Members * Neurons];
    for (int t = 0; t < steps; t++)
    {
        for (int m = 0; m < Members; m++)
            for (int n = 0; n < Neurons; n++)
                rows[m * Neurons + n] = Dot(weights.AsSpan(4 * n, 4), observations[m][Math.Min(t, lengths[^1] - 1)]);
        group.SetInputs(t, rows);
        Array.Fill(gradients, t == steps - 1 ? 1 : 0);
        group.SetOutputGradient(t, 0, gradients);
    }
    group.Forward();
    group.Backward(new double[vector.Length]);
    for (int n = 0; n < Neurons; n++) group.GetInputGradient(steps - 1, n, last.AsSpan(n * Members, Members));
    foreach (int lag in lags)
    {
        double largest = 0, squares = 0;
        for (int n = 0; n < Neurons; n++)
        {
            group.GetInputGradient(steps - 1 - lag, n, gradients);
            for (int m = 0; m < Members; m++)
            {
                double factor = Math.Abs(gradients[m] / last[n * Members + m]);
                largest = Math.Max(largest, factor);
                squares += factor * factor;
            }
        }
        yield return (lag, largest, Math.Sqrt(squares / last.Length), group.MeanSpikes(0, Members));
    }
}

static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
{
    float sum = 0;
    for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
    return sum;
}

// Sequences of observations under random actions, scaled to a deviation of one, and on which side the cart is at the end of each length.
(float[][][] Observations, int[][] Sides) Play(int count, int length)
{
    KernelEnvironment cart = new(environment);
    Pcg64 random = new(7);
    float[][][] seen = new float[count][][];
    double[] squares = new double[4];
    for (int i = 0; i < count; i++)
    {
        double[] observation = cart.Reset((ulong)i).Observation;
        seen[i] = new float[length][];
        for (int t = 0; t < length; t++)
        {
            seen[i][t] = Array.ConvertAll(observation, x => (float)x);
            for (int o = 0; o < 4; o++) squares[o] += observation[o] * observation[o];
            observation = cart.Step(random.NextUnit().Value < .5 ? 0 : 1).Observation;
        }
    }
    foreach (float[][] sequence in seen)
        foreach (float[] observation in sequence)
            for (int o = 0; o < 4; o++) observation[o] /= (float)Math.Sqrt(squares[o] / ((double)count * length));
    return (seen, [.. seen.Select(sequence => lengths.Select(steps => sequence[steps - 1][0] > 0 ? 1 : 0).ToArray())]);
}

static GradientOptions Options(string reset) => new() { Reset = reset == "attached" ? ResetGradient.Attached : ResetGradient.Detached };

// Noise without a signal that can be told from zero counts as endless.
static double Median(double[] values) => values.Select(value => double.IsNaN(value) ? double.PositiveInfinity : value).Order().ElementAt(values.Length / 2);

// Slow neurons need stronger currents for potentials that vary as much.
static double InputScale(double tau) => Math.Sqrt(tau / 2);

static string Written(double value) => value.ToString("R", CultureInfo.InvariantCulture);

static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

/// <param name="Name">Its name.</param>
/// <param name="Tau">The neurons' time constant, in steps.</param>
/// <param name="Settings">What makes it different; none for gradients that no trainer computes.</param>
sealed record Estimate(string Name, double Tau, KeyValuePair<string, string>[] Settings)
{
    public string Column => Name.Replace(",", "", StringComparison.Ordinal);
}

/// <summary>CartPole that goes on after a fall with a new cart, at the price of that step's reward, so that all episodes have the same length.</summary>
readonly struct EndlessCartPole : IEnvironment
{
    public EnvironmentSpec Spec => default(CartPole).Spec with { Name = "endless-cartpole", Summary = "CartPole that goes on after a fall.", StepLimit = int.MaxValue, SolvedReturn = null };

    public void Reset<R, B, TRandom>(B state, ref TRandom random) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R> =>
        default(CartPole).Reset<R, B, TRandom>(state, ref random);

    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => default(CartPole).Observe<R, B>(state, observation);

    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        default(CartPole).Step<R, B, TRandom>(state, action, ref random, out _, out R fell);
        random.NextUnits(out R x, out R velocity, out R angle, out R angularVelocity);
        state[0] = R.Select(fell, .1 * x - .05, state[0]);
        state[1] = R.Select(fell, .1 * velocity - .05, state[1]);
        state[2] = R.Select(fell, .1 * angle - .05, state[2]);
        state[3] = R.Select(fell, .1 * angularVelocity - .05, state[3]);
        reward = R.Select(fell, 0.0, 1.0);
        terminated = Real.Not(Real.All<R>());
    }
}
