using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.LearnedNeurons;

/// <summary>A type as a table of straight segments over [-limit, limit], beyond it the first and the last one. Numbers: values at the left ends, then how much each rises.</summary>
public readonly struct TableForm(int segments, float limit) : ITypeForm
{
    /// <inheritdoc/>
    public int Numbers => 2 * segments;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Of<R, P>(R s, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R>
    {
        R place = (s + limit) * (segments / (2.0 * limit)), value = numbers[at], rise = numbers[at + segments * stride], left = 0f;
        for (int i = 1; i < segments; i++)
        {
            R beyond = place >= i;
            value = R.Select(beyond, numbers[at + i * stride], value);
            rise = R.Select(beyond, numbers[at + (segments + i) * stride], rise);
            left = R.Select(beyond, (R)i, left);
        }
        return R.Fma(place - left, rise, value);
    }

    /// <inheritdoc/>
    public void Apply<R, P, B>(B state, int first, int end, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> =>
        TypeForms.Each<TableForm, R, P, B>(this, state, first, end, numbers, at, stride);

    /// <summary>The numbers of a function.</summary>
    public static double[] Fit(Func<double, double> function, int segments, double limit)
    {
        double[] numbers = new double[2 * segments];
        for (int i = 0; i < segments; i++)
        {
            double left = function(limit * (2.0 * i / segments - 1)), right = function(limit * (2.0 * (i + 1) / segments - 1));
            (numbers[i], numbers[segments + i]) = (left, right - left);
        }
        return numbers;
    }
}

/// <summary>
/// A type as a natural cubic spline over [-limit, limit], beyond it the lines that it ends in. Numbers: of each segment a + t (b + t (c + t d)), all a, all b, all c, all d;
/// then the rise at the upper end.
/// </summary>
public readonly struct SplineForm(int segments, float limit) : ITypeForm
{
    /// <inheritdoc/>
    public int Numbers => 4 * segments + 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public R Of<R, P>(R s, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R>
    {
        R place = (s + limit) * (segments / (2.0 * limit)), inside = Real.Clamp(place, 0f, (R)segments), left = 0f;
        R a = numbers[at], b = numbers[at + segments * stride], c = numbers[at + 2 * segments * stride], d = numbers[at + 3 * segments * stride], rise = R.Select(place < 0f, b, numbers[at + 4 * segments * stride]);
        for (int i = 1; i < segments; i++)
        {
            R beyond = inside >= i;
            left = R.Select(beyond, (R)i, left);
            a = R.Select(beyond, numbers[at + i * stride], a);
            b = R.Select(beyond, numbers[at + (segments + i) * stride], b);
            c = R.Select(beyond, numbers[at + (2 * segments + i) * stride], c);
            d = R.Select(beyond, numbers[at + (3 * segments + i) * stride], d);
        }
        R t = inside - left;
        return R.Fma(rise, place - inside, R.Fma(t, R.Fma(t, R.Fma(t, d, c), b), a));
    }

    /// <inheritdoc/>
    public void Apply<R, P, B>(B state, int first, int end, P numbers, int at, int stride) where R : unmanaged, IReal<R> where P : struct, IBuffer<R> where B : struct, IBuffer<R> =>
        TypeForms.Each<SplineForm, R, P, B>(this, state, first, end, numbers, at, stride);

    /// <summary>The numbers of a function: the natural spline through it at the ends of the segments.</summary>
    public static double[] Fit(Func<double, double> function, int segments, double limit)
    {
        int n = segments;
        double[] y = [.. Enumerable.Range(0, n + 1).Select(i => function(limit * (2.0 * i / n - 1)))], second = new double[n + 1], upper = new double[n + 1], numbers = new double[4 * n + 1];
        for (int i = 1; i < n; i++) // second differences m: m[i-1] + 4 m[i] + m[i+1] = 6 (y[i-1] - 2 y[i] + y[i+1]), 0 at both ends
        {
            double pivot = 4 - upper[i - 1];
            upper[i] = 1 / pivot;
            second[i] = (6 * (y[i - 1] - 2 * y[i] + y[i + 1]) - second[i - 1]) / pivot;
        }
        for (int i = n - 1; i > 0; i--) second[i] -= upper[i] * second[i + 1];
        for (int i = 0; i < n; i++)
        {
            numbers[i] = y[i];
            numbers[n + i] = y[i + 1] - y[i] - (2 * second[i] + second[i + 1]) / 6;
            numbers[2 * n + i] = second[i] / 2;
            numbers[3 * n + i] = (second[i + 1] - second[i]) / 6;
        }
        numbers[4 * n] = numbers[2 * n - 1] + 2 * numbers[3 * n - 1] + 3 * numbers[4 * n - 1];
        return numbers;
    }
}
