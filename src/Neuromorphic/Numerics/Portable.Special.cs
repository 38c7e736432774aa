namespace Neuromorphic.Numerics;

// Special functions, to 1e-15 of their value: from the elementary ones, or as series and sums that lose no digits. What is measured stands in docs/decisions/bits-do-not-depend-on-hardware.md.
public static partial class Portable
{
    /// <summary>1 / (1 + e^-x).</summary>
    public static double Logistic(double x)
    {
        double e = Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// <summary>ln(1 + e^x).</summary>
    public static double Softplus(double x) => (x > 0 ? x : 0) + Log1p(Exp(-Math.Abs(x)));

    /// <summary>The hyperbolic sine.</summary>
    public static double Sinh(double x)
    {
        double magnitude = Math.Abs(x);
        if (magnitude > 40) return Math.CopySign(HalfExp(magnitude), x);
        double e = Expm1(magnitude);
        return Math.CopySign((e + e / (e + 1)) / 2, x);
    }

    /// <summary>The hyperbolic cosine.</summary>
    public static double Cosh(double x)
    {
        double half = HalfExp(Math.Abs(x));
        return half + .25 / half;
    }

    /// <summary>The inverse of the hyperbolic sine.</summary>
    public static double Asinh(double x)
    {
        double magnitude = Math.Abs(x);
        if (magnitude > 1e9) return Math.CopySign(Log(magnitude) + Log2.High, x);
        double square = magnitude * magnitude;
        return Math.CopySign(Log1p(magnitude + square / (1 + Math.Sqrt(1 + square))), x);
    }

    /// <summary>The inverse of the tangent, from -pi/2 to pi/2.</summary>
    public static double Atan(double x)
    {
        double magnitude = Math.Abs(x);
        if (magnitude < 1e-9) return x;
        // Halved twice: atan t = 2 atan(t / (1 + sqrt(1 + t^2))), so that t is below .2.
        double t = magnitude > 1 ? 1 / magnitude : magnitude;
        for (int i = 0; i < 2; i++) t /= 1 + Math.Sqrt(1 + t * t);
        double square = -t * t, sum = 0;
        for (int k = 27; k > 1; k -= 2) sum = (sum + 1.0 / k) * square;
        double angle = 4 * Math.FusedMultiplyAdd(t, sum, t);
        return Math.CopySign(magnitude > 1 ? 1.5707963267948966 - (angle - 6.123233995736766e-17) : angle, x);
    }

    /// <summary>The error function.</summary>
    public static double Erf(double x)
    {
        double magnitude = Math.Abs(x);
        if (!(magnitude < .75)) return Math.CopySign(1 - Tail(magnitude), x);
        // 2/sqrt(pi) times the sum of (-1)^n x^(2n+1) / (n! (2n+1)): from the last term to the first.
        double square = x * x, sum = 0;
        for (int n = 17; n > 0; n--) sum = (1.0 / (2 * n + 1) + sum) * -square / n;
        return Math.CopySign(Math.FusedMultiplyAdd(magnitude, sum, magnitude) * 1.1283791670955126, x);
    }

    /// <summary>1 - erf x.</summary>
    public static double Erfc(double x) => x < -.5 ? 2 - Tail(-x) : x < .5 ? 1 - Erf(x) : Tail(x);

    /// <summary>erfc x for x from 1/2, by the trapezoidal rule with step 1/2 on its integral over the real line (Hunter and Regan 1972).</summary>
    static double Tail(double x)
    {
        if (x > 28) return 0;
        ReadOnlySpan<double> gauss = // e^(-k^2 / 4), from k = 1 on
        [
            .7788007830714049, .36787944117144233, .10539922456186433, .01831563888873418, .0019304541362277093, .00012340980408667956, 4.785117392129009e-06, 1.1253517471925912e-07, 1.6052280551856116e-09, 1.3887943864964021e-11, 7.287724095819692e-14, 2.3195228302435696e-16, 4.4777324417183015e-19
        ];
        double square = x * x, sum = .5 / square;
        for (int k = gauss.Length; k > 0; k--) sum += gauss[k - 1] / (square + .25 * k * k);
        double tail = x * sum * Exp(-Twofold.Product(x, x)) / Math.PI;
        return x < 6 ? tail - 2 / Expm1(4 * Math.PI * x) : tail;
    }

    /// <summary>e^-|x| I0(x), with the modified Bessel function of order 0.</summary>
    public static double I0e(double x) => ScaledBessel(0, Math.Abs(x));

    /// <summary>e^-|x| I1(x), with the modified Bessel function of order 1.</summary>
    public static double I1e(double x) => Math.CopySign(ScaledBessel(1, Math.Abs(x)), x);

    /// <summary>The power series up to 25, beyond it the asymptotic one.</summary>
    static double ScaledBessel(int order, double x)
    {
        double sum = 1;
        if (x <= 25)
        {
            double square = x * x, quarter = square / 4;
            for (int k = 48; k > 0; k--) sum = Math.FusedMultiplyAdd(quarter / (k * (k + order)), sum, 1);
            // What the square's rounding took goes into the exponent, times the logarithm's derivative by the quarter, which is nearly this.
            double n = order + 1, slope = 2 / (n + Math.Sqrt(n * n + square));
            return (order == 0 ? sum : .5 * x * sum) * Exp(new Twofold(-x, Math.FusedMultiplyAdd(x, x, -square) / 4 * slope));
        }
        for (int k = 30; k > 0; k--) sum = Math.FusedMultiplyAdd(((2 * k - 1) * (2 * k - 1) - 4 * order) / (8 * k * x), sum, 1);
        return sum / (2.5066282746310002 * Math.Sqrt(x));
    }

    /// <summary>e^x / 2 for x from 0, up to infinity.</summary>
    static double HalfExp(double x)
    {
        if (x > 800) return double.PositiveInfinity;
        (int power, Twofold growth) = ExpParts(x);
        return Scale((1 + growth).Value, power - 1);
    }
}
