using Neuromorphic.Numerics;

namespace Neuromorphic.Expressions;

/// <summary>a + b.</summary>
readonly struct Add : IFunctionOfTwo
{
    public static R Of<R>(R a, R b) where R : unmanaged, IReal<R> => a + b;
}

/// <summary>a - b.</summary>
readonly struct Subtract : IFunctionOfTwo
{
    public static R Of<R>(R a, R b) where R : unmanaged, IReal<R> => a - b;
}

/// <summary>a b.</summary>
readonly struct Multiply : IFunctionOfTwo
{
    public static R Of<R>(R a, R b) where R : unmanaged, IReal<R> => a * b;
}

/// <summary>a / b; 0, and no slope, where b is 0.</summary>
readonly struct Divide : IFunctionOfTwo
{
    public static R Of<R>(R a, R b) where R : unmanaged, IReal<R>
    {
        R none = R.Abs(b) <= 0.0;
        return R.Select(none, 0.0, a / R.Select(none, 1.0, b));
    }
}

/// <summary>a^b.</summary>
readonly struct Power : IFunctionOfTwo
{
    public static R Of<R>(R a, R b) where R : unmanaged, IReal<R> => R.Pow(a, b);
}

/// <summary>The larger number, and its slope; a of equal ones; NaN where either is.</summary>
readonly struct Maximum : IFunctionOfTwo
{
    public static R Of<R>(R a, R b) where R : unmanaged, IReal<R> => R.Select(a >= b, a, R.Select(a < b, b, a + b));
}

/// <summary>The smaller number, and its slope; a of equal ones; NaN where either is.</summary>
readonly struct Minimum : IFunctionOfTwo
{
    public static R Of<R>(R a, R b) where R : unmanaged, IReal<R> => R.Select(a <= b, a, R.Select(a > b, b, a + b));
}

/// <summary>-x.</summary>
readonly struct Negative : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => -x;
}

/// <summary>x.</summary>
readonly struct Identity : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => x;
}

/// <summary>0.</summary>
readonly struct Zero : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => 0.0;
}

/// <summary>1.</summary>
readonly struct One : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => 1.0;
}

/// <summary>1 / x; 0, and no slope, where x is 0.</summary>
readonly struct Reciprocal : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => Divide.Of((R)1.0, x);
}

/// <summary>|x|.</summary>
readonly struct Absolute : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => R.Abs(x);
}

/// <summary>x^2.</summary>
readonly struct Square : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => x * x;
}
