namespace Neuromorphic.Numerics;

/// <summary>
/// Elementary functions in float64, from additions, products, quotients and fused multiply-adds alone: the same bits on every processor and system,
/// where a platform's own differ. Every value of 10,000 tried of each is the nearest double (rarely the one beside it: errors before the
/// last rounding are below 2^-65); below the normal numbers they are rounded twice.
/// </summary>
/// <remarks>Reduction to a short interval, there the Taylor series, its first terms in twofold precision.</remarks>
public static partial class Portable
{
    static readonly Twofold Log2 = new(.6931471805599453, 2.3190468138462996e-17);

    // (e^r - 1) / r; sin and cos in -r^2; artanh(s) / s in s^2.
    static readonly PowerSeries ExpSeries = new(17, 6, k => OneOver(k + 1)), SineSeries = new(11, 3, k => OneOver(2 * k + 1)), CosineSeries = new(12, 4, k => OneOver(2 * k));
    static readonly PowerSeries ArtanhSeries = new(13, 6, k => (Twofold)1 / (2 * k + 1));

    /// <summary>e^x.</summary>
    public static double Exp(double x) => Exp((Twofold)x);

    /// <summary>e^x - 1, accurate near 0 too.</summary>
    public static double Expm1(double x) => x == 0 ? x : ExpMinusOne(x).Value;

    /// <summary>The natural logarithm; NaN of negative numbers.</summary>
    public static double Log(double x) => x switch
    {
        0 => double.NegativeInfinity,
        < 0 => double.NaN,
        double.PositiveInfinity => x,
        _ => LogParts(x).Value,
    };

    /// <summary>ln(1 + x), accurate near 0 too.</summary>
    public static double Log1p(double x) => x switch
    {
        -1 => double.NegativeInfinity,
        < -1 => double.NaN,
        double.PositiveInfinity => x,
        _ => Math.Abs(x) < 1e-16 ? x : LogParts(Twofold.Sum(1, x)).Value,
    };

    /// <summary>The hyperbolic tangent.</summary>
    public static double Tanh(double x)
    {
        double magnitude = Math.Abs(x);
        if (magnitude > 22) return Math.CopySign(1, x);
        if (!(magnitude > 0)) return x;
        Twofold e = ExpMinusOne(2 * magnitude);
        return Math.CopySign((e / (e + 2)).Value, x);
    }

