using System.Runtime.CompilerServices;

namespace Neuromorphic.Numerics;

/// <summary>
/// The longer special functions, each compiled by itself: a caller that uses several stays within the number of locals up to which a processor's JIT
/// inlines (three of them in one method took 20 times as long). Numbers go by reference: by value into a call, vectors cost as much as the function.
/// Devices inline everything and go past this.
/// </summary>
static class Apart
{
    const MethodImplOptions Stage = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    [MethodImpl(Stage)]
    public static void Softplus<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Special.Softplus(x);

    [MethodImpl(Stage)]
    public static void Sinh<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Special.Sinh(x);

    [MethodImpl(Stage)]
    public static void Asinh<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Special.Asinh(x);

    [MethodImpl(Stage)]
    public static void Atan<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Special.Atan(x);

    [MethodImpl(Stage)]
    public static void Erf<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Special.Erf(x);

    [MethodImpl(Stage)]
    public static void Erfc<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Special.Erfc(x);

    [MethodImpl(Stage)]
    public static void I0e<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Special.I0e(x);

    [MethodImpl(Stage)]
    public static void I1e<R>(in R x, out R result) where R : unmanaged, IReal<R> => result = Special.I1e(x);

    [MethodImpl(Stage)]
    public static void Pow<R>(in R x, in R y, out R result) where R : unmanaged, IReal<R> => result = Special.Pow(x, y);
}
