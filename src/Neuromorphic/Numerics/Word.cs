using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>An unsigned 32-bit integer per lane, kept in the bits of <typeparamref name="R"/>.</summary>
public readonly struct Word<R>(R bits) where R : unmanaged, IReal<R>
{
    /// <summary>The integer's bits in a number's register.</summary>
    public readonly R Bits = bits;

    /// <summary>0, 1, ..., Width - 1 plus an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> Lanes(uint first) => new Word<R>(R.WordLaneIndex()) + first;
    /// <summary>The signed integer that results from dropping the fraction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> Truncate(R value) => new(R.WordTruncate(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Word<R>(uint value) => new(R.WordFrom(value));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> operator +(Word<R> a, Word<R> b) => new(R.WordAdd(a.Bits, b.Bits));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> operator *(Word<R> a, Word<R> b) => new(R.WordMultiply(a.Bits, b.Bits));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> operator &(Word<R> a, Word<R> b) => new(R.And(a.Bits, b.Bits));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> operator |(Word<R> a, Word<R> b) => new(R.Or(a.Bits, b.Bits));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> operator ^(Word<R> a, Word<R> b) => new(R.Xor(a.Bits, b.Bits));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> operator ~(Word<R> a) => a ^ uint.MaxValue;
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> operator <<(Word<R> a, int count) => new(R.WordShiftLeft(a.Bits, count));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> operator >>>(Word<R> a, int count) => new(R.WordShiftRight(a.Bits, count));

    /// <summary>The upper 32 bits of the product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word<R> MultiplyHigh(Word<R> a, Word<R> b) => new(R.WordMultiplyHigh(a.Bits, b.Bits));

    /// <summary>The value, read as a signed integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R ToReal() => R.WordToReal(Bits);
    /// <summary>A uniform number in [0, 1): the upper 24 bits times 2^-24.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R ToUnit() => (this >>> 8).ToReal() * (1f / 16777216f);
    /// <summary>A positive uniform number up to 1: the middle of one of 2^24 equal intervals, which float32 rounds above 1/2 (the last one to 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R ToOpenUnit() => R.Fma((this >>> 8).ToReal(), 1f / 16777216f, .5f / 16777216f);
}
