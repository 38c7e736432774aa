using Neuromorphic.Environments;
using Neuromorphic.Numerics;

namespace Neuromorphic.Rollouts;

/// <summary>
/// An environment that people write against the single face, as one of one lane: slower than lanes, everything around it the same.
/// Rewards are rounded to float32, as everywhere. The seed of an episode comes from the random numbers of its reset.
/// </summary>
readonly struct GymLane(GymEnvironment environment, string name, Func<GymEnvironment> create) : IEnvironment
{
    /// <summary>What lies between two calls.</summary>
    sealed class Between(int actions)
    {
        public double[] Observation { get; set; } = [];
        public double[] Action { get; } = new double[actions];
    }

    readonly Between between = new(environment.ActionSpace.Size);

    /// <summary>One.</summary>
    public static GymLane Of(Func<GymEnvironment> create, string name) => new(create(), name, create);

    /// <summary>One for each thread.</summary>
    public static Func<GymLane> Factory(Func<GymEnvironment> create) => () => Of(create, "");

    /// <summary>Makes another instance.</summary>
    public Func<GymEnvironment> Create { get; } = create;

    public EnvironmentSpec Spec { get; } = SpecOf(environment, name);

    /// <summary>What is known of an environment.</summary>
    public static EnvironmentSpec SpecOf(GymEnvironment environment, string name) => new()
    {
        Name = name,
        Summary = "",
        Source = "",
        ObservationSpace = environment.ObservationSpace,
        ActionSpace = environment.ActionSpace,
        StateSize = environment.Appearance == null ? 0 : environment.ObservationSpace.Size, // for pictures: what is seen stands for a state that only the environment knows
        StepLimit = environment.StepLimit,
        TimeStep = environment.TimeStep,
        Appearance = environment.Appearance is { } look ? () => look : null,
    };

    public void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        const double Units = 1 << 24; // of a unit number in float32
        random.NextUnits(out R high, out R low, out _, out _);
        (between.Observation, _) = environment.Reset((ulong)(R.Lane(high, 0) * Units) << 24 | (ulong)(R.Lane(low, 0) * Units));
        Show<R, B>(state);
    }

    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R> => Write<R, B>(between.Observation, observation);

    void Show<R, B>(B state) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        if (Spec.StateSize > 0) Write<R, B>(between.Observation, state);
    }

    static void Write<R, B>(double[] from, B to) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        for (int i = 0; i < from.Length; i++) to[i] = (float)from[i];
    }

    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        reward = double.NaN;
        terminated = Real.All<R>();
        for (int i = 0; i < between.Action.Length; i++)
        {
            between.Action[i] = Bounded(environment.ActionSpace, i, R.Lane(action[i], 0));
            if (!double.IsFinite(between.Action[i])) return; // the agent fails, not the environment
        }
        StepResult next = environment.Step(between.Action);
        between.Observation = next.Observation;
        Show<R, B>(state);
        reward = next.Reward;
        if (!next.Terminated && !next.Truncated) terminated = 0f;
    }

    /// <summary>Scaling in float32 may pass a bound by a rounding, which a single environment would refuse.</summary>
    static double Bounded(Space space, int dimension, double action) => space is Box box ? Math.Clamp(action, box.Low[dimension], box.High[dimension]) : action;
}

/// <summary>Environments of lanes, which all threads may share.</summary>
static class LaneEnvironment
{
    /// <summary>The same environment each time: a <c>Func</c> of its own type.</summary>
    public static Delegate Factory(IEnvironment environment) => Generic.Create<Shared>(typeof(Shared<>), [environment.GetType()], environment).Factory;

    abstract class Shared
    {
        public abstract Delegate Factory { get; }
    }

    sealed class Shared<TEnvironment>(TEnvironment environment) : Shared where TEnvironment : struct, IEnvironment
    {
        public override Delegate Factory => () => environment;
    }
}
