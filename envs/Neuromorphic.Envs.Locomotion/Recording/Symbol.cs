using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Recording;

/// <summary>
/// A number that is not computed but recorded: operations on it go onto the tape that is open on this thread.
/// Run with it, the equations of a robot become one list of operations without loops, zeros and repetitions.
/// </summary>
readonly struct Symbol(int id) : IReal<Symbol>
{
    /// <summary>Index of the operation on the tape.</summary>
    public readonly int Id = id;

    static Tape Tape => Tape.Current;

    public static int Width => 1;

    public static Symbol operator +(Symbol a, Symbol b) => new(Tape.Add(a.Id, b.Id));
    public static Symbol operator -(Symbol a, Symbol b) => new(Tape.Subtract(a.Id, b.Id));
    public static Symbol operator *(Symbol a, Symbol b) => new(Tape.Multiply(a.Id, b.Id));
    public static Symbol operator /(Symbol a, Symbol b) => new(Tape.Divide(a.Id, b.Id));
    public static Symbol operator -(Symbol a) => new(Tape.Negate(a.Id));
    public static Symbol operator <(Symbol a, Symbol b) => new(Tape.Record(Operation.Less, a.Id, b.Id));
    public static Symbol operator >(Symbol a, Symbol b) => b < a;
    public static Symbol operator <=(Symbol a, Symbol b) => throw Absent("<=");
    public static Symbol operator >=(Symbol a, Symbol b) => throw Absent(">=");

    public static implicit operator Symbol(float value) => new(Tape.Constant(value));
    public static implicit operator Symbol(double constant) => new(Tape.Constant(constant));

    public static Symbol Sqrt(Symbol a) => new(Tape.Record(Operation.SquareRoot, a.Id));
    public static Symbol Abs(Symbol a) => new(Tape.Record(Operation.Absolute, a.Id));
    public static Symbol Select(Symbol mask, Symbol a, Symbol b) => new(Tape.Select(mask.Id, a.Id, b.Id));

    // The engine's equations use nothing else: sums of products are contracted on the tape, sines come from outside.
    public static Symbol Fma(Symbol a, Symbol b, Symbol c) => throw Absent(nameof(Fma));
    public static Symbol And(Symbol a, Symbol b) => throw Absent(nameof(And));
    public static Symbol Or(Symbol a, Symbol b) => throw Absent(nameof(Or));
    public static Symbol Xor(Symbol a, Symbol b) => throw Absent(nameof(Xor));
    public static bool Any(Symbol mask) => throw Absent(nameof(Any));
    public static Symbol Exp(Symbol x) => throw Absent(nameof(Exp));
    public static Symbol Log(Symbol x) => throw Absent(nameof(Log));
    public static Symbol Tanh(Symbol x) => throw Absent(nameof(Tanh));
    public static void SinCos(Symbol x, out Symbol sin, out Symbol cos) => throw Absent(nameof(SinCos));
    public static void SinCosOfTurn(Symbol part, out Symbol sin, out Symbol cos) => throw Absent(nameof(SinCosOfTurn));
    public static Symbol BitIncrement(Symbol x) => throw Absent(nameof(BitIncrement));
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
