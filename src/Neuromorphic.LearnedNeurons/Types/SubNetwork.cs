using System.Runtime.CompilerServices;
using Neuromorphic.Expressions;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>A type as it is defined, base and sub-network: the form in which gradients reach the type's numbers.</summary>
/// <typeparam name="TBase">The function that the type begins from.</typeparam>
/// <param name="units">Units of the sub-network.</param>
/// <param name="kappa">How much of it is added.</param>
/// <param name="rate">What its numbers are multiplied by: the smaller, the slower a search moves them.</param>
public readonly struct SubNetworkForm<TBase>(int units, float kappa, float rate = 1) : ITypeForm where TBase : struct, IUnitFunction
{
    /// <inheritdoc/>
    public int Numbers => 3 * units + 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Of<R, P>(R s, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> =>
        SubNetwork.Of<R, P, TBase>(s, numbers, at, stride, units, kappa, rate);

    /// <inheritdoc/>
    public void Apply<R, P, B>(B state, int first, int end, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> =>
        TypeForms.Each<SubNetworkForm<TBase>, R, P, B>(this, state, first, end, numbers, at, stride);
}

/// <summary>base(s) + kappa (sum over k of u_k tanh(v_k s + c_k) + e).</summary>
static class SubNetwork
{
    /// <summary>The function of s; numbers v, c, u, e from a place on, so far apart.</summary>
    public static R Of<R, P, TBase>(R s, P numbers, int at, int stride, int units, double kappa, double rate)
        where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where TBase : struct, IUnitFunction
    {
        R sum = numbers[at + 3 * units * stride] * rate;
        for (int k = 0; k < units; k++)
            sum = R.Fma(numbers[at + (2 * units + k) * stride] * rate, R.Tanh(R.Fma(numbers[at + k * stride] * rate, s, numbers[at + (units + k) * stride] * rate)), sum);
        return R.Fma(sum, kappa, TBase.Of<R, P>(s, numbers, at, stride));
    }
}
