using Neuromorphic.Numerics;

namespace Neuromorphic.Tests.Numerics;

/// <summary>What the bits of a result mean: two NaN are equal as numbers; masks and words are compared bit for bit.</summary>
public enum Meaning
{
    Number,
    Bits,
}

/// <summary>An operation of <see cref="IReal{R}"/> (or one that follows from it) on up to three numbers.</summary>
public abstract class Operation(Meaning meaning)
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new Add(), new Subtract(), new Multiply(), new Divide(), new Negate(), new Fma(), new SquareRoot(), new Absolute(),
        new AtLeast(), new AtMost(), new Greater(), new Less(), new Select(), new And(), new Or(), new Xor(), new Not(), new Any(),
        new Minimum(), new Maximum(), new Clamp(), new IsFinite(), new FromSingle(), new FromDouble(),
        new Exp(), new Log(), new Tanh(), new Sine(), new Cosine(), new TransformSoftplus(), new OneMinusExp(),
        new Expm1(), new Log1p(), new Softplus(), new Logistic(), new Sinh(), new Cosh(), new Asinh(), new Atan(), new Erf(), new Erfc(), new I0e(), new I1e(), new Pow(), new LookUp(),
        new WordFrom(), new WordAdd(), new WordMultiply(), new WordMultiplyHigh(), new WordShiftLeft(), new WordShiftRight(), new WordToReal(), new WordTruncate(),
        new Unit(), new OpenUnit(),
    ];

    public Meaning Meaning => meaning;

    public abstract R Apply<R>(R a, R b, R c) where R : unmanaged, IReal<R>;

    sealed class Add() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => a + b; }
    sealed class Subtract() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => a - b; }
    sealed class Multiply() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => a * b; }
    sealed class Divide() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => a / b; }
    sealed class Negate() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => -a; }
    sealed class Fma() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Fma(a, b, c); }
    sealed class SquareRoot() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Sqrt(a); }
    sealed class Absolute() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Abs(a); }
    sealed class AtLeast() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => a >= b; }
    sealed class AtMost() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => a <= b; }
    sealed class Greater() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => a > b; }
    sealed class Less() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => a < b; }
    sealed class Select() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.Select(a < b, b, c); }
    sealed class And() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.And(a, b); }
    sealed class Or() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.Or(a, b); }
    sealed class Xor() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.Xor(a, b); }
    sealed class Not() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => Real.Not(a < b); }
    sealed class Any() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.Any(R.And(a < b, b < a)) ? 1.0 : 0.0; }
    sealed class Minimum() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => Real.Min(a, b); }
    sealed class Maximum() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => Real.Max(a, b); }
    sealed class Clamp() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => Real.Clamp(a, b, c); }
    sealed class IsFinite() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => Real.IsFinite(a); }
    sealed class FromSingle() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => .1f; }
    sealed class FromDouble() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => .1; }
    sealed class Exp() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.Exp(a); }
    sealed class Log() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Log(a); }
    sealed class Tanh() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Tanh(a); }
    sealed class TransformSoftplus() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => Real.Softplus(a); }
    sealed class OneMinusExp() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => Real.OneMinusExp(a); }
    sealed class Expm1() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Expm1(a); }
    sealed class Log1p() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Log1p(a); }
    sealed class Softplus() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Softplus(a); }
    sealed class Logistic() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Logistic(a); }
    sealed class Sinh() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Sinh(a); }
    sealed class Cosh() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Cosh(a); }
    sealed class Asinh() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Asinh(a); }
    sealed class Atan() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Atan(a); }
    sealed class Erf() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Erf(a); }
    sealed class Erfc() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Erfc(a); }
    sealed class I0e() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.I0e(a); }
    sealed class I1e() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.I1e(a); }
    sealed class Pow() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => R.Pow(a, b); }
    sealed class LookUp() : Operation(Meaning.Number) { public override R Apply<R>(R a, R b, R c) => Real.LookUp(new ArrayBuffer<R>([b, c, -1.5, b + c]), 4, a); }

    sealed class Sine() : Operation(Meaning.Number)
    {
        public override R Apply<R>(R a, R b, R c)
        {
            R.SinCos(a, out R sin, out _);
            return sin;
        }
    }

    sealed class Cosine() : Operation(Meaning.Number)
    {
        public override R Apply<R>(R a, R b, R c)
        {
            R.SinCos(a, out _, out R cos);
            return cos;
        }
    }

    sealed class WordFrom() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.WordFrom(0xDEADBEEF); }
    sealed class WordAdd() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.WordAdd(a, b); }
    sealed class WordMultiply() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.WordMultiply(a, b); }
    sealed class WordMultiplyHigh() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.WordMultiplyHigh(a, b); }
    sealed class WordShiftLeft() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.WordShiftLeft(a, 7); }
    sealed class WordShiftRight() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.WordShiftRight(a, 9); }
    sealed class WordToReal() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.WordToReal(a); }
    sealed class WordTruncate() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => R.WordTruncate(a); }
    sealed class Unit() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => new Word<R>(a).ToUnit(); }
    sealed class OpenUnit() : Operation(Meaning.Bits) { public override R Apply<R>(R a, R b, R c) => new Word<R>(a).ToOpenUnit(); }
}
