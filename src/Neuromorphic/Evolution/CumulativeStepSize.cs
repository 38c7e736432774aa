using Neuromorphic.Numerics;

namespace Neuromorphic.Evolution;

/// <summary>
/// Cumulative step-size adaptation. With m effective parents and the weighted mean step s in coordinates where the search distribution is spherical:
/// <code>path = (1 - c) path + sqrt(c (2 - c) m) s;  sigma *= exp(c/d (|path| / E|N(0, I)| - 1))</code>
/// </summary>
/// <remarks>Hansen (2016), "The CMA evolution strategy: a tutorial", arXiv:1604.00772, equations 43, 44 and 55.</remarks>
sealed class CumulativeStepSize
{
    const double Largest = 1e32;
    readonly double rate, damping, parents, expectedLength, limit;
    readonly double[] sigma, steps = new double[1], path;

    public CumulativeStepSize(int dimension, double sigma, double rate, double effectiveParents)
    {
        double n = dimension;
        this.sigma = [sigma];
        this.rate = rate;
        parents = effectiveParents;
        damping = 1 + 2 * Math.Max(0, Math.Sqrt((effectiveParents - 1) / (n + 1)) - 1) + rate;
        expectedLength = Math.Sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
        limit = 1.4 + 2 / (n + 1);
        path = new double[dimension];
    }

    /// <summary>The step size sigma.</summary>
    public double Sigma => sigma[0];
    /// <summary>How often it was adapted.</summary>
    public int Steps => (int)steps[0];

    /// <summary>Adapts the step size.</summary>
    /// <returns>Whether the path is no longer than usual; if it is, the rank-one path should stall (h_sigma = 0).</returns>
    public bool Adapt(ReadOnlySpan<double> step)
    {
        steps[0]++;
        double gain = Math.Sqrt(rate * (2 - rate) * parents), squares = 0;
        for (int i = 0; i < path.Length; i++)
        {
            path[i] = (1 - rate) * path[i] + gain * step[i];
            squares += path[i] * path[i];
        }
        double relative = Math.Sqrt(squares) / expectedLength;
        sigma[0] = Math.Min(Largest, sigma[0] * Portable.Exp(rate / damping * (relative - 1)));
        return relative / Math.Sqrt(1 - Portable.Pow(1 - rate, 2 * (steps[0] + 1))) < limit;
    }

    public void Save(StateWriter state)
    {
        state.Add("sigma", sigma, Registries.Range.Positive);
        state.Add("sigma/path", path);
        state.Add("sigma/steps", steps, Registries.Range.Updates);
    }

    public void Load(StateReader state)
    {
        state.Take("sigma", sigma);
        state.Take("sigma/path", path);
        state.Take("sigma/steps", steps);
    }
}
