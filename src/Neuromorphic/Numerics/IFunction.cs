using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>A function of one number, as a kernel: lanes and devices evaluate the same source.</summary>
public interface IFunction
{
    /// <summary>The function of x.</summary>
    static abstract R Of<R>(R x) where R : unmanaged, IReal<R>;
}

/// <summary>A function of two numbers, as a kernel.</summary>
public interface IFunctionOfTwo
{
    /// <summary>The function of a and b.</summary>
    static abstract R Of<R>(R a, R b) where R : unmanaged, IReal<R>;
}

/// <summary>Evaluates functions.</summary>
static unsafe class Functions
{
    /// <summary>Replaces values[0 .. count) by the function of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<R, TFunction>(R* values, int count) where R : unmanaged, IReal<R> where TFunction : struct, IFunction
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        for (int i = 0; i < count; i++) values[i] = TFunction.Of(values[i]);
    }
}

/// <summary>x.</summary>
readonly struct IdentityFunction : IFunction
{
    public static R Of<R>(R x) where R : unmanaged, IReal<R> => x;
}
