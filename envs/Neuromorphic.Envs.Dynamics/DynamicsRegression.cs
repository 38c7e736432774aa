using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Dynamics;

/// <summary>
/// A vector field to learn: an episode is one step, in which a state z is seen and its rate of change dz/dt guessed; the reward is minus the mean squared error.
/// State: the index of the sample.
/// </summary>
public readonly struct DynamicsRegression : IRegression
{
    readonly double[] stateUnits, rateUnits;

    /// <summary>A task.</summary>
    /// <param name="spec">What it is: <see cref="Describe"/>.</param>
    /// <param name="data">Its data set.</param>
    /// <exception cref="ArgumentException">States of the data do not have as many numbers as observations.</exception>
    public DynamicsRegression(EnvironmentSpec spec, DynamicsData data)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(data);
        int dimension = spec.ObservationSpace.Size;
        foreach (double[] row in (IEnumerable<double[]>)[.. data.Training.States, .. data.Training.Rates, .. data.Test.States, .. data.Test.Rates])
            if (row.Length != dimension) throw new ArgumentException($"States of {spec.Name} have {dimension} numbers, not {row.Length}.");
        (Spec, Truth) = (spec, data.Truth);
        stateUnits = data.StateUnits ?? [.. Enumerable.Repeat(1.0, dimension)];
        rateUnits = data.RateUnits ?? [.. Enumerable.Repeat(1.0, dimension)];
        Training = new(data.Training.States, data.Training.Rates, stateUnits, rateUnits);
        Test = new(data.Test.States, data.Test.Rates, stateUnits, rateUnits);
    }

    /// <summary>What a task of a system is.</summary>
    /// <param name="name">Name on the command line.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="source">Author and year.</param>
    /// <param name="dimension">Numbers of a state.</param>
    public static EnvironmentSpec Describe(string name, string summary, string source, int dimension) => new()
    {
        Name = name,
        Summary = summary,
        Source = source,
        ObservationSpace = Box.Uniform(dimension, double.NegativeInfinity, double.PositiveInfinity),
        ActionSpace = Box.Uniform(dimension, double.NegativeInfinity, double.PositiveInfinity),
        StateSize = 1,
        StepLimit = 1,
    };

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }
    /// <summary>The system that the data were made from; null for a measured one.</summary>
    public IDynamics? Truth { get; }
    /// <summary>Samples that training shows.</summary>
    public StateTable Training { get; }
    /// <summary>Samples that trained networks are evaluated on.</summary>
    public StateTable Test { get; }

    ITargets IRegression.Training => Training;
    ITargets IRegression.Test => Test;

    /// <summary>A field that was learned from the examples, in the units of the system: to be followed by an integrator.</summary>
    /// <param name="learned">A network from inputs to outputs of this task.</param>
    public IDynamics InUnits(IDynamics learned) => new Rescaled(learned, stateUnits, rateUnits);

    sealed class Rescaled(IDynamics inner, double[] stateUnits, double[] rateUnits) : IDynamics
    {
        readonly double[] scaled = new double[stateUnits.Length];

        public int Dimension => scaled.Length;

        public void Field(ReadOnlySpan<double> state, Span<double> rate)
        {
            for (int i = 0; i < scaled.Length; i++) scaled[i] = state[i] / stateUnits[i];
            inner.Field(scaled, rate);
            for (int i = 0; i < scaled.Length; i++) rate[i] *= rateUnits[i];
        }
    }

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
