using Neuromorphic.Numerics;

namespace Neuromorphic.Policies;

/// <summary>Choices among several things by a searched number for each.</summary>
public static class Choices
{
    /// <summary>The softmax: how much of each there is, in sum 1.</summary>
    public static Decoder Softmax(int count) => Decoder.Of(new SoftmaxChoice(count), PullSoftmax);

    /// <summary>1 for the one that is drawn, each with the probability of its softmax, and 0 for the others (Gumbel-max); in evaluations 1 for the likeliest.</summary>
    public static Decoder Gumbel(int count) => Decoder.Of(new GumbelChoice(count));

    /// <summary>The gradient of number k is p_k (g_k - sum of p_j g_j).</summary>
    static void PullSoftmax(ReadOnlySpan<double> search, Span<double> gradient, int groups)
    {
        int count = search.Length / groups;
        Span<double> shares = new double[count];
        for (int group = 0; group < groups; group++)
        {
            double top = double.NegativeInfinity, total = 0, mean = 0;
            for (int k = 0; k < count; k++) top = Math.Max(top, search[k * groups + group]);
            for (int k = 0; k < count; k++) total += shares[k] = Portable.Exp(search[k * groups + group] - top);
            for (int k = 0; k < count; k++) mean += (shares[k] /= total) * gradient[k * groups + group];
            for (int k = 0; k < count; k++) gradient[k * groups + group] = shares[k] * (gradient[k * groups + group] - mean);
        }
    }
}

/// <summary>p_k = exp(x_k) / sum of exp(x_j), from the largest down.</summary>
readonly struct SoftmaxChoice(int count) : IDecoder
{
    public int Inputs => count;
    public int Outputs => count;

    public void Decode<R, B, TRandom>(B search, int from, B values, int to, int stride, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        R top = search[from], total = 0f;
        for (int k = 1; k < count; k++) top = Real.Max(search[from + k * stride], top);
        for (int k = 0; k < count; k++)
        {
            R share = R.Exp(search[from + k * stride] - top);
            values[to + k * stride] = share;
            total += share;
        }
        for (int k = 0; k < count; k++) values[to + k * stride] = values[to + k * stride] / total;
    }
}

/// <summary>1 where x_k - ln(-ln u_k) is the largest (the first of equals), else 0.</summary>
/// <remarks>Gumbel (1954); Maddison, Tarlow, Minka (2014), arXiv:1411.0030.</remarks>
readonly struct GumbelChoice(int count) : IDecoder
{
    const double LeastUnit = 1.0 / (1 << 25); // half the step of the random numbers, in place of 0

    public int Inputs => count;
    public int Outputs => count;

    public void Decode<R, B, TRandom>(B search, int from, B values, int to, int stride, ref TRandom random)
        where R : unmanaged, IReal<R> where B : struct, IBuffer<R> where TRandom : struct, IRandomStream<R>
    {
        R top = float.NegativeInfinity;
        for (int k = 0; k < count; k++)
        {
            R unit = Real.Max(random.NextUnit(), (R)LeastUnit), moved = search[from + k * stride] - R.Log(-R.Log(unit));
            values[to + k * stride] = moved;
            top = Real.Max(moved, top);
        }
        R free = 1f;
        for (int k = 0; k < count; k++)
        {
            R chosen = R.Select(values[to + k * stride] >= top, free, 0f);
            values[to + k * stride] = chosen;
            free -= chosen;
        }
    }
}
