using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>Uniform numbers on demand, for resets and stochastic steps of environments.</summary>
public interface IRandomStream<R> where R : unmanaged, IReal<R>
{
    /// <summary>The next number, uniform in [0, 1).</summary>
    R NextUnit();
}

/// <summary>Draws from any stream.</summary>
public static class RandomStreams
{
    /// <summary>The next number, uniform in [low, high).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Uniform<R, TRandom>(ref this TRandom random, R low, R high) where R : unmanaged, IReal<R> where TRandom : struct, IRandomStream<R> =>
        low + (high - low) * random.NextUnit();
}

/// <summary>
/// The random numbers of one step of one episode: a pure function of the key and the counter (member, generation, episode, step), member by lane.
/// With mirror all ones, it draws 1 - u wherever the stream with mirror zero draws u (antithetic variates).
/// </summary>
public struct PhiloxStream<R>(RandomKey key, Word<R> member, uint generation, uint episode, uint step, uint mirror = 0) : IRandomStream<R> where R : unmanaged, IReal<R>
{
    readonly RandomKey key = key;
    readonly Word<R> member = member;
    readonly uint generation = generation, episode = episode, mirror = mirror;
    uint draw = step << 8; // up to 256 draws in a step

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R NextUnit() => (Philox<R>.Block(key, member, generation, episode, draw++).A ^ mirror).ToUnit();
}
