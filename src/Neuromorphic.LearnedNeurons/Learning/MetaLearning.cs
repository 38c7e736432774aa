using Neuromorphic.Environments;
using Neuromorphic.Evolution;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

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
    readonly double[] phi;
    readonly Optimizer outer;

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
        outer = options.PlainOuter ? new Sgd(phi.Length, options.OuterRate) : new Adam(phi.Length, options.OuterRate);
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
        (double mean, double[] gradient) = Derive(theta, batches, noises);
        Step++;
        outer.Step(phi, Array.ConvertAll(gradient, g => options.Clamp > 0 ? Math.Clamp(-g, -options.Clamp, options.Clamp) : -g)); // uphill is down the loss
        return mean;
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
