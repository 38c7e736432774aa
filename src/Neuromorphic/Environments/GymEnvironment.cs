using System.Collections.ObjectModel;
using System.Globalization;
using Neuromorphic.Bodies;
using Neuromorphic.Numerics;

namespace Neuromorphic.Environments;

/// <summary>
/// One environment in double precision, used as in Gymnasium 1.x: reset, then step until the episode ends.
/// Derive from it to write an environment of your own: the spaces, <see cref="Begin"/> and <see cref="Advance"/>.
/// Seeding, the step limit and the refusal of wrong calls are done here, once.
/// </summary>
/// <remarks>
/// Differences from Gymnasium: an episode that terminates on its last allowed step is not also truncated;
/// an action outside the space is refused, not clipped; an environment that was never seeded starts from seed 0, so that every run repeats.
/// </remarks>
public abstract class GymEnvironment
{
    Pcg64 random = new(0);
    Dictionary<string, object>? info;
    string? ended = "before the first reset";

    /// <summary>The space of observations.</summary>
    public abstract Box ObservationSpace { get; }
    /// <summary>The space of actions.</summary>
    public abstract Space ActionSpace { get; }
    /// <summary>Steps after which an episode is truncated, at least 1.</summary>
    public abstract int StepLimit { get; }

    /// <summary>Seconds that a step lasts; null where steps have no duration.</summary>
    public virtual double? TimeStep => null;

    /// <summary>What it looks like after an observation; null where there are no bodies to look at.</summary>
    public virtual Appearance? Appearance => null;

    /// <summary>Steps taken in this episode.</summary>
    public int Steps { get; private set; }

    /// <summary>Begins an episode and gives its first observation.</summary>
    /// <param name="seed">Seeds the random numbers, as NumPy does. Without it they go on from where they are.</param>
    public (double[] Observation, IReadOnlyDictionary<string, object> Info) Reset(ulong? seed = null)
    {
        if (seed is ulong value) random = new(value);
        info = null;
        Steps = 0;
        double[] observation = Sized(Begin());
        ended = null;
        return (observation, Info());
    }

    /// <summary>Takes one step.</summary>
    /// <param name="action">A value of <see cref="ActionSpace"/>; a discrete action is one whole number.</param>
    /// <exception cref="ArgumentException">The action lies outside the space.</exception>
    /// <exception cref="InvalidOperationException">No episode is running, or the environment gave an observation of another length than its space.</exception>
    public StepResult Step(ReadOnlySpan<double> action)
    {
        if (ended is not null) throw new InvalidOperationException($"Step was called {ended}; call Reset first.");
        if (!ActionSpace.Contains(action))
            throw new ArgumentException($"The action [{Format(action)}] lies outside the action space; allowed: {Describe(ActionSpace)}.", nameof(action));
        info = null;
        (double[] observation, double reward, bool terminated) = Advance(action);
        Sized(observation);
        Steps++;
        bool truncated = !terminated && Steps >= StepLimit;
        if (terminated || truncated)
            ended = string.Create(CultureInfo.InvariantCulture, $"after the episode was {(terminated ? "terminated" : "truncated")} at step {Steps}");
        return new(observation, reward, terminated, truncated, Info());
    }

    /// <summary>Takes one step with a discrete action.</summary>
    public StepResult Step(int action) => Step([action]);

    /// <summary>Puts the environment into the first state of an episode, whatever it held before, and gives a new array with its observation.</summary>
    protected abstract double[] Begin();

    /// <summary>Advances by one step. The action lies in the space. Counting steps is not its business.</summary>
    protected abstract (double[] Observation, double Reward, bool Terminated) Advance(ReadOnlySpan<double> action);

    /// <summary>The source of all randomness of the environment.</summary>
    protected ref Pcg64 Random => ref random;

    /// <summary>A random number in [low, high), the one that NumPy's <c>uniform(low, high)</c> gives.</summary>
    protected double Uniform(double low, double high) => low + (high - low) * random.NextUnit().Value;

    /// <summary>Adds an entry to the info of the reset or step that is under way.</summary>
    protected void Report(string key, object value) => (info ??= [])[key] = value;

    double[] Sized(double[]? observation) => observation?.Length == ObservationSpace.Size ? observation
        : throw new InvalidOperationException($"{GetType().Name}: an observation has {observation?.Length ?? 0} numbers, its space {ObservationSpace.Size}.");

    IReadOnlyDictionary<string, object> Info() => info is null ? ReadOnlyDictionary<string, object>.Empty : info;

    static string Format(ReadOnlySpan<double> values) =>
        string.Join(", ", values.ToArray().Select(value => value.ToString(CultureInfo.InvariantCulture)));

    static string Describe(Space space) => space switch
    {
        Discrete discrete => string.Create(CultureInfo.InvariantCulture, $"one whole number from 0 to {discrete.Count - 1}"),
        Box box => string.Create(CultureInfo.InvariantCulture, $"{box.Size} number(s) from [{Format(box.Low.ToArray())}] to [{Format(box.High.ToArray())}]"),
        _ => space.ToString(),
    };
}
