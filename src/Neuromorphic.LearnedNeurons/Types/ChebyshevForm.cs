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
        R within = Real.Clamp(s, -limit, (R)limit), x = within * (1.0 / limit), twice = x + x, first = 0f, second = 0f;
        for (int k = degree; k > 0; k--)
        {
            R next = R.Fma(twice, first, numbers[at + k * stride] - second);
            second = first;
            first = next;
        }
        R inside = R.Fma(x, first, numbers[at] - second), slope = R.Select(s < 0f, numbers[at + (degree + 1) * stride], numbers[at + (degree + 2) * stride]);
        return R.Fma(slope, s - within, inside);
    }

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
