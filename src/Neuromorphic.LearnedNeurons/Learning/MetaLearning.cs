using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Training;

namespace Neuromorphic.LearnedNeurons;

/// <summary>How the derivative of a trained network's loss by the types' numbers is taken.</summary>
public enum MetaGradient
{
    /// <summary>Through all updates of the inner training, second derivatives included.</summary>
    FullUnroll,
    /// <summary>The weights that were reached count as constants.</summary>
    FirstOrder,
}

/// <summary>How weights are updated in the inner training.</summary>
public enum InnerOptimizer
{
    /// <summary>theta -= rate g.</summary>
    Sgd,
    /// <summary>a = mu a + (1 - mu) g^2, from one on; theta -= rate g / (sqrt(a) + 1e-8).</summary>
    Rms,
}

/// <summary>How types are learned. Defaults are the recommended recipe: what went furthest in the same time.</summary>
/// <remarks>Choudhary et al. (2023), doi:10.1038/s41598-023-40766-6, and the authors' code; the outer Adam is ours.</remarks>
public sealed record MetaOptions
{
    /// <summary>Updates of a network's weights before the types' numbers are updated.</summary>
    public int InnerSteps { get; init; } = 60;
    /// <summary>Examples of an inner update.</summary>
    public int Batch { get; init; } = 100;
    /// <summary>The inner optimiser.</summary>
    public InnerOptimizer Inner { get; init; } = InnerOptimizer.Rms;
    /// <summary>Its step size.</summary>
    public double InnerRate { get; init; } = .01;
    /// <summary>mu of <see cref="InnerOptimizer.Rms"/>.</summary>
    public double InnerMomentum { get; init; } = .8;
    /// <summary>How the derivative is taken.</summary>
    public MetaGradient Gradient { get; init; } = MetaGradient.FullUnroll;
    /// <summary>The outer loss is the mean of so many last inner losses; 0 for all.</summary>
    public int LastLosses { get; init; }
    /// <summary>Outer updates.</summary>
    public int OuterSteps { get; init; } = 120;
    /// <summary>The outer step size, of Adam; of plain descent where <see cref="PlainOuter"/>.</summary>
    public double OuterRate { get; init; } = .02;
    /// <summary>Whether the outer update is plain descent, as printed.</summary>
    public bool PlainOuter { get; init; }
    /// <summary>Components of the outer gradient are cut to plus and minus this; 0 for no limit.</summary>
    public double Clamp { get; init; } = .1;
    /// <summary>Noise on hidden neurons, uniform within this, one number a neuron and inner update.</summary>
    public double Noise { get; init; } = .1;

    /// <summary>Algorithm 1 as printed: an update for each example, plain descent in both loops, the mean of all losses.</summary>
    public static MetaOptions AsPublished { get; } = new() { Batch = 1, Inner = InnerOptimizer.Sgd, InnerRate = .01, InnerSteps = 500, OuterRate = .4, PlainOuter = true, Clamp = 0, Noise = 0 };
}

/// <summary>
/// Learns what neurons are: an inner training of fresh weights, whose losses are the outer loss, by whose derivative the types' numbers move. The derivative goes through
/// the updates back by second derivatives that follow from the recorded loss. The same seed gives the same bits.
/// </summary>
sealed class MetaLearning<R> where R : unmanaged, IReal<R>
{
    const double Guard = 1e-8;

    readonly ILossModel model;
    readonly LearningBatch all;
    readonly MetaOptions options;
    readonly ulong seed;
    readonly BatchLoss<R> loss;
    readonly double[] phi, first, second;

    /// <param name="model">The loss.</param>
    /// <param name="examples">What inner trainings see.</param>
    /// <param name="options">How it is learned.</param>
    /// <param name="seed">Seed of weights, orders and noise.</param>
    /// <param name="phi">The types' numbers at first.</param>
    public MetaLearning(ILossModel model, IInputs examples, MetaOptions options, ulong seed, double[] phi)
    {
        if (options.InnerSteps < 1) throw new ArgumentException($"inner steps are {options.InnerSteps}; allowed is 1 or more.");
        if (options.Batch < 1 || options.Batch > examples.Count) throw new ArgumentException($"batch is {options.Batch}; allowed is 1 to {examples.Count}.");
        if (phi.Length != model.Phi) throw new ArgumentException($"phi has {phi.Length} numbers, the types {model.Phi}.");
        (this.model, this.options, this.seed, this.phi) = (model, options, seed, [.. phi]);
        all = LearningBatch.Of(examples, model.Targets);
        (first, second) = (new double[phi.Length], new double[phi.Length]);
        loss = new(model);
    }

    /// <summary>The types' numbers.</summary>
    public IReadOnlyList<double> Phi => phi;
    /// <summary>Outer updates so far.</summary>
    public int Step { get; private set; }

    /// <summary>An outer update; gives the outer loss.</summary>
    public double Update()
    {
        double[] theta = Weights.Initial(model, InitialWeights.Uniform, seed, Step);
        LearningBatch[] batches = [.. Weights.Batches(all, options.Batch, options.InnerSteps, seed, Step)];
        double[][] noises = [.. Enumerable.Range(0, options.InnerSteps).Select(Noise)];
        (double outer, double[] gradient) = Derive(theta, batches, noises);
        Step++;
        for (int i = 0; i < phi.Length; i++)
        {
            double g = options.Clamp > 0 ? Math.Clamp(gradient[i], -options.Clamp, options.Clamp) : gradient[i];
            if (options.PlainOuter)
            {
                phi[i] -= options.OuterRate * g;
                continue;
            }
            first[i] = .9 * first[i] + .1 * g;
            second[i] = .999 * second[i] + .001 * g * g;
            phi[i] -= options.OuterRate * (first[i] / (1 - Portable.Pow(.9, Step))) / (Math.Sqrt(second[i] / (1 - Portable.Pow(.999, Step))) + Guard);
        }
        return outer;
    }

