using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>The operations of a tape as loops over a strip of items: to = operation(a, b, c). The bits are those of the emitted operations.</summary>
static unsafe class StripFunctions<R> where R : unmanaged, IReal<R>
{
    const MethodImplOptions Stage = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>The loops by operation.</summary>
    public static readonly delegate*<R*, R*, R*, R*, int, void>[] Of = Table();

    static delegate*<R*, R*, R*, R*, int, void>[] Table()
    {
        delegate*<R*, R*, R*, R*, int, void>[] table = new delegate*<R*, R*, R*, R*, int, void>[(int)Operation.BitIncrement + 1];
        table[(int)Operation.Add] = &Add;
        table[(int)Operation.Subtract] = &Subtract;
        table[(int)Operation.Multiply] = &Multiply;
        table[(int)Operation.Divide] = &Divide;
        table[(int)Operation.Negate] = &Negate;
        table[(int)Operation.SquareRoot] = &SquareRoot;
        table[(int)Operation.Absolute] = &Absolute;
        table[(int)Operation.Select] = &Select;
        table[(int)Operation.MultiplyAdd] = &MultiplyAdd;
        table[(int)Operation.MultiplySubtract] = &MultiplySubtract;
        table[(int)Operation.SubtractProduct] = &SubtractProduct;
        table[(int)Operation.Less] = &Less;
        table[(int)Operation.AtLeast] = &AtLeast;
        table[(int)Operation.Fires] = &Fires;
        table[(int)Operation.And] = &And;
        table[(int)Operation.Or] = &Or;
        table[(int)Operation.Exp] = &Exp;
        table[(int)Operation.Expm1] = &Expm1;
        table[(int)Operation.Log] = &Log;
        table[(int)Operation.Log1p] = &Log1p;
        table[(int)Operation.Tanh] = &Tanh;
        table[(int)Operation.Sin] = &Sin;
        table[(int)Operation.Cos] = &Cos;
        table[(int)Operation.SinOfTurn] = &SinOfTurn;
        table[(int)Operation.CosOfTurn] = &CosOfTurn;
        table[(int)Operation.Softplus] = &Softplus;
        table[(int)Operation.Logistic] = &Logistic;
        table[(int)Operation.Sinh] = &Sinh;
        table[(int)Operation.Cosh] = &Cosh;
        table[(int)Operation.Asinh] = &Asinh;
        table[(int)Operation.Atan] = &Atan;
        table[(int)Operation.Erf] = &Erf;
        table[(int)Operation.Erfc] = &Erfc;
        table[(int)Operation.I0e] = &I0e;
        table[(int)Operation.I1e] = &I1e;
        table[(int)Operation.Pow] = &Pow;
        table[(int)Operation.BitIncrement] = &BitIncrement;
        return table;
    }

    [MethodImpl(Stage)]
    static void Add(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = a[i] + b[i];
    }

    [MethodImpl(Stage)]
    static void Subtract(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = a[i] - b[i];
    }

    [MethodImpl(Stage)]
    static void Multiply(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = a[i] * b[i];
    }

    [MethodImpl(Stage)]
    static void Divide(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = a[i] / b[i];
    }

    [MethodImpl(Stage)]
    static void Negate(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = -a[i];
    }

    [MethodImpl(Stage)]
    static void SquareRoot(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Sqrt(a[i]);
    }

    [MethodImpl(Stage)]
    static void Absolute(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Abs(a[i]);
    }

    [MethodImpl(Stage)]
    static void Select(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Select(a[i], b[i], c[i]);
    }

    [MethodImpl(Stage)]
    static void MultiplyAdd(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Fma(a[i], b[i], c[i]);
    }

    [MethodImpl(Stage)]
    static void MultiplySubtract(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Fma(a[i], b[i], -c[i]);
    }

    [MethodImpl(Stage)]
    static void SubtractProduct(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Fma(-a[i], b[i], c[i]);
    }

    [MethodImpl(Stage)]
    static void Less(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = a[i] < b[i];
    }

    [MethodImpl(Stage)]
    static void AtLeast(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = a[i] >= b[i];
    }

    [MethodImpl(Stage)]
    static void Fires(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Fires(a[i], b[i]);
    }

    [MethodImpl(Stage)]
    static void And(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.And(a[i], b[i]);
    }

    [MethodImpl(Stage)]
    static void Or(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Or(a[i], b[i]);
    }

    [MethodImpl(Stage)]
    static void Exp(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Exp(a[i]);
    }

    [MethodImpl(Stage)]
    static void Expm1(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Expm1(a[i]);
    }

    [MethodImpl(Stage)]
    static void Log(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Log(a[i]);
    }

    [MethodImpl(Stage)]
    static void Log1p(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Log1p(a[i]);
    }

    [MethodImpl(Stage)]
    static void Tanh(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Tanh(a[i]);
    }

    [MethodImpl(Stage)]
    static void Sin(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = Real.Sin(a[i]);
    }

    [MethodImpl(Stage)]
    static void Cos(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = Real.Cos(a[i]);
    }

    [MethodImpl(Stage)]
    static void SinOfTurn(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = Real.SinOfTurn(a[i]);
    }

    [MethodImpl(Stage)]
    static void CosOfTurn(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = Real.CosOfTurn(a[i]);
    }

    [MethodImpl(Stage)]
    static void Softplus(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Softplus(a[i]);
    }

    [MethodImpl(Stage)]
    static void Logistic(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Logistic(a[i]);
    }

    [MethodImpl(Stage)]
    static void Sinh(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Sinh(a[i]);
    }

    [MethodImpl(Stage)]
    static void Cosh(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Cosh(a[i]);
    }

    [MethodImpl(Stage)]
    static void Asinh(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Asinh(a[i]);
    }

    [MethodImpl(Stage)]
    static void Atan(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Atan(a[i]);
    }

    [MethodImpl(Stage)]
    static void Erf(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Erf(a[i]);
    }

    [MethodImpl(Stage)]
    static void Erfc(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Erfc(a[i]);
    }

    [MethodImpl(Stage)]
    static void I0e(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.I0e(a[i]);
    }

    [MethodImpl(Stage)]
    static void I1e(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.I1e(a[i]);
    }

    [MethodImpl(Stage)]
    static void Pow(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.Pow(a[i], b[i]);
    }

    [MethodImpl(Stage)]
    static void BitIncrement(R* to, R* a, R* b, R* c, int count)
    {
        for (int i = 0; i < count; i++) to[i] = R.BitIncrement(a[i]);
    }
}
