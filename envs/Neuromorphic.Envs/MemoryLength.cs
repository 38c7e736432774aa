using System.Globalization;
using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Registries;

namespace Neuromorphic.Envs;

/// <summary>The two published wordings of the memory length task. A reported number names its mode.</summary>
public enum MemoryLengthMode
{
    /// <summary>As bsuite's code: N + 1 actions, the cue is visible in the first two observations.</summary>
    BsuiteCompatible,
    /// <summary>As bsuite's paper: N actions, the cue is visible once.</summary>
    Paper,
}

/// <summary>
/// Memory length: a cue of -1 or 1 is shown at the start and asked for at the end; action 0 stands for -1, action 1 for 1.
/// Reward 0, and 1 (right) or -1 (wrong) on the last action, which ends the episode.
/// State: actions taken so far, cue.
/// Observation, <see cref="MemoryLengthMode.BsuiteCompatible"/>: 1 - t/N, query (always 0), cue while t = 0, where t lags one action behind.
/// Observation, <see cref="MemoryLengthMode.Paper"/>: cue while t = 0, t/N.
/// </summary>
/// <remarks>Osband et al. (2020), "Behaviour suite for reinforcement learning", arXiv:1908.03568; google-deepmind/bsuite, memory_chain.py.</remarks>
public readonly struct MemoryLength : IEnvironment
{
    /// <summary>The length of a default instance.</summary>
    public const int DefaultSteps = 10;
    /// <summary>The greatest length: the state counts in float32.</summary>
    public const int MaximumSteps = 1_000_000;

    /// <summary>The length, as a setting.</summary>
    public static Setting<int> StepsSetting { get; } = Setting.Count("steps", 1, DefaultSteps, "Steps from the cue to the question.");
    /// <summary>The wording, as a setting.</summary>
    public static Setting<MemoryLengthMode> ModeSetting { get; } = Setting.Choice("mode", MemoryLengthMode.BsuiteCompatible, "Wording of the task: the paper's, or that of bsuite's code.");

    readonly int steps;

    /// <summary>The task of a length N, 1 to <see cref="MaximumSteps"/>.</summary>
    public MemoryLength(int steps, MemoryLengthMode mode = MemoryLengthMode.BsuiteCompatible)
    {
        if (steps is < 1 or > MaximumSteps)
            throw new ArgumentOutOfRangeException(nameof(steps), $"memory-length takes steps from 1 to {MaximumSteps}, not {steps}.");
        if (!Enum.IsDefined(mode))
            throw new ArgumentOutOfRangeException(nameof(mode), $"memory-length takes the modes {string.Join(", ", Enum.GetNames<MemoryLengthMode>())}, not {mode}.");
        this.steps = steps;
        Mode = mode;
    }

    /// <summary>The length N: steps from the cue to the question.</summary>
    public int Steps => steps == 0 ? DefaultSteps : steps;
    /// <summary>The wording.</summary>
    public MemoryLengthMode Mode { get; }

    /// <summary>Actions in an episode.</summary>
    int Actions => Mode == MemoryLengthMode.Paper ? Steps : Steps + 1;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => new()
    {
        Name = "memory-length",
        Summary = string.Create(CultureInfo.InvariantCulture, $"Repeat at the end a cue that was shown {Steps} steps before ({Mode})."),
        Source = "Osband et al. 2020, bsuite memory_len",
        ObservationSpace = Mode == MemoryLengthMode.Paper ? new Box([-1, 0], [1, 1]) : new Box([0, 0, -1], [1, 0, 1]),
        ActionSpace = new Discrete(2),
        StateSize = 2,
        StepLimit = Actions,
        SolvedReturn = 1,
        Moments = [new("cue", 0, Mode == MemoryLengthMode.Paper ? 0 : 1), new("question", Actions - 1, Actions - 1)],
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        state[0] = 0.0;
        state[1] = R.Select(random.NextUnit() < .5, -1.0, 1.0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        double length = Steps;
        R taken = state[0];
        if (Mode == MemoryLengthMode.Paper)
        {
            observation[0] = R.Select(taken < .5, state[1], 0.0);
            observation[1] = taken / length;
        }
        else
        {
            R time = Real.Max<R>(taken - 1.0, 0.0);
            observation[0] = 1.0 - time / length;
            observation[1] = 0.0;
            observation[2] = R.Select(time < .5, state[1], 0.0);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        double actions = Actions;
        R taken = state[0] + 1.0, cue = state[1];
        state[0] = taken;
        terminated = taken >= actions;
        R right = R.Select(action[0] >= .5, cue, -cue);
        reward = R.Select(terminated, right, 0.0);
    }
}
