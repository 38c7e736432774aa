using Neuromorphic.Numerics;

namespace Neuromorphic.Analysis;

/// <summary>What a vector is worth, such as its accuracy or mean return.</summary>
/// <param name="vector">The flat vector [layout count]. It may be kept, and is not written to again.</param>
public delegate double VectorEvaluation(float[] vector);

/// <summary>What is left of a trained network's worth at a level of damage.</summary>
/// <param name="Level">The level: 0 is undamaged.</param>
/// <param name="Values">The worth after each draw of the damage; undamaged there is one.</param>
public sealed record RobustnessPoint(double Level, IReadOnlyList<double> Values)
{
    /// <summary>The mean over draws; NaN if one is not finite.</summary>
    public double Mean { get; } = Values.Any(value => !double.IsFinite(value)) ? double.NaN : Summary.Of(Values).Mean;
    /// <summary>The standard deviation over draws (n - 1); 0 with one, NaN if one is not finite.</summary>
    public double Deviation { get; } = Values.Any(value => !double.IsFinite(value)) ? double.NaN : Summary.Of(Values).Deviation;

    /// <summary>Evaluates damaged vectors, each draw of each level.</summary>
    internal static IReadOnlyList<RobustnessPoint> Measure(IReadOnlyList<double> levels, int draws, int threads, Func<double, int, float[]> damage, VectorEvaluation evaluate)
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        double[][] values = [.. levels.Select(level => new double[level == 0 ? 1 : draws])];
        (int Level, int Draw)[] pieces = [.. values.SelectMany((own, level) => own.Select((_, draw) => (level, draw)))];
        Work.For(pieces.Length, threads, i => values[pieces[i].Level][pieces[i].Draw] = evaluate(damage(levels[pieces[i].Level], pieces[i].Draw)));
        return [.. levels.Zip(values, (level, own) => new RobustnessPoint(level, own))];
    }
}
