using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>
/// A number that is not computed but recorded: operations on it go onto the tape that is open on this thread.
/// Run with it, equations become one list of operations without loops, zeros and repetitions.
/// </summary>
readonly struct Symbol(int id) : IReal<Symbol>
{
    /// <summary>Index of the operation on the tape.</summary>
    public readonly int Id = id;

    static Recorder Recorder => Recorder.Current;

    public static int Width => 1;

    public static Symbol operator +(Symbol a, Symbol b) => new(Recorder.Add(a.Id, b.Id));
    public static Symbol operator -(Symbol a, Symbol b) => new(Recorder.Subtract(a.Id, b.Id));
    public static Symbol operator *(Symbol a, Symbol b) => new(Recorder.Multiply(a.Id, b.Id));
    public static Symbol operator /(Symbol a, Symbol b) => new(Recorder.Divide(a.Id, b.Id));
    public static Symbol operator -(Symbol a) => new(Recorder.Negate(a.Id));
    public static Symbol operator <(Symbol a, Symbol b) => Recorded(Operation.Less, a, b);
    public static Symbol operator >(Symbol a, Symbol b) => b < a;
    public static Symbol operator >=(Symbol a, Symbol b) => Recorded(Operation.AtLeast, a, b);
    public static Symbol operator <=(Symbol a, Symbol b) => b >= a;

    public static implicit operator Symbol(float value) => new(Recorder.Constant(value));
    public static implicit operator Symbol(double constant) => new(Recorder.Constant(constant));

    public static Symbol Fma(Symbol a, Symbol b, Symbol c) => new(Recorder.MultiplyAdd(a.Id, b.Id, c.Id));
    public static Symbol Sqrt(Symbol a) => Recorded(Operation.SquareRoot, a);
    public static Symbol Abs(Symbol a) => new(Recorder.Absolute(a.Id));
    public static Symbol Select(Symbol mask, Symbol a, Symbol b) => new(Recorder.Select(mask.Id, a.Id, b.Id));
    public static Symbol And(Symbol a, Symbol b) => Masks(Operation.And, a, b);
    public static Symbol Or(Symbol a, Symbol b) => Masks(Operation.Or, a, b);
    public static Symbol Fires(Symbol potential, Symbol threshold) => Recorded(Operation.Fires, potential, threshold);

    public static Symbol Exp(Symbol x) => Recorded(Operation.Exp, x);
    public static Symbol Expm1(Symbol x) => Recorded(Operation.Expm1, x);
    public static Symbol Log(Symbol x) => Recorded(Operation.Log, x);
    public static Symbol Log1p(Symbol x) => Recorded(Operation.Log1p, x);
    public static Symbol Softplus(Symbol x) => Recorded(Operation.Softplus, x);
    public static Symbol Logistic(Symbol x) => Recorded(Operation.Logistic, x);
    public static Symbol Sinh(Symbol x) => Recorded(Operation.Sinh, x);
    public static Symbol Cosh(Symbol x) => Recorded(Operation.Cosh, x);
    public static Symbol Asinh(Symbol x) => Recorded(Operation.Asinh, x);
    public static Symbol Atan(Symbol x) => Recorded(Operation.Atan, x);
    public static Symbol Erf(Symbol x) => Recorded(Operation.Erf, x);
    public static Symbol Erfc(Symbol x) => Recorded(Operation.Erfc, x);
    public static Symbol I0e(Symbol x) => Recorded(Operation.I0e, x);
    public static Symbol I1e(Symbol x) => Recorded(Operation.I1e, x);
    public static Symbol Pow(Symbol x, Symbol y) => new(Recorder.Power(x.Id, y.Id));
    public static Symbol Tanh(Symbol x) => Recorded(Operation.Tanh, x);
    public static void SinCos(Symbol x, out Symbol sin, out Symbol cos)
    {
        sin = Recorded(Operation.Sin, x);
        cos = Recorded(Operation.Cos, x);
    }
    public static void SinCosOfTurn(Symbol part, out Symbol sin, out Symbol cos)
    {
        sin = Recorded(Operation.SinOfTurn, part);
        cos = Recorded(Operation.CosOfTurn, part);
    }
    public static Symbol BitIncrement(Symbol x) => Recorded(Operation.BitIncrement, x);

    static Symbol Recorded(Operation operation, Symbol a) => new(Recorder.Record(operation, a.Id));
    static Symbol Recorded(Operation operation, Symbol a, Symbol b) => new(Recorder.Record(operation, a.Id, b.Id));
    static Symbol Masks(Operation operation, Symbol a, Symbol b) =>
        Recorder.Lines[a.Id].Operation.IsMask() && Recorder.Lines[b.Id].Operation.IsMask() ? Recorded(operation, a, b) : throw Absent($"{operation} of bits that are no masks");

    // What is not arithmetic: bits, lanes, decisions.
    public static Symbol Xor(Symbol a, Symbol b) => throw Absent(nameof(Xor));
    public static bool Any(Symbol mask) => throw Absent(nameof(Any));
    public static Symbol WordFrom(uint value) => throw Absent(nameof(WordFrom));
    public static Symbol WordAdd(Symbol a, Symbol b) => throw Absent(nameof(WordAdd));
    public static Symbol WordMultiply(Symbol a, Symbol b) => throw Absent(nameof(WordMultiply));
    public static Symbol WordMultiplyHigh(Symbol a, Symbol b) => throw Absent(nameof(WordMultiplyHigh));
    public static Symbol WordShiftLeft(Symbol a, int count) => throw Absent(nameof(WordShiftLeft));
    public static Symbol WordShiftRight(Symbol a, int count) => throw Absent(nameof(WordShiftRight));
    public static Symbol WordLaneIndex() => throw Absent(nameof(WordLaneIndex));
    public static Symbol WordToReal(Symbol word) => throw Absent(nameof(WordToReal));
    public static Symbol WordTruncate(Symbol value) => throw Absent(nameof(WordTruncate));
    public static double Lane(Symbol value, int lane) => throw Absent(nameof(Lane));
    public static Symbol FromLanes(ReadOnlySpan<double> values) => throw Absent(nameof(FromLanes));

    static NotSupportedException Absent(string what) => new($"{what} cannot be recorded.");
}
