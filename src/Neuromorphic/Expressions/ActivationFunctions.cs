using Neuromorphic.Numerics;

namespace Neuromorphic.Expressions;

/// <summary>1 / (1 + e^-x).</summary>
readonly struct Logistic : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Logistic(x);
}

/// <summary>ln of 1 / (1 + e^-x), which is -ln(1 + e^-x).</summary>
readonly struct LogLogistic : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => -R.Softplus(-x);
}

/// <summary>ln(1 + e^x).</summary>
readonly struct Softplus : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Softplus(x);
}

/// <summary>x / (1 + |x|).</summary>
readonly struct Softsign : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => x / (1.0 + R.Abs(x));
}

/// <summary>max(x, 0); slope 0 at 0; NaN of NaN.</summary>
readonly struct Relu : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Select(x <= 0.0, 0.0, x);
}

/// <summary>x above 0, else x / 100.</summary>
readonly struct LeakyRelu : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Select(x <= 0.0, 0.01 * x, x);
}

/// <summary>x above 0, else e^x - 1. Above 0 the exponential is of 0: an infinite one, unused, would make the slope NaN.</summary>
readonly struct Elu : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R>
    {
        R negative = x < 0.0;
        return R.Select(negative, R.Expm1(R.Select(negative, x, 0.0)), x);
    }
}

/// <summary>1.0507 times (x above 0, else 1.67326 (e^x - 1)).</summary>
readonly struct Selu : IFunction
{
    const double Scale = 1.0507009873554805, Alpha = 1.6732632423543772;

    public static R Of<R>(R x) where R : unmanaged, IReal<R>
    {
        R below = x <= 0.0;
        return R.Select(below, Scale * Alpha * R.Expm1(R.Select(below, x, 0.0)), Scale * x);
    }
}

/// <summary>x / (1 + e^-x) above 0, else (e^x - 1) / (1 + e^-x).</summary>
readonly struct Elish : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => Elu.Of(x) * R.Logistic(x);
}

/// <summary>x / (1 + e^-x).</summary>
readonly struct Swish : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => x * R.Logistic(x);
}

/// <summary>x tanh ln(1 + e^x).</summary>
readonly struct Mish : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => x * R.Tanh(R.Softplus(x));
}

/// <summary>x / 2 (1 + tanh u), u = sqrt(2 / pi) (x + 0.044715 x^3), which is x / (1 + e^-2u): so it loses no digits far below 0.</summary>
readonly struct Gelu : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => x * R.Logistic(1.5957691216057308 * (x + 0.044715 * (x * x * x)));
}

/// <summary>0.2 x + 0.5, from 0 to 1.</summary>
readonly struct HardSigmoid : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R>
    {
        R line = 0.2 * x + 0.5;
        return R.Select(line <= 0.0, 0.0, R.Select(line >= 1.0, 1.0, line));
    }
}
