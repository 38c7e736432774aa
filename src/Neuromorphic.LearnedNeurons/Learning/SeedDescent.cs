using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>Weights of seeds in lanes, and how they are updated.</summary>
sealed unsafe class SeedDescent<R> where R : unmanaged, IReal<R>
{
    readonly AlignedMemory<R> squares, moments;

    /// <param name="initial">Weights of each seed at first.</param>
    public SeedDescent(double[][] initial)
    {
        int count = initial[0].Length;
        (Theta, squares, moments) = (new(count), new(count), new(count));
        double[] lanes = new double[R.Width];
        for (int i = 0; i < count; i++)
        {
            for (int seed = 0; seed < initial.Length; seed++) lanes[seed] = initial[seed][i];
            Theta.Span[i] = R.FromLanes(lanes);
        }
    }

    /// <summary>The weights.</summary>
    public AlignedMemory<R> Theta { get; }

    /// <summary>The weights of a seed.</summary>
    public double[] Of(int seed) => [.. Theta.Span.ToArray().Select(x => R.Lane(x, seed))];

    /// <summary>An update along gradients, of which each weight's stand together.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="parts">How many a weight has; they are added.</param>
    /// <param name="options">How.</param>
    /// <param name="step">Which update, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(R* gradients, int parts, SeedOptions options, int step)
    {
        R rate = options.RateAt(step), mean = options.Momentum, decay = options.SquareDecay, guard = 1e-8;
        R meanRest = 1 - options.Momentum, decayRest = 1 - options.SquareDecay, meanScale = 1 / (1 - Portable.Pow(options.Momentum, step + 1)), squareScale = 1 / (1 - Portable.Pow(options.SquareDecay, step + 1));
        fixed (R* theta = Theta, a = squares, m = moments)
            for (int i = 0; i < Theta.Count; i++, gradients += parts)
            {
                R g = gradients[0];
                for (int part = 1; part < parts; part++) g += gradients[part];
                switch (options.Optimizer)
                {
                    case SeedOptimizer.Sgd:
                        theta[i] -= rate * g;
                        break;
                    case SeedOptimizer.Rms:
                        a[i] = decay * (step == 0 ? 1f : a[i]) + decayRest * g * g;
                        theta[i] -= rate * g / (R.Sqrt(a[i]) + guard);
                        break;
                    default:
                        m[i] = mean * m[i] + meanRest * g;
                        a[i] = decay * a[i] + decayRest * g * g;
                        theta[i] -= rate * (m[i] * meanScale) / (R.Sqrt(a[i] * squareScale) + guard);
                        break;
                }
            }
    }
}
