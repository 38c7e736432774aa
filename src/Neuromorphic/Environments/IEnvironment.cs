using Neuromorphic.Bodies;
using Neuromorphic.Numerics;

namespace Neuromorphic.Environments;

/// <summary>What an environment is, beside its dynamics.</summary>
public sealed record EnvironmentSpec
{
    /// <summary>The name on the command line, in kebab case.</summary>
    public required string Name { get; init; }
    /// <summary>One sentence.</summary>
    public required string Summary { get; init; }
    /// <summary>Author and year, or the reference implementation.</summary>
    public required string Source { get; init; }
    /// <summary>The space of observations.</summary>
    public required Box ObservationSpace { get; init; }
    /// <summary>The space of actions.</summary>
    public required Space ActionSpace { get; init; }
    /// <summary>Numbers of state per individual.</summary>
    public required int StateSize { get; init; }
    /// <summary>Steps after which a rollout truncates the episode.</summary>
    public required int StepLimit { get; init; }
    /// <summary>
    /// Index of a state number that counts, from 0 at the reset, what the episode's steps could not solve to the end, such as contacts whose solver gave up;
    /// null if there is none. Rollouts add it up and show it.
    /// </summary>
    public int? UnconvergedIndex { get; init; }
    /// <summary>Seconds that a step lasts; null where steps have no duration. A step of a neuron is that over the sub-steps.</summary>
    public double? TimeStep { get; init; }
    /// <summary>The mean return from which the task counts as solved, if one is agreed on.</summary>
    public double? SolvedReturn { get; init; }
    /// <summary>What happens at fixed steps of every episode, such as a cue and a question: for pictures, nothing depends on it.</summary>
    public IReadOnlyList<Moment> Moments { get; init; } = [];
    /// <summary>What it looks like; null where there are no bodies to look at. Nothing depends on it.</summary>
    public Func<Appearance>? Appearance { get; init; }
}

/// <summary>Steps of an episode that have a name.</summary>
/// <param name="Name">The name in a picture, a word or two.</param>
/// <param name="First">The first of them, from 0.</param>
/// <param name="Last">The last of them.</param>
public sealed record Moment(string Name, int First, int Last);

/// <summary>
/// An environment as a lane kernel: state in, state out, one individual per lane. The implementing struct holds the constants;
/// it never counts time (the rollout owns the step limit) and is deterministic given its random stream.
/// </summary>
public interface IEnvironment
{
    /// <summary>Name, spaces and sizes.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>Writes the first state of an episode: state[0 .. StateSize).</summary>
    void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>;

    /// <summary>Writes what the individual sees of the state: observation[0 .. ObservationSpace.Size).</summary>
    void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>;

    /// <summary>Advances the state by one step.</summary>
    /// <param name="state">The state, replaced by its successor.</param>
    /// <param name="action">action[0 .. ActionSpace.Size); a discrete action is a whole number.</param>
    /// <param name="random">The random numbers of this step.</param>
    /// <param name="reward">The reward of the step.</param>
    /// <param name="terminated">A mask: the successor is terminal.</param>
    void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>;
}

/// <summary>An environment that needs its host, for instance references or memory of the thread, which a device cannot follow.</summary>
public interface IHostEnvironment : IEnvironment
{
    /// <summary>
    /// The same environment for devices: an unmanaged struct. Its steps are the same bit for bit, its state begins with the same numbers
    /// and may go on with the memory that the steps need.
    /// </summary>
    IEnvironment DeviceForm { get; }
}
