using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>Uniform numbers on demand, for resets and stochastic steps of environments.</summary>
public interface IRandomStream<R> where R : unmanaged, IReal<R>
{
    /// <summary>The next number, uniform in [0, 1).</summary>
    R NextUnit();

    /// <summary>The next four numbers in order, uniform in [0, 1). A counter-based stream makes them at the cost of one.</summary>
    void NextUnits(out R first, out R second, out R third, out R fourth);
}

/// <summary>Draws from any stream.</summary>
public static class RandomStreams
{
    /// <summary>The next number, uniform in [low, high).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Uniform<R, TRandom>(ref this TRandom random, R low, R high) where R : unmanaged, IReal<R> where TRandom : struct, IRandomStream<R> =>
        low + (high - low) * random.NextUnit();

    /// <summary>The next four numbers, uniform in [low, high), into the first four items of a buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UniformFour<R, B, TRandom>(ref this TRandom random, R low, R high, B buffer)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        random.NextUnits(out R first, out R second, out R third, out R fourth);
        R range = high - low;
        buffer[0] = low + range * first;
        buffer[1] = low + range * second;
        buffer[2] = low + range * third;
        buffer[3] = low + range * fourth;
    }
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
    uint draw = step << 8; // up to 256 blocks in a step

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R NextUnit() => (Philox<R>.Block(key, member, generation, episode, draw++).A ^ mirror).ToUnit();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NextUnits(out R first, out R second, out R third, out R fourth)
    {
        Philox<R> block = Philox<R>.Block(key, member, generation, episode, draw++);
        first = (block.A ^ mirror).ToUnit();
        second = (block.B ^ mirror).ToUnit();
        third = (block.C ^ mirror).ToUnit();
        fourth = (block.D ^ mirror).ToUnit();
    }
}
