using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>Forward mode on the open tape: writes how what it holds changes along a direction. The reverse derivative of it is a second derivative times that direction.</summary>
sealed class Tangent
{
    readonly Dictionary<int, Symbol> tangents = [];

    static Recorder Tape => Recorder.Current;

    /// <summary>The tangent of a number; 0 where it does not change.</summary>
    public Symbol Of(Symbol x) => Of(x.Id);

    Symbol Of(int id) => id >= 0 && tangents.TryGetValue(id, out Symbol tangent) ? tangent : 0.0;

    /// <summary>Says how a number that comes from outside changes.</summary>
    public void Set(Symbol x, Symbol tangent) => tangents[x.Id] = tangent;

    /// <summary>From the tangents that were set to those of everything.</summary>
    /// <param name="first">The first line that may depend on them.</param>
    /// <exception cref="NotSupportedException">A spike changes, which has no derivative.</exception>
    public void Run(int first = 0)
    {
        int count = Tape.Lines.Count;
        for (int id = first; id < count; id++)
        {
            Line line = Tape.Lines[id];
            if (line.Operation.IsMask() && line.Operation != Operation.Fires) continue;
            if (tangents.ContainsKey(line.A) || tangents.ContainsKey(line.B) || tangents.ContainsKey(line.C)) tangents[id] = Pass(id, line);
        }
    }

    Symbol Pass(int id, Line line)
    {
        Symbol y = new(id), a = new(line.A), b = new(line.B), da = Of(line.A), db = Of(line.B), dc = Of(line.C);
        return line.Operation switch
        {
            Operation.Add => da + db,
            Operation.Subtract => da - db,
            Operation.Multiply => da * b + a * db,
            Operation.Divide => (da - y * db) / b,
            Operation.Negate => -da,
            Operation.MultiplyAdd => da * b + (a * db + dc),
            Operation.MultiplySubtract => da * b + (a * db - dc),
            Operation.SubtractProduct => dc - (da * b + a * db),
            Operation.SquareRoot => da * (0.5 / y),
            Operation.Absolute => Symbol.Select(a <= 0.0, Symbol.Select(a < 0.0, -da, 0.0), da),
            Operation.Select => Symbol.Select(a, db, dc),
            Operation.Exp => da * y,
            Operation.Log => da / a,
            Operation.Tanh => da * (1.0 - y * y),
            Operation.Expm1 => da * (y + 1.0),
            Operation.Log1p => da / (1.0 + a),
            Operation.Softplus => da * Symbol.Logistic(a),
            Operation.Logistic => da * (y * (1.0 - y)),
            Operation.Sin => da * Real.Cos(a),
            Operation.Cos => -(da * Real.Sin(a)),
            Operation.SinOfTurn => da * (Math.Tau * Real.CosOfTurn(a)),
            Operation.CosOfTurn => -(da * (Math.Tau * Real.SinOfTurn(a))),
            Operation.Sinh => da * Symbol.Cosh(a),
            Operation.Cosh => da * Symbol.Sinh(a),
            Operation.Asinh => da / Symbol.Sqrt(a * a + 1.0),
            Operation.Atan => da / (a * a + 1.0),
            Operation.Erf => da * (1.1283791670955126 * Symbol.Exp(-(a * a))),
            Operation.Erfc => -(da * (1.1283791670955126 * Symbol.Exp(-(a * a)))),
            Operation.Pow when Tape.IsConstant(line.B, out _) => da * (b * Symbol.Pow(a, b - 1.0)),
            Operation.BitIncrement => da,
            _ => throw new NotSupportedException($"{line.Operation} has no tangent."),
        };
    }
}
