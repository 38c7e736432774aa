using System.Numerics;
using System.Runtime.Intrinsics;

namespace Neuromorphic.Numerics;

/// <summary>Long rows of float64, number by number: the width of registers does not show in the result.</summary>
static unsafe class Rows
{
    /// <summary>to += from.</summary>
    public static void Add(ReadOnlySpan<double> from, Span<double> to)
    {
        int i = 0;
        for (; i + Vector<double>.Count <= to.Length; i += Vector<double>.Count)
            (new Vector<double>(to[i..]) + new Vector<double>(from[i..])).CopyTo(to[i..]);
        for (; i < to.Length; i++) to[i] += from[i];
    }

    /// <summary>row *= factor.</summary>
    public static void Scale(Span<double> row, double factor)
    {
        int i = 0;
        for (; i + Vector<double>.Count <= row.Length; i += Vector<double>.Count) (new Vector<double>(row[i..]) * factor).CopyTo(row[i..]);
        for (; i < row.Length; i++) row[i] *= factor;
    }

    /// <summary>The numbers rounded to float32.</summary>
    public static void Narrow(ReadOnlySpan<double> from, float* to)
    {
        int i = 0;
        for (; i + 8 <= from.Length; i += 8) Vector256.Narrow(Vector256.Create(from[i..]), Vector256.Create(from[(i + 4)..])).Store(to + i);
        for (; i < from.Length; i++) to[i] = (float)from[i];
    }
}
