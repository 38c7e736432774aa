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