    /// <summary>x^y, with the cases of IEEE 754.</summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1) return 1;
        if (double.IsNaN(x) || double.IsNaN(y)) return double.NaN;
        bool whole = Math.Floor(y) == y, odd = whole && Math.Floor(y / 2) != y / 2;
        if (x < 0 && double.IsFinite(x) && !whole) return double.NaN;
        double magnitude = Math.Abs(x);
        double power;
        if (magnitude == 1) power = 1;
        else if (Math.Abs(y) > 1e20) power = magnitude > 1 == y > 0 ? double.PositiveInfinity : 0;
        else if (magnitude == 0 || double.IsInfinity(magnitude)) power = magnitude == 0 == y > 0 ? 0 : double.PositiveInfinity;
        else power = Exp(LogParts(magnitude) * y);
        return odd && double.IsNegative(x) ? -power : power;
    }

    /// <summary>The length of (x, y), to a unit in the last place; it neither overflows nor underflows before its time.</summary>
    public static double Hypot(double x, double y)
    {
        (double large, double small) = (Math.Max(Math.Abs(x), Math.Abs(y)), Math.Min(Math.Abs(x), Math.Abs(y)));
        if (large == 0 || double.IsInfinity(large)) return large;
        double ratio = small / large;
        return large * Math.Sqrt(Math.FusedMultiplyAdd(ratio, ratio, 1));
    }

    /// <summary>The angle of the direction (x, y), from -pi to pi; 0 of no direction.</summary>
    public static double Atan2(double y, double x)
    {
        if (x == 0 && y == 0) return 0;
        if (Math.Abs(y) > Math.Abs(x)) return Math.CopySign(1.5707963267948966, y) - Atan(x / y);
        return x > 0 ? Atan(y / x) : Math.CopySign(3.141592653589793, y) + Atan(y / x);
    }

    /// <summary>The sine, for |x| up to 2^51; beyond, where numbers step by half a radian and more, 0.</summary>
    public static double Sin(double x) => x == 0 ? x : Turned(x, 0);

    /// <summary>The cosine, for |x| up to 2^51; beyond, where numbers step by half a radian and more, 1.</summary>
    public static double Cos(double x) => Turned(x, 1);

    static double Exp(Twofold x)
    {
        if (double.IsNaN(x.High)) return x.High;
        if (x.High > 710) return double.PositiveInfinity;
        if (x.High < -746) return 0;
        (int power, Twofold growth) = ExpParts(x);
        return Scale((1 + growth).Value, power);
    }

    static Twofold ExpMinusOne(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 710) return double.PositiveInfinity;
        if (x < -50) return -1;
        (int power, Twofold growth) = ExpParts(x);
        if (power > 1000) return Exp(x);
        double scale = PowerOfTwo(power);
        return Twofold.Sum(scale, -1) + new Twofold(scale * growth.High, scale * growth.Low);
    }

    /// <summary>e^x = 2^power (1 + growth).</summary>
    static (int Power, Twofold Growth) ExpParts(Twofold x)
    {
        double power = Nearest(x.High * 1.4426950408889634);
        Twofold r = x + -(power * Log2);
        return ((int)power, r * ExpSeries.Of(r));
    }

    /// <summary>ln x of a positive x to about 100 bits.</summary>
    static Twofold LogParts(Twofold x)
    {
        int below = 0;
        if (x.High < 2.2250738585072014e-308) (x, below) = (x.High * 18014398509481984, 54);
        // x = 2^power m, with m from sqrt(1/2) to sqrt(2); divided in two steps, as the whole power may be no normal number's.
        int power = (int)((BitConverter.DoubleToInt64Bits(x.High) - 0x3FE6A09E667F3BCD) >> 52);
        double half = PowerOfTwo(-power / 2), other = PowerOfTwo(-power - -power / 2);
        Twofold m = new(x.High * half * other, x.Low * half * other);
        Twofold s = (m + -1) / (m + 1), log = s * ArtanhSeries.Of(s * s);
        return (power - below) * Log2 + new Twofold(2 * log.High, 2 * log.Low);
    }

    static double Turned(double x, int quadrants)
    {
        if (!double.IsFinite(x)) return double.NaN;
        if (Math.Abs(x) > 2251799813685248) return quadrants;
        double quarters = Nearest(x * .6366197723675814);
        Twofold r = x + -Twofold.Product(quarters, 1.5707963267948966) + -Twofold.Product(quarters, 6.123233995736766e-17) + -Twofold.Product(quarters, -1.4973849048591833e-33);
        long quadrant = (long)quarters + quadrants;
        Twofold value = (quadrant & 1) == 0 ? r * SineSeries.Of(-(r * r)) : CosineSeries.Of(-(r * r));
        return (quadrant & 2) == 0 ? value.Value : -value.Value;
    }

    /// <summary>value 2^power, rounded once more below the normal numbers.</summary>
    static double Scale(double value, int power)
    {
        int first = Math.Clamp(power, -1000, 1000);
        return value * PowerOfTwo(first) * PowerOfTwo(power - first);
    }

    static double PowerOfTwo(int power) => BitConverter.Int64BitsToDouble((power + 1023L) << 52);

    /// <summary>The nearest integer, for |x| up to 2^51.</summary>
    static double Nearest(double x) => x + 6755399441055744 - 6755399441055744;

    /// <summary>1 / k!</summary>
    static Twofold OneOver(int k) => k == 0 ? 1 : OneOver(k - 1) / k;

    /// <summary>A sum of terms(k) x^k, the first few in twofold precision.</summary>
    sealed class PowerSeries(int count, int twofold, Func<int, Twofold> term)
    {
        readonly Twofold[] terms = [.. Enumerable.Range(0, count).Select(term)];

        public Twofold Of(Twofold x)
        {
            double rest = 0;
            for (int k = count - 1; k >= twofold; k--) rest = Math.FusedMultiplyAdd(rest, x.High, terms[k].High);
            Twofold sum = rest;
            for (int k = twofold - 1; k >= 0; k--) sum = terms[k] + x * sum;
            return sum;
        }
    }
}
