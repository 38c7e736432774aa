using System.Numerics;
using Neuromorphic.Numerics;

namespace Neuromorphic.Evolution;

/// <summary>Turns an ascent direction into a step of the mean.</summary>
public abstract class Optimizer
{
    /// <summary>The names that a configuration may give.</summary>
    public static IReadOnlyList<string> Names { get; } = ["adam", "clipup", "sgd"];

    /// <summary>The optimiser of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="dimension">Numbers in the mean.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="momentum">Momentum of ClipUp and SGD, or Adam's beta1; null for the default.</param>
    /// <exception cref="ArgumentException">The name is unknown, or the momentum is not in [0, 1).</exception>
    public static Optimizer Create(string name, int dimension, double learningRate, double? momentum = null)
    {
        if (momentum is < 0 or >= 1) throw new ArgumentException($"momentum is {momentum}; allowed is 0 to below 1.");
        return name switch
        {
            "adam" => new Adam(dimension, learningRate, momentum ?? .9),
            "clipup" => new ClipUp(dimension, learningRate, momentum ?? .9),
            "sgd" => new Sgd(dimension, learningRate, momentum ?? 0),
            _ => throw new ArgumentException($"There is no optimizer '{name}'; there are {string.Join(", ", Names)}."),
        };
    }

    /// <summary>Moves the mean uphill.</summary>
    public abstract void Step(Span<double> mean, ReadOnlySpan<double> gradient);

    /// <summary>Moves the mean uphill, as far as a factor of the step size says.</summary>
    internal void Step(double[] mean, ReadOnlySpan<double> gradient, double factor)
    {
        if (factor == 1)
        {
            Step(mean, gradient);
            return;
        }
        double[] before = [.. mean];
        Step(mean, gradient);
        for (int i = 0; i < mean.Length; i++) mean[i] = before[i] + factor * (mean[i] - before[i]);
    }

    /// <summary>Adds what the next step depends on, in rows that carry the optimiser's name after a prefix: another one refuses them.</summary>
    internal abstract void Save(string prefix, StateWriter state);

    /// <summary>Takes it back.</summary>
    internal abstract void Load(string prefix, StateReader state);
}

/// <summary>velocity = momentum velocity + gradient;  mean += rate velocity.</summary>
public sealed class Sgd(int dimension, double learningRate, double momentum = 0) : Optimizer
{
    readonly double[] velocity = new double[dimension];

    /// <inheritdoc/>
    public override void Step(Span<double> mean, ReadOnlySpan<double> gradient)
    {
        for (int i = 0; i < mean.Length; i++)
        {
            velocity[i] = momentum * velocity[i] + gradient[i];
            mean[i] += learningRate * velocity[i];
        }
    }

    internal override void Save(string prefix, StateWriter state) => state.Add(prefix + "sgd/velocity", velocity);
    internal override void Load(string prefix, StateReader state) => state.Take(prefix + "sgd/velocity", velocity);
}

/// <summary>Which root of the second moment Adam's epsilon is added to.</summary>
public enum AdamEpsilon
{
    /// <summary>That of the corrected moment: the paper's algorithm.</summary>
    Corrected,
    /// <summary>That of the moment as it runs: the paper's "more efficient" order, and OpenAI's code.</summary>
    Running,
}

/// <summary>Adam.</summary>
/// <remarks>Kingma, Ba (2015), arXiv:1412.6980, algorithm 1.</remarks>
public sealed class Adam(int dimension, double learningRate, double beta1 = .9, double beta2 = .999, double epsilon = 1e-8, AdamEpsilon placement = AdamEpsilon.Corrected) : Optimizer
{
    readonly double[] first = new double[dimension], second = new double[dimension], steps = new double[1];

    /// <inheritdoc/>
    public override void Step(Span<double> mean, ReadOnlySpan<double> gradient)
    {
        steps[0]++;
        double correction = Math.Sqrt(1 - Portable.Pow(beta2, steps[0])), rate = learningRate * correction / (1 - Portable.Pow(beta1, steps[0]));
        double scaledEpsilon = placement == AdamEpsilon.Corrected ? epsilon * correction : epsilon;
        int i = 0;
        for (; i + Vector<double>.Count <= mean.Length; i += Vector<double>.Count)
        {
            // Number by number the same as below.
            Vector<double> slope = new(gradient[i..]), m = beta1 * new Vector<double>(first, i) + (1 - beta1) * slope;
            Vector<double> v = beta2 * new Vector<double>(second, i) + (1 - beta2) * slope * slope;
            m.CopyTo(first, i);
            v.CopyTo(second, i);
            (new Vector<double>(mean[i..]) + rate * m / (Vector.SquareRoot(v) + new Vector<double>(scaledEpsilon))).CopyTo(mean[i..]);
        }
        for (; i < mean.Length; i++)
        {
            first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
            second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] * gradient[i];
            mean[i] += rate * first[i] / (Math.Sqrt(second[i]) + scaledEpsilon);
        }
    }

    internal override void Save(string prefix, StateWriter state)
    {
        state.Add(prefix + "adam/first", first);
        state.Add(prefix + "adam/second", second, Registries.Range.NotNegative);
        state.Add(prefix + "adam/steps", steps, Registries.Range.Updates);
    }

    internal override void Load(string prefix, StateReader state)
    {
        state.Take(prefix + "adam/first", first);
        state.Take(prefix + "adam/second", second);
        state.Take(prefix + "adam/steps", steps);
    }
}

/// <summary>The gradient scaled to the length of the learning rate, momentum, and a speed that never exceeds twice the learning rate.</summary>
/// <remarks>Toklu, Liskowski, Srivastava (2020), "ClipUp", arXiv:2008.02387, algorithm 2.</remarks>
public sealed class ClipUp(int dimension, double learningRate, double momentum = .9, double? maximumSpeed = null) : Optimizer
{
    readonly double[] velocity = new double[dimension];
    readonly double limit = maximumSpeed ?? 2 * learningRate;

    /// <inheritdoc/>
    public override void Step(Span<double> mean, ReadOnlySpan<double> gradient)
    {
        double norm = Norm(gradient), scale = norm == 0 ? 0 : learningRate / norm;
        for (int i = 0; i < mean.Length; i++) velocity[i] = momentum * velocity[i] + scale * gradient[i];
        double speed = Norm(velocity), clip = speed > limit ? limit / speed : 1;
        for (int i = 0; i < mean.Length; i++)
        {
            velocity[i] *= clip;
            mean[i] += velocity[i];
        }
    }

    static double Norm(ReadOnlySpan<double> vector)
    {
        double sum = 0;
        foreach (double value in vector) sum += value * value;
        return Math.Sqrt(sum);
    }

    internal override void Save(string prefix, StateWriter state) => state.Add(prefix + "clipup/velocity", velocity);
    internal override void Load(string prefix, StateReader state) => state.Take(prefix + "clipup/velocity", velocity);
}
