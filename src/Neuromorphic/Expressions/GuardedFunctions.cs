using Neuromorphic.Numerics;

namespace Neuromorphic.Expressions;

/// <summary>a / b; 0, and no slope, where |b| is below a millionth.</summary>
readonly struct SafeDivide : IFunctionOfTwo
{
    public static R Of<R>(R a, R b) where R : unmanaged, IReal<R>
    {
        R tiny = R.Abs(b) < 1e-6;
        return R.Select(tiny, 0.0, a / R.Select(tiny, 1.0, b));
    }
}

/// <summary>ln |x|; that of 1e-5, and no slope, where |x| is up to 1e-5.</summary>
readonly struct SafeLogarithm : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R>
    {
        R magnitude = R.Abs(x), tiny = magnitude <= 1e-5;
        return R.Select(tiny, -11.512925464970229, Logarithm.Of(R.Select(tiny, 1.0, magnitude)));
    }
}

/// <summary>The square root of |x|; no slope at 0.</summary>
readonly struct SafeSquareRoot : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R>
    {
        R magnitude = R.Abs(x), none = magnitude <= 0.0;
        return R.Select(none, 0.0, R.Sqrt(R.Select(none, 1.0, magnitude)));
    }
}

/// <summary>e^x up to a million; no slope beyond.</summary>
readonly struct CappedExponential : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R>
    {
        R beyond = x >= 13.815510557964274;
        return R.Select(beyond, 1e6, R.Exp(R.Select(beyond, 0.0, x)));
    }
}
