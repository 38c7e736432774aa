using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>
/// The default form of a type: a polynomial in Chebyshev's basis on [-limit, limit] (Clenshaw's recurrence), beyond it a line with the slope of the end.
/// Numbers: coefficients 0 ... degree, slopes at the lower and the upper end.
/// </summary>
/// <remarks>Two operations for each degree and no branch; smooth within the interval, and so is its slope.</remarks>
public readonly struct ChebyshevForm(int degree, float limit) : ITypeForm
{
    /// <inheritdoc/>
    public int Numbers => degree + 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Of<R, P>(R s, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R>
    {
        R x = Real.Clamp(s, -limit, (R)limit) * (1.0 / limit), twice = x + x, first = 0f, second = 0f;
        for (int k = degree; k > 0; k--)
        {
            R next = R.Fma(twice, first, numbers[at + k * stride] - second);
            second = first;
            first = next;
        }
        return Beyond(s, R.Fma(x, first, numbers[at] - second), numbers, at, stride);
    }

    /// <summary>Four neurons at a time: they share the coefficients, and none waits for itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply<R, P, B>(B state, int first, int end, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R>
    {
        int i = first;
        R part = 1.0 / limit;
        for (; i + 4 <= end; i += 4)
        {
            R x0 = Real.Clamp(state[i], -limit, (R)limit) * part, x1 = Real.Clamp(state[i + 1], -limit, (R)limit) * part, x2 = Real.Clamp(state[i + 2], -limit, (R)limit) * part, x3 = Real.Clamp(state[i + 3], -limit, (R)limit) * part;
            R t0 = x0 + x0, t1 = x1 + x1, t2 = x2 + x2, t3 = x3 + x3;
            R a0 = 0f, a1 = 0f, a2 = 0f, a3 = 0f, b0 = 0f, b1 = 0f, b2 = 0f, b3 = 0f;
            int k = degree;
            for (int number = at + degree * stride; k > 1; k -= 2, number -= 2 * stride)
            {
                // Two steps of the recurrence, after which both places are what they were.
                R upper = numbers[number], lower = numbers[number - stride];
                b0 = R.Fma(t0, a0, upper - b0);
                b1 = R.Fma(t1, a1, upper - b1);
                b2 = R.Fma(t2, a2, upper - b2);
                b3 = R.Fma(t3, a3, upper - b3);
                a0 = R.Fma(t0, b0, lower - a0);
                a1 = R.Fma(t1, b1, lower - a1);
                a2 = R.Fma(t2, b2, lower - a2);
                a3 = R.Fma(t3, b3, lower - a3);
            }
            R last = numbers[at];
            if (k == 1)
            {
                R next = numbers[at + stride];
                b0 = R.Fma(t0, a0, next - b0);
                b1 = R.Fma(t1, a1, next - b1);
                b2 = R.Fma(t2, a2, next - b2);
                b3 = R.Fma(t3, a3, next - b3);
                (a0, b0, a1, b1, a2, b2, a3, b3) = (b0, a0, b1, a1, b2, a2, b3, a3);
            }
            state[i] = Beyond(state[i], R.Fma(x0, a0, last - b0), numbers, at, stride);
            state[i + 1] = Beyond(state[i + 1], R.Fma(x1, a1, last - b1), numbers, at, stride);
            state[i + 2] = Beyond(state[i + 2], R.Fma(x2, a2, last - b2), numbers, at, stride);
            state[i + 3] = Beyond(state[i + 3], R.Fma(x3, a3, last - b3), numbers, at, stride);
        }
        for (; i < end; i++) state[i] = Of<R, P>(state[i], numbers, at, stride);
    }

    /// <summary>The value of s from that within the interval.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    R Beyond<R, P>(R s, R inside, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> =>
        R.Fma(R.Select(s < 0f, numbers[at + (degree + 1) * stride], numbers[at + (degree + 2) * stride]), s - Real.Clamp(s, -limit, (R)limit), inside);

    /// <summary>The numbers of a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="degree">The degree.</param>
    /// <param name="limit">The end of the interval.</param>
    public static double[] Fit(Func<double, double> function, int degree, double limit)
    {
        int nodes = degree + 1;
        double[] numbers = new double[degree + 3];
        for (int j = 0; j < nodes; j++)
        {
            double turn = (j + .5) / (2 * nodes), value = function(limit * Portable.Cos(Math.Tau * turn)) * 2 / nodes;
            for (int k = 0; k < nodes; k++) numbers[k] += (k == 0 ? .5 : 1) * value * Portable.Cos(Math.Tau * (k * (2 * j + 1) % (4 * nodes)) / (4.0 * nodes));
        }
        for (int k = 1; k < nodes; k++)
        {
            double slope = numbers[k] * k * k / limit;
            numbers[degree + 1] += k % 2 == 0 ? -slope : slope;
            numbers[degree + 2] += slope;
        }
        return numbers;
    }
}

/// <summary>From the numbers of a sub-network (v, c, u, e), which are searched, to those of its <see cref="ChebyshevForm"/>: kernels then evaluate a type at the price of a polynomial.</summary>
/// <typeparam name="TBase">The function that the type begins from.</typeparam>
readonly struct ChebyshevDecoder<TBase>(int units, float kappa, int degree, float limit, float rate) : Policies.IDecoder where TBase : struct, Expressions.IUnitFunction
{
    public int Inputs => 3 * units + 1;
    public int Outputs => degree + 3;

    public void Decode<R, B, TRandom>(B search, int from, B values, int to, int stride, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        int nodes = degree + 1;
        for (int k = 0; k < degree + 3; k++) values[to + k * stride] = 0f;
        for (int j = 0; j < nodes; j++)
        {
            R.SinCosOfTurn((j + .5) / (2 * nodes), out _, out R cosine);
            R value = SubNetwork.Of<R, B, TBase>(limit * cosine, search, from, stride, units, kappa, rate) * (2.0 / nodes);
            for (int k = 0; k < nodes; k++)
            {
                R.SinCosOfTurn(k * (2 * j + 1) % (4 * nodes) / (4.0 * nodes), out _, out R weight);
                values[to + k * stride] = R.Fma(k == 0 ? .5 * value : value, weight, values[to + k * stride]);
            }
        }
        for (int k = 1; k < nodes; k++)
        {
            R slope = values[to + k * stride] * (k * (double)k / limit);
            values[to + (degree + 1) * stride] += k % 2 == 0 ? -slope : slope;
            values[to + (degree + 2) * stride] += slope;
        }
    }
}