    double[] Noise(int step)
    {
        RandomKey key = RandomKey.For(seed, RandomPurpose.Noise);
        return [.. Enumerable.Range(0, model.Noises).Select(i => options.Noise * (2 * Philox<Scalar>.Block(key, (uint)Step, (uint)step, 0u, (uint)i).A.ToUnit().Value - 1))];
    }

    /// <summary>The outer loss of an inner training and its derivative by the types' numbers; theta becomes what is reached.</summary>
    internal (double Loss, double[] Gradient) Derive(double[] theta, LearningBatch[] batches, double[][] noises, List<double>? losses = null)
    {
        int steps = batches.Length, counted = options.LastLosses == 0 ? steps : Math.Min(options.LastLosses, steps);
        bool unroll = options.Gradient == MetaGradient.FullUnroll;
        double[] squares = [.. Enumerable.Repeat(1.0, theta.Length)], phiSum = new double[phi.Length];
        double[][] thetas = new double[steps][], gradients = new double[steps][], roots = new double[steps][];
        double outer = 0;
        for (int t = 0; t < steps; t++)
        {
            double[] gradient = gradients[t] = new double[theta.Length];
            thetas[t] = [.. theta];
            double value = loss.Gradient(theta, phi, noises[t], batches[t], gradient);
            losses?.Add(value);
            if (t >= steps - counted) outer += value / counted;
            if (options.Inner == InnerOptimizer.Rms)
                for (int i = 0; i < theta.Length; i++) squares[i] = options.InnerMomentum * squares[i] + (1 - options.InnerMomentum) * gradient[i] * gradient[i];
            roots[t] = options.Inner == InnerOptimizer.Rms ? [.. squares.Select(Math.Sqrt)] : [];
            for (int i = 0; i < theta.Length; i++) theta[i] -= options.InnerRate * gradient[i] / (options.Inner == InnerOptimizer.Rms ? roots[t][i] + Guard : 1);
        }
        double[] ofTheta = new double[theta.Length], ofSquares = new double[theta.Length], direction = new double[theta.Length];
        for (int t = steps - 1; t >= 0; t--)
        {
            double weight = t >= steps - counted ? 1.0 / counted : 0;
            if (!unroll)
            {
                if (weight == 0) break;
                double[] own = new double[phi.Length];
                loss.AddPhi(thetas[t], phi, noises[t], batches[t], own);
                for (int i = 0; i < own.Length; i++) phiSum[i] += weight * own[i];
                continue;
            }
            for (int i = 0; i < theta.Length; i++)
            {
                if (options.Inner == InnerOptimizer.Sgd)
                {
                    direction[i] = -options.InnerRate * ofTheta[i];
                    continue;
                }
                double g = gradients[t][i], guarded = roots[t][i] + Guard;
                ofSquares[i] += ofTheta[i] * options.InnerRate * g / (guarded * guarded) / (2 * roots[t][i]);
                direction[i] = -options.InnerRate * ofTheta[i] / guarded + ofSquares[i] * 2 * (1 - options.InnerMomentum) * g;
                ofSquares[i] *= options.InnerMomentum;
            }
            loss.AddSecond(thetas[t], phi, noises[t], direction, weight, batches[t], ofTheta, phiSum);
        }
        return (outer, phiSum);
    }
}

/// <summary>Weights and orders of trainings, by seed and number.</summary>
static class Weights
{
    /// <summary>The number of trainings that types are judged by: none that types were learned by, whatever the seeds.</summary>
    public const int Judging = 500_000;

    /// <summary>Weights as they begin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[] Initial(ILossModel model, InitialWeights initial, ulong seed, int training)
    {
        RandomKey key = RandomKey.For(seed, RandomPurpose.Weights);
        double[] theta = new double[model.FanIn.Count];
        for (int i = 0; i < theta.Length; i++)
        {
            Philox<Scalar> block = Philox<Scalar>.Block(key, (uint)training, 1u, 0u, (uint)i);
            double first = block.A.ToUnit().Value;
            theta[i] = initial == InitialWeights.Uniform || model.Biases[i]
                ? (2 * first - 1) / Math.Sqrt(model.FanIn[i])
                : Math.Sqrt(2.0 / model.FanIn[i]) * Math.Sqrt(-2 * Portable.Log(1 - first)) * Portable.Cos(2 * Math.PI * block.B.ToUnit().Value); // Box and Muller (1958)
        }
        return theta;
    }

    /// <summary>Batches of epochs in random order, each example once in an epoch; what does not fill a batch is left out.</summary>
    /// <param name="examples">All examples.</param>
    /// <param name="size">Examples of a batch.</param>
    /// <param name="count">Batches.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="training">Which training.</param>
    public static IEnumerable<LearningBatch> Batches(LearningBatch examples, int size, int count, ulong seed, int training)
    {
        int perEpoch = examples.Count / size;
        int[] order = [];
        for (int b = 0; b < count; b++)
        {
            if (b % perEpoch == 0) order = ExampleOrder.Shuffle(examples.Count, RandomKey.For(seed, RandomPurpose.Order), training * 4096 + b / perEpoch);
            yield return examples.Chosen(order.AsSpan(b % perEpoch * size, size));
        }
    }
}
