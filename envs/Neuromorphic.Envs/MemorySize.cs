using System.Globalization;
using System.Runtime.CompilerServices;
using Neuromorphic.Environments;
using Neuromorphic.Numerics;
using Neuromorphic.Registries;

namespace Neuromorphic.Envs;

/// <summary>
/// Memory size: several bits are shown at the start, and at the end the value of one of them is asked for by its index.
/// Reward 0, and 1 (right) or -1 (wrong) on the last of N + 1 actions, which ends the episode.
/// State: actions taken so far, index of the bit in question, bits as -1 or 1.
/// Observation: 1 - t/N, the index while t = N - 1, the bits while t = 0; t lags one action behind, as in bsuite's code.
/// </summary>
/// <remarks>
/// Osband et al. (2020), arXiv:1908.03568; google-deepmind/bsuite, memory_chain.py.
/// bsuite's experiment memory_size has N = 2, the default; other lengths make the general memory chain.
/// </remarks>
public readonly struct MemorySize : IEnvironment
{
    /// <summary>The bits of a default instance.</summary>
    public const int DefaultBits = 5;
    /// <summary>The most bits, as in bsuite's sweep.</summary>
    public const int MaximumBits = 40;
    /// <summary>The length of a default instance.</summary>
    public const int DefaultSteps = 2;

    /// <summary>The length, as a setting.</summary>
    public static Setting<int> StepsSetting { get; } = Setting.Count("steps", 1, DefaultSteps, "Steps from the bits to the question.");
    /// <summary>The number of bits, as a setting.</summary>
    public static Setting<int> BitsSetting { get; } = Setting.Count("bits", 1, DefaultBits, "Bits that are shown.");

    readonly int bits, steps;

    /// <summary>The task with 1 to <see cref="MaximumBits"/> bits and a length N of 1 to <see cref="MemoryLength.MaximumSteps"/> steps.</summary>
    public MemorySize(int bits, int steps = DefaultSteps)
    {
        if (bits is < 1 or > MaximumBits)
            throw new ArgumentOutOfRangeException(nameof(bits), $"memory-size takes bits from 1 to {MaximumBits}, not {bits}.");
        if (steps is < 1 or > MemoryLength.MaximumSteps)
            throw new ArgumentOutOfRangeException(nameof(steps), $"memory-size takes steps from 1 to {MemoryLength.MaximumSteps}, not {steps}.");
        this.bits = bits;
        this.steps = steps;
    }

    /// <summary>Number of bits.</summary>
    public int Bits => bits == 0 ? DefaultBits : bits;
    /// <summary>The length N: steps from the bits to the question.</summary>
    public int Steps => steps == 0 ? DefaultSteps : steps;

    /// <inheritdoc/>
    public EnvironmentSpec Spec
    {
        get
        {
            double[] low = [0, 0, .. Enumerable.Repeat(-1.0, Bits)], high = [1, Bits - 1, .. Enumerable.Repeat(1.0, Bits)];
            return new()
            {
                Name = "memory-size",
                Summary = string.Create(CultureInfo.InvariantCulture, $"Remember {Bits} bits for {Steps} steps and tell one of them."),
                Source = "Osband et al. 2020, bsuite memory_size",
                ObservationSpace = new Box(low, high),
                ActionSpace = new Discrete(2),
                StateSize = 2 + Bits,
                StepLimit = Steps + 1,
                SolvedReturn = 1,
                Moments = [new("cue", 0, 1), new("question", Steps, Steps)],
            };
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset<R, B, TRandom>(B state, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        double count = Bits;
        state[0] = 0.0;
        for (int i = 0; i < Bits; i++) state[2 + i] = R.Select(random.NextUnit() < .5, -1.0, 1.0);
        // The product may round up to the count itself.
        state[1] = Real.Min<R>(Word<R>.Truncate(random.NextUnit() * count).ToReal(), count - 1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe<R, B>(B state, B observation) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        double length = Steps;
        R time = Real.Max<R>(state[0] - 1.0, 0.0);
        observation[0] = 1.0 - time / length;
        observation[1] = R.Select(R.Abs(time - (length - 1)) < .5, state[1], 0.0);
        for (int i = 0; i < Bits; i++) observation[2 + i] = R.Select(time < .5, state[2 + i], 0.0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<R, B, TRandom>(B state, B action, ref TRandom random, out R reward, out R terminated)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        double length = Steps;
        R taken = state[0] + 1.0, query = state[1], answer = 0.0;
        state[0] = taken;
        for (int i = 0; i < Bits; i++)
        {
            double index = i;
            answer = R.Select(R.Abs(query - index) < .5, state[2 + i], answer);
        }
        terminated = taken > length;
        R right = R.Select(action[0] >= .5, answer, -answer);
        reward = R.Select(terminated, right, 0.0);
    }
}
