using System.Reflection;
using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>
/// The functions of <see cref="IReal{R}"/> that a caller takes in, as methods of their own: each is compiled once, whoever calls it, and a caller with many of
/// them stays within the number of locals up to which the JIT inlines. Numbers go by reference.
/// </summary>
static class Called
{
    const MethodImplOptions Stage = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Whether an operation is one of them, or in float32 compiled apart already.</summary>
    public static bool Has(Operation operation, Type number) =>
        operation.IsFunction() && operation is not (Operation.Pow or Operation.BitIncrement) && (number != typeof(Scalar64) || typeof(Called).GetMethod(operation.ToString()) != null);

    /// <summary>The method of an operation.</summary>
    public static MethodInfo Method(Operation operation, Type number) =>
        (typeof(Called).GetMethod(operation.ToString()) ?? typeof(Apart).GetMethod(operation.ToString())!).MakeGenericMethod(number);

    [MethodImpl(Stage)]
    public static void Exp<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = R.Exp(x);

    [MethodImpl(Stage)]
    public static void Expm1<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = R.Expm1(x);

    [MethodImpl(Stage)]
    public static void Log<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = R.Log(x);

    [MethodImpl(Stage)]
    public static void Log1p<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = R.Log1p(x);

    [MethodImpl(Stage)]
    public static void Tanh<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = R.Tanh(x);

    [MethodImpl(Stage)]
    public static void Sin<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Real.Sin(x);

    [MethodImpl(Stage)]
    public static void Cos<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Real.Cos(x);

    [MethodImpl(Stage)]
    public static void SinOfTurn<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Real.SinOfTurn(x);

    [MethodImpl(Stage)]
    public static void CosOfTurn<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Real.CosOfTurn(x);

    [MethodImpl(Stage)]
    public static void Logistic<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = R.Logistic(x);

    [MethodImpl(Stage)]
    public static void Cosh<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = R.Cosh(x);
}
