using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>
/// Special functions in float32, written once: the same bits on every implementation of <see cref="IReal{R}"/> that is float32. All are defined for
/// every argument, with the limits at infinity, the signs of zero and NaN of IEEE 754, and lose no digits near 0.
/// Largest errors stand in docs/decisions/bits-do-not-depend-on-hardware.md (held by a test).
/// </summary>
/// <remarks>Polynomials without a name: least maximum of the relative error, coefficients rounded one after the other.</remarks>
static class Special
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Expm1<R>(R x) where R : unmanaged, IReal<R>
    {
        R growth = Growth(Within(x, -30f, 89f), 0f, out Word<R> power);
        R half = ((power + 126u) << 23).Bits;
        R result = R.Fma(half, growth, half - .5f);
        return WithSign(result + result, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Log1p<R>(R x) where R : unmanaged, IReal<R>
    {
        R result = WithSign(LogOfSum(x, 0f), x);
        result = R.Select(x < float.PositiveInfinity, result, x);
        return R.Select(x > -1f, result, R.Select(x >= -1f, float.NegativeInfinity, float.NaN));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Softplus<R>(R x) where R : unmanaged, IReal<R>
    {
        R growth = Growth(-Within(R.Abs(x), 0f, 105f), 0f, out Word<R> power);
        R high = 1f + growth;
        R low = growth - (high - 1f);
        return R.Select(x > 0f, x, 0f) + LogOfSum(Scale(high, power), Scale(low, power));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Logistic<R>(R x) where R : unmanaged, IReal<R>
    {
        R e = Exp(-R.Abs(x), 0f);
        R high = 1f + e;
        R low = e - (high - 1f);
        R inverse = 1f / high;
        R above = R.Select(x < 0f, e, 1f);
        R quotient = above * inverse;
        return R.Fma(R.Fma(-quotient, low, R.Fma(-quotient, high, above)), inverse, quotient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Sinh<R>(R x) where R : unmanaged, IReal<R>
    {
        R z = x * x;
        R p = 2.78398602e-06f;
        p = R.Fma(p, z, .000198426293f);
        p = R.Fma(p, z, .00833331142f);
        p = R.Fma(p, z, .166666672f);
        R small = R.Fma(x * z, p, x);
        R magnitude = R.Abs(x), half = HalfExp(magnitude);
        return R.Select(magnitude >= 1f, WithSign(half - .25f / half, x), small);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Cosh<R>(R x) where R : unmanaged, IReal<R>
    {
        R half = HalfExp(R.Abs(x));
        return half + .25f / half;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Asinh<R>(R x) where R : unmanaged, IReal<R>
    {
        R z = x * x;
        R p = .000673915434f;
        p = R.Fma(p, z, -.00383820012f);
        p = R.Fma(p, z, .0104305251f);
        p = R.Fma(p, z, -.0191818625f);
        p = R.Fma(p, z, .0294562243f);
        p = R.Fma(p, z, -.0444878712f);
        p = R.Fma(p, z, .0749871582f);
        p = R.Fma(p, z, -.166666299f);
        R small = R.Fma(x * z, p, x);
        // ln(|x| + sqrt(x^2 + 1)), with what the sum's rounding took; from 4,096 on it is ln(2 |x|).
        R magnitude = R.Abs(x), big = magnitude > 4096f;
        R root = R.Sqrt(z + 1f), sum = magnitude + root, low = root - (sum - magnitude);
        R m = Mantissa(R.Select(big, magnitude, sum), out R power, out R scale) + R.Select(big, 0f, low * scale);
        R large = Elementary.LogOf(power + R.Select(big, 1f, 0f), m);
        large = R.Select(magnitude < float.PositiveInfinity, large, magnitude);
        return WithSign(R.Select(magnitude >= 1f, large, small), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Atan<R>(R x) where R : unmanaged, IReal<R>
    {
        R magnitude = R.Abs(x), beyond = magnitude > 1f;
        R t = R.Select(beyond, 1f / magnitude, magnitude);
        R z = t * t;
        R p = -.0017877972f;
        p = R.Fma(p, z, .0108884787f);
        p = R.Fma(p, z, -.0311290473f);
        p = R.Fma(p, z, .0579084978f);
        p = R.Fma(p, z, -.0840057731f);
        p = R.Fma(p, z, .109512024f);
        p = R.Fma(p, z, -.142640546f);
        p = R.Fma(p, z, .19998531f);
        p = R.Fma(p, z, -.333332986f);
        p = R.Fma(t * z, p, t);
        return WithSign(R.Select(beyond, 1.57079637f - (p + 4.37113883e-8f), p), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Erf<R>(R x) where R : unmanaged, IReal<R>
    {
        R magnitude = R.Abs(x);
        // 1 - e^-p
        R a = R.Select(magnitude < 4f, magnitude, 4f);
        R p = -.000186450474f;
        p = R.Fma(p, a, .00294834818f);
        p = R.Fma(p, a, -.0218407866f);
        p = R.Fma(p, a, .103112362f);
        p = R.Fma(p, a, .638138473f);
        p = R.Fma(p, a, 1.12709296f);
        p = R.Fma(p, a, .000340611703f);
        R large = WithSign(1f - R.Exp(-p), x);
        return R.Select(magnitude > 1f, large, SmallErf(x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Erfc<R>(R x) where R : unmanaged, IReal<R>
    {
        // e^(x^2) erfc x = P(q) / (1 + 2 |x|), with q = (|x| - 2) / (|x| + 2).
        R a = Within(R.Abs(x), 0f, 10.2f);
        R inverse = 1f / (a + 2f);
        R q = (a - 2f) * inverse;
        R p = -.000253456878f;
        p = R.Fma(p, q, -.00126658881f);
        p = R.Fma(p, q, .00117088307f);
        p = R.Fma(p, q, .00866371393f);
        p = R.Fma(p, q, -.00801344868f);
        p = R.Fma(p, q, -.0542135797f);
        p = R.Fma(p, q, .164049789f);
        p = R.Fma(p, q, -.166030481f);
        p = R.Fma(p, q, -.0927638113f);
        p *= q;
        R sum = 1.27697837f + p, low = p - (sum - 1.27697837f);
        R twice = a + a, d = twice + 1f, dl = 1f - (d - twice), r = 1f / d;
        R scaled = sum * r;
        scaled = R.Fma(R.Fma(-scaled, dl, R.Fma(-scaled, d, sum) + low), r, scaled);
        R square = a * a;
        R growth = Growth(-square, R.Fma(-a, a, square), out Word<R> power);
        R tail = Scale(R.Fma(scaled, growth, scaled), power);
        R large = R.Select(x < 0f, 2f - tail, tail);
        return R.Select(R.Abs(x) > .46875f, large, 1f - SmallErf(x));
    }

    /// <summary>erf x for |x| up to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R SmallErf<R>(R x) where R : unmanaged, IReal<R>
    {
        R z = x * x;
        R p = 7.83852593e-5f;
        p = R.Fma(p, z, -.00080057187f);
        p = R.Fma(p, z, .00518785184f);
        p = R.Fma(p, z, -.0268535949f);
        p = R.Fma(p, z, .112835817f);
        p = R.Fma(p, z, -.37612626f);
        p = R.Fma(p, z, .128379166f);
        return R.Fma(x, p, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R I0e<R>(R x) where R : unmanaged, IReal<R>
    {
        R magnitude = R.Abs(x), z = x * x * .25f;
        R p = 1.2832152e-11f;
        p = R.Fma(p, z, 4.90519181e-10f);
        p = R.Fma(p, z, 4.08952694e-08f);
        p = R.Fma(p, z, 1.91831464e-06f);
        p = R.Fma(p, z, 6.948792e-05f);
        p = R.Fma(p, z, .00173601275f);
        p = R.Fma(p, z, .0277778879f);
        p = R.Fma(p, z, .249999955f);
        p = R.Fma(p, z, 1f);
        p = R.Fma(p, z, 1f);
        R u = 1f / magnitude;
        R large = 1.99308395f;
        large = R.Fma(large, u, -.360451847f);
        large = R.Fma(large, u, .0916488692f);
        large = R.Fma(large, u, .0269230064f);
        large = R.Fma(large, u, .0281006042f);
        large = R.Fma(large, u, .0498674288f);
        return R.Select(magnitude < 7f, Damped(p, R.Fma(R.Fma(.016f, magnitude, -.217f), magnitude, 1f), magnitude), Spread(large, magnitude, u));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R I1e<R>(R x) where R : unmanaged, IReal<R>
    {
        R magnitude = R.Abs(x), z = x * x * .25f;
        R p = 1.23415644e-12f;
        p = R.Fma(p, z, 5.69038323e-11f);
        p = R.Fma(p, z, 5.06391196e-09f);
        p = R.Fma(p, z, 2.74548285e-07f);
        p = R.Fma(p, z, 1.15783596e-05f);
        p = R.Fma(p, z, .00034721219f);
        p = R.Fma(p, z, .00694445614f);
        p = R.Fma(p, z, .0833333284f);
        p = R.Fma(p, z, .5f);
        p = R.Fma(p, z, 1f);
        R u = 1f / magnitude;
        R large = -2.29344296f;
        large = R.Fma(large, u, .410919845f);
        large = R.Fma(large, u, -.112332694f);
        large = R.Fma(large, u, -.0381928124f);
        large = R.Fma(large, u, -.0468109213f);
        large = R.Fma(large, u, -.14960292f);
        return R.Select(magnitude < 7f, .5f * x * Damped(p, R.Fma(-.042f, magnitude, .5f), magnitude), WithSign(Spread(large, magnitude, u), x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static R Pow<R>(R x, R y) where R : unmanaged, IReal<R>
    {
        R magnitude = R.Abs(x);
        // Numbers below the normal ones, times 2^24.
        R below = magnitude < 1.17549435e-38f;
        R f = Mantissa(magnitude * R.Select(below, 16777216f, 1f), out R power, out _);
        power -= R.Select(below, 24f, 0f);
        // ln(1 + f) = 2 artanh s, with s = f / (2 + f), in pairs of high and low parts.
        R d = 2f + f, dl = f - (d - 2f), inverse = 1f / d;
        R s = f * inverse, sl = R.Fma(-s, dl, R.Fma(-s, d, f)) * inverse;
        R z = s * s, zl = R.Fma(2f * s, sl, R.Fma(s, s, -z));
        R rest = z * R.Fma(R.Fma(.234195158f, z, .285470933f), z, .400001526f);
        R c = .666666687f + rest, cl = rest - (c - .666666687f) - 1.98682151e-8f;
        R cube = s * z, cubel = R.Fma(sl, z, R.Fma(s, zl, R.Fma(s, z, -cube)));
        R term = cube * c, terml = R.Fma(cubel, c, R.Fma(cube, cl, R.Fma(cube, c, -term)));
        R exponent = power * .693359375f, twice = s + s;
        R first = exponent + twice, firstl = twice - (first - exponent);
        R log = first + term, logl = term - (log - first);
        logl += firstl + (R.Fma(power, -2.12194440e-4f, sl + sl) + terml);
        log = R.Select(magnitude > 0f, log, float.NegativeInfinity);
        log = R.Select(magnitude < float.PositiveInfinity, log, magnitude); // infinite or NaN
        R product = y * log;
        R productl = R.Fma(y, logl, R.Fma(y, log, -product));
        R result = Exp(product, R.Select(R.Abs(product) < 200f, productl, 0f));
        // An odd power keeps the sign; a negative number has whole powers alone. From 2^24 on all are whole and even.
        R part = R.Select(R.Abs(y) < 16777216f, y, 0f);
        Word<R> truncated = Word<R>.Truncate(part);
        R whole = R.And(truncated.ToReal() >= part, truncated.ToReal() <= part);
        result = R.Or(result, R.And(R.And(x, whole), (truncated << 31).Bits));
        result = R.Select(R.And(R.And(x < 0f, x >= float.MinValue), Real.Not(whole)), float.NaN, result);
        R one = R.Or(R.And(x >= 1f, x <= 1f), R.Or(R.Abs(y) <= 0f, R.And(R.And(x >= -1f, x <= -1f), R.Abs(y) > float.MaxValue)));
        return R.Select(one, 1f, result);
    }

    /// <summary>The number moved into [low, high]; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R Within<R>(R x, R low, R high) where R : unmanaged, IReal<R>
    {
        x = R.Select(x < low, low, x);
        return R.Select(x > high, high, x);
    }

    /// <summary>The magnitude with the sign of another number, for a magnitude without one or with the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R WithSign<R>(R magnitude, R sign) where R : unmanaged, IReal<R> => R.Or(magnitude, R.And(sign, R.WordFrom(0x80000000u)));

    /// <summary>e^(x + low) = 2^power (1 + growth), with growth from -.3 to .42.</summary>
    /// <remarks>Polynomial: Cephes, expf.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R Growth<R>(R x, R low, out Word<R> power) where R : unmanaged, IReal<R>
    {
        R whole = Elementary.Round(x * 1.44269504f, out power);
        R f = R.Fma(whole, -.693359375f, x);
        f = R.Fma(whole, 2.12194440e-4f, f) + low;
        R p = 1.98756912e-4f;
        p = R.Fma(p, f, 1.39819994e-3f);
        p = R.Fma(p, f, 8.33345205e-3f);
        p = R.Fma(p, f, 4.16657962e-2f);
        p = R.Fma(p, f, .166666657f);
        p = R.Fma(p, f, .5f);
        return R.Fma(p, f * f, f);
    }

    /// <summary>value 2^power, in two steps, as the whole power may be no normal number's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R Scale<R>(R value, Word<R> power) where R : unmanaged, IReal<R>
    {
        Word<R> half = (power + 0xB4C00100u) >>> 1; // Half of power + 256, without the bits that Elementary.Round leaves above it.
        return value * ((half + uint.MaxValue) << 23).Bits * ((power + ~half + 256u) << 23).Bits;
    }

    /// <summary>e^(x + low) up to infinity and down to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R Exp<R>(R x, R low) where R : unmanaged, IReal<R>
    {
        R growth = Growth(Within(x, -105f, 90f), low, out Word<R> power);
        return Scale(1f + growth, power);
    }

    /// <summary>e^x / 2 for x from 0, up to infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R HalfExp<R>(R x) where R : unmanaged, IReal<R>
    {
        R growth = Growth(Within(x, 0f, 90f), 0f, out Word<R> power);
        return Scale(R.Fma(.5f, growth, .5f), power);
    }

    /// <summary>e^-x p(z), with z = x^2 / 4 as rounded: what rounding took goes into the exponent, times p' / p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R Damped<R>(R p, R slope, R x) where R : unmanaged, IReal<R>
    {
        R low = R.Fma(x, x, -(x * x)) * .25f;
        R growth = Growth(-x, low * slope, out Word<R> power);
        return R.Fma(p, growth, p) * ((power + 127u) << 23).Bits;
    }

    /// <summary>(1 / sqrt(2 pi) + p / x) / sqrt(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R Spread<R>(R p, R x, R u) where R : unmanaged, IReal<R> => (.398942292f + R.Fma(p, u, -1.13351700e-8f)) / R.Sqrt(x);

    /// <summary>m, with x = 2^power (1 + m), from sqrt(1/2) - 1 to sqrt(2) - 1; the scale is 2^-power, which 2^128 has not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R Mantissa<R>(R x, out R power, out R scale) where R : unmanaged, IReal<R>
    {
        Word<R> exponent = Elementary.Exponent(x), negative = ~exponent + 1u;
        power = exponent.ToReal() * (1f / 8388608f);
        scale = (negative + 0x3F800000u).Bits;
        return (new Word<R>(x) + negative).Bits - 1f;
    }

    /// <summary>ln(1 + x + low) for x above -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static R LogOfSum<R>(R x, R low) where R : unmanaged, IReal<R>
    {
        R sum = 1f + x;
        R mantissa = Mantissa(sum, out R power, out R scale);
        R m = R.Fma(x, scale, scale - 1f) + low * scale;
        return Elementary.LogOf(power, R.Select(sum > 1e10f, mantissa, m)); // not for NaN, which stays
    }
}
