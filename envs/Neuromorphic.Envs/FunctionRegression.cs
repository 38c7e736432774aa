using System.Globalization;
using Neuromorphic.Environments;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;
using Neuromorphic.Registries;
using Range = Neuromorphic.Registries.Range;

namespace Neuromorphic.Envs;

/// <summary>
/// A function to approximate: an episode is one step, in which a point is seen and the function's value guessed; the reward is minus the squared error.
/// Training points are drawn uniformly, test points lie on a grid. State: the index of the point.
/// </summary>
/// <remarks>The default is Nguyen-5 of Uy et al. (2011), "Semantically-based crossover in genetic programming", doi:10.1007/s10710-010-9121-2.</remarks>
public readonly struct FunctionRegression : IRegression
{
    const int GridOfOne = 101, GridOfTwo = 11, GridOfMore = 1000;

    /// <summary>The function, as a setting.</summary>
    public static Setting<Expression> TargetSetting { get; } = Setting.Of("target", "a formula of x, or of x0, x1, ...", Expression.Parse("sin(x^2)*cos(x) - 1"), "The function. See `neuromorphic operators`.", FormulaText.Read, target => target.ToString());
    /// <summary>The least input, as a setting.</summary>
    public static Setting<double> LowSetting { get; } = Setting.Real("low", Range.Any.InSingle, -1, "Least value of each input.");
    /// <summary>The greatest input, as a setting.</summary>
    public static Setting<double> HighSetting { get; } = Setting.Real("high", Range.Any.InSingle, 1, "Greatest value of each input.");
    /// <summary>Training points, as a setting.</summary>
    public static Setting<int> PointsSetting { get; } = Setting.Count("points", 1, 100, "Points that training shows.");

    /// <summary>Points and their values.</summary>
    sealed class Table(float[][] points, float[] values) : ITargets
    {
        public int Count => points.Length;
        public int InputSize => points[0].Length;
        public int TargetSize => 1;
        public void Read(int example, Span<float> input) => points[example].CopyTo(input);
        public void ReadTarget(int example, Span<float> target) => target[0] = values[example];
    }

    /// <summary>A task.</summary>
    /// <param name="target">The function, of at least one input and no numbers of units.</param>
    /// <param name="low">Least value of each input.</param>
    /// <param name="high">Greatest value of each input.</param>
    /// <param name="points">Training points.</param>
    /// <exception cref="ArgumentException">The function has no input or numbers of units, the range is empty, or a value on it is not finite.</exception>
    public FunctionRegression(Expression target, double low, double high, int points)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Inputs < 1 || target.Parameters > 0) throw new ArgumentException($"target is '{target}'; allowed: a formula of x, or of x0, x1, ..., without numbers of units (P0).");
        if (!(low < high)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"low is {low} and high {high}; allowed: low below high."));
        RandomKey key = RandomKey.For(0, RandomPurpose.Examples);
        int inputs = target.Inputs;
        float At(double share) => (float)(low + (high - low) * share);
        float[] Drawn(int i, uint set) => [.. Enumerable.Range(0, inputs).Select(k => At(Philox<Scalar>.Block(key, set, (uint)k, 0u, (uint)i).A.ToUnit().Value))];
        Training = TableOf(target, [.. Enumerable.Range(0, points).Select(i => Drawn(i, 0))]);
        Test = TableOf(target, inputs switch
        {
            1 => [.. Enumerable.Range(0, GridOfOne).Select(i => (float[])[At(i / (GridOfOne - 1.0))])],
            2 => [.. Enumerable.Range(0, GridOfTwo * GridOfTwo).Select(i => (float[])[At(i / GridOfTwo / (GridOfTwo - 1.0)), At(i % GridOfTwo / (GridOfTwo - 1.0))])],
            _ => [.. Enumerable.Range(0, GridOfMore).Select(i => Drawn(i, 1))],
        });
        Spec = new()
        {
            Name = "function",
            Summary = "Approximate a function from points of it.",
            Source = "Uy et al. 2011",
            ObservationSpace = Box.Uniform(inputs, low, high),
            ActionSpace = Box.Uniform(1, double.NegativeInfinity, double.PositiveInfinity),
            StateSize = 1,
            StepLimit = 1,
        };
    }

    static Table TableOf(Expression target, float[][] points)
    {
        ExpressionKernel kernel = target.Kernel();
        float[] values = [.. points.Select(point => (float)kernel.Value<Scalar64>([.. point.Select(x => (Scalar64)(double)x)], []).Value)];
        int broken = Array.FindIndex(values, value => !float.IsFinite(value));
        if (broken >= 0) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"target is '{target}', which is {values[broken]} at ({string.Join(", ", points[broken])}); allowed: a function that is finite from low to high."));
        return new(points, values);
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }
    /// <inheritdoc/>
    public ITargets Training { get; }
    /// <inheritdoc/>
    public ITargets Test { get; }

    /// <inheritdoc/>
    public void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R> =>
        state[0] = ExampleLanes.Draw<R, TRandom>(Training, ref random);

    /// <inheritdoc/>
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => ExampleLanes.Read<R, B>(Training, state[0], observation);

    /// <inheritdoc/>
    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        reward = -ExampleLanes.SquaredError<R, B>(Training, state[0], action);
        terminated = Real.All<R>();
    }
}
