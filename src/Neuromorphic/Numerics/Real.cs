using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>Arithmetic that follows from <see cref="IReal{R}"/>.</summary>
public static class Real
{
    /// <summary>The smaller number; b where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Min<R>(R a, R b) where R : unmanaged, IReal<R> => R.Select(a < b, a, b);
    /// <summary>The larger number; b where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Max<R>(R a, R b) where R : unmanaged, IReal<R> => R.Select(a > b, a, b);
    /// <summary>The number moved into [low, high]; low where it is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Clamp<R>(R x, R low, R high) where R : unmanaged, IReal<R> => Min(Max(x, low), high);
    /// <summary>A mask that holds where the given one does not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Not<R>(R mask) where R : unmanaged, IReal<R> => R.Xor(mask, R.WordFrom(uint.MaxValue));
    /// <summary>A mask that holds where the number is neither infinite nor NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R IsFinite<R>(R x) where R : unmanaged, IReal<R> => R.Abs(x) <= float.MaxValue;
    /// <summary>The mask that holds everywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R All<R>() where R : unmanaged, IReal<R> => R.WordFrom(uint.MaxValue);
    /// <summary>The sine alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Sin<R>(R x) where R : unmanaged, IReal<R>
    {
        R.SinCos(x, out R sin, out _);
        return sin;
    }
    /// <summary>The cosine alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Cos<R>(R x) where R : unmanaged, IReal<R>
    {
        R.SinCos(x, out _, out R cos);
        return cos;
    }
    /// <summary>The sine of a part of a full turn alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R SinOfTurn<R>(R part) where R : unmanaged, IReal<R>
    {
        R.SinCosOfTurn(part, out R sin, out _);
        return sin;
    }
    /// <summary>The cosine of a part of a full turn alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R CosOfTurn<R>(R part) where R : unmanaged, IReal<R>
    {
        R.SinCosOfTurn(part, out _, out R cos);
        return cos;
    }
    /// <summary>
    /// An item of a small table, each lane its own: the one whose number is the index without its fraction; the first for an index below 0 or NaN,
    /// the last for one beyond the end, so that nothing outside is read.
    /// </summary>
    /// <remarks>All items are read one after the other (in 16 lanes .06 ns for each item and lane): the same bits everywhere, and a derivative for each item.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R LookUp<R, B>(B table, int count, R index) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R item = table[0];
        for (int i = 1; i < count; i++) item = R.Select(index >= i, table[i], item);
        return item;
    }
    /// <summary>ln(1 + e^x) of the transforms: positive everywhere, which <see cref="IReal{R}.Softplus"/> is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Softplus<R>(R x) where R : unmanaged, IReal<R> => Max(x, (R)0.0) + LogOnePlus(R.Exp(-R.Abs(x)));
    /// <summary>ln(1 + x) for x from 0 to 1, accurate for small x too.</summary>
    /// <remarks>Kahan: ln(u) / (u - 1) hardly depends on u, so the rounding of u = 1 + x cancels.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R LogOnePlus<R>(R x) where R : unmanaged, IReal<R>
    {
        R u = 1.0 + x;
        return R.Select(u > 1.0, R.Log(u) * (x / (u - 1.0)), x);
    }
    /// <summary>1 - e^-x for x from 0 to 1, accurate for small x too.</summary>
    /// <remarks>Kahan's way again.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R OneMinusExp<R>(R x) where R : unmanaged, IReal<R>
    {
        R u = R.Exp(-x);
        return R.Select(u < 1.0, (u - 1.0) * (x / R.Log(u)), x);
    }
}
