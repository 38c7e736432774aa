using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>
/// Standard normal numbers as a pure function of a counter: Philox words through the Box-Muller transform,
/// eight numbers (two blocks of the generator) at a time.
/// </summary>
/// <remarks>
/// The two blocks run side by side because one block alone waits for its own multiplications.
/// Words and transform are separate methods: together they pass the number of locals at which the JIT stops inlining.
/// </remarks>
public static unsafe class Normals
{
    /// <summary>Numbers made by one call of <see cref="Fill"/>.</summary>
    public const int Count = 8;

    /// <summary>Writes normals[0..3] of the counter (c0, c1, c2, c3) and normals[4..7] of (c0, c1, c2, c3Second).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill<R>(RandomKey key, Word<R> c0, Word<R> c1, Word<R> c2, Word<R> c3, Word<R> c3Second, R* normals) where R : unmanaged, IReal<R>
    {
        Words(key, c0, c1, c2, c3, c3Second, normals);
        for (int i = 0; i < Count; i += 2) BoxMuller(normals + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Words<R>(RandomKey key, Word<R> a0, Word<R> a1, Word<R> a2, Word<R> a3, Word<R> b3, R* words) where R : unmanaged, IReal<R>
    {
        Word<R> b0 = a0, b1 = a1, b2 = a2;
        for (int round = 0; round < 10; round++)
        {
            Philox<R>.Round(ref a0, ref a1, ref a2, ref a3, key);
            Philox<R>.Round(ref b0, ref b1, ref b2, ref b3, key);
            key = key.Next;
        }
        words[0] = a0.Bits;
        words[1] = a1.Bits;
        words[2] = a2.Bits;
        words[3] = a3.Bits;
        words[4] = b0.Bits;
        words[5] = b1.Bits;
        words[6] = b2.Bits;
        words[7] = b3.Bits;
    }

    /// <summary>Two words become two independent standard normal numbers, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void BoxMuller<R>(R* pair) where R : unmanaged, IReal<R> => BoxMuller(new Word<R>(pair[0]), new Word<R>(pair[1]), out pair[0], out pair[1]);

    /// <summary>Two words become two independent standard normal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void BoxMuller<R>(Word<R> a, Word<R> b, out R first, out R second) where R : unmanaged, IReal<R> => BoxMuller(a.ToOpenUnit(), b.ToUnit(), out first, out second);

    /// <summary>Two uniform numbers become two independent standard normal numbers.</summary>
    /// <param name="open">In (0, 1].</param>
    /// <param name="turn">In [0, 1).</param>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void BoxMuller<R>(R open, R turn, out R first, out R second) where R : unmanaged, IReal<R>
    {
        R length = R.Sqrt(-2.0 * R.Log(open));
        R.SinCosOfTurn(turn, out R sin, out R cos);
        first = length * cos;
        second = length * sin;
    }
}
