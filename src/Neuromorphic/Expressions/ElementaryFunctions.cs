using Neuromorphic.Numerics;

namespace Neuromorphic.Expressions;

/// <summary>e^x.</summary>
readonly struct Exponential : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Exp(x);
}

/// <summary>e^x - 1.</summary>
readonly struct ExponentialLessOne : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Expm1(x);
}

/// <summary>ln(1 + x).</summary>
readonly struct LogarithmOfOneMore : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Log1p(x);
}

/// <summary>ln x; minus infinity of 0, NaN of negative numbers.</summary>
readonly struct Logarithm : IFunction
{
    const double Least = 1.2e-38, Scale = 1.2676506002282294e30, LogarithmOfScale = 69.314718055994531; // above the subnormal float32 numbers; 2^100

    public static R Of<R>(R x) where R : unmanaged, IReal<R>
    {
        R small = x < Least, positive = x > 0.0;
        R value = R.Log(R.Select(positive, R.Select(small, x * Scale, x), 1.0)) - R.Select(small, LogarithmOfScale, 0.0);
        return R.Select(positive, R.Select(x < double.PositiveInfinity, value, x), R.Select(x >= 0.0, double.NegativeInfinity, double.NaN));
    }
}

/// <summary>Square root; NaN of negative numbers.</summary>
readonly struct SquareRoot : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Sqrt(x);
}

/// <summary>sin x.</summary>
readonly struct Sine : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => Real.Sin(x);
}

/// <summary>cos x.</summary>
readonly struct Cosine : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => Real.Cos(x);
}

/// <summary>sinh x.</summary>
readonly struct HyperbolicSine : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Sinh(x);
}

/// <summary>cosh x.</summary>
readonly struct HyperbolicCosine : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Cosh(x);
}

/// <summary>tanh x.</summary>
readonly struct HyperbolicTangent : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Tanh(x);
}

/// <summary>The inverse of sinh.</summary>
readonly struct InverseHyperbolicSine : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Asinh(x);
}

/// <summary>The inverse of tan.</summary>
readonly struct InverseTangent : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Atan(x);
}

/// <summary>erf x.</summary>
readonly struct ErrorFunction : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Erf(x);
}

/// <summary>1 - erf x.</summary>
readonly struct ComplementaryErrorFunction : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Erfc(x);
}

/// <summary>e^-|x| I0(x).</summary>
readonly struct ScaledBessel0 : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.I0e(x);
}

/// <summary>e^-|x| I1(x).</summary>
readonly struct ScaledBessel1 : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.I1e(x);
}
