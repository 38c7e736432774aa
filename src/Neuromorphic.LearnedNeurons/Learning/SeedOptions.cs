using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>How weights of seeds are updated.</summary>
public enum SeedOptimizer
{
    /// <summary>Adam.</summary>
    Adam,
    /// <summary>theta -= rate g / (sqrt(a) + 1e-8), a from one on: that of <see cref="InnerOptimizer.Rms"/>.</summary>
    Rms,
    /// <summary>theta -= rate g.</summary>
    Sgd,
}

/// <summary>How weights begin.</summary>
public enum InitialWeights
{
    /// <summary>Weights and biases uniform within one over the square root of their layer's inputs.</summary>
    Uniform,
    /// <summary>Weights normal with variance two over their layer's inputs (He et al. 2015, arXiv:1502.01852); biases as in <see cref="Uniform"/>.</summary>
    HeNormal,
}

/// <summary>How networks are trained, seeds side by side.</summary>
public sealed record SeedOptions
{
    /// <summary>Updates.</summary>
    public int Steps { get; init; } = 200;
    /// <summary>Examples of an update.</summary>
    public int Batch { get; init; } = 100;
    /// <summary>How weights begin.</summary>
    public InitialWeights Initial { get; init; }
    /// <summary>The optimiser.</summary>
    public SeedOptimizer Optimizer { get; init; }
    /// <summary>Step size.</summary>
    public double Rate { get; init; } = .01;
    /// <summary>Step size at the end, to which it falls by a cosine; not given, it stays.</summary>
    public double? LastRate { get; init; }
    /// <summary>Decay of the mean of gradients, of Adam.</summary>
    public double Momentum { get; init; } = .9;
    /// <summary>Decay of the mean of their squares.</summary>
    public double SquareDecay { get; init; } = .999;

    /// <summary>The step size of an update.</summary>
    internal double RateAt(int step) => LastRate is { } last ? last + (Rate - last) * .5 * (1 + Portable.Cos(Math.PI * step / Math.Max(1, Steps - 1))) : Rate;

    /// <summary>The optimiser of an inner training.</summary>
    public static SeedOptions Like(MetaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new()
        {
            Steps = options.InnerSteps,
            Batch = options.Batch,
            Optimizer = options.Inner == InnerOptimizer.Rms ? SeedOptimizer.Rms : SeedOptimizer.Sgd,
            Rate = options.InnerRate,
            SquareDecay = options.InnerMomentum,
        };
    }
}
