using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>Reverse mode on the open tape: writes the adjoints of what it holds behind it.</summary>
/// <param name="surrogate">The derivative of a spike by its potential less its threshold.</param>
/// <param name="attached">Whether gradients pass through the decision to reset.</param>
sealed class Derivative(Func<Symbol, Symbol>? surrogate = null, bool attached = false)
{
    readonly Dictionary<int, List<Symbol>> terms = [];

    static Recorder Tape => Recorder.Current;

    /// <summary>The adjoint of a number; 0 where nothing depends on it.</summary>
    public Symbol Of(Symbol x) => terms.TryGetValue(x.Id, out List<Symbol>? list) ? list.Aggregate((a, b) => a + b) : 0.0;

    /// <summary>A sum and the adjoint of a number, whose terms are added in the order in which they were used.</summary>
    public Symbol Onto(Symbol sum, Symbol x) => terms.TryGetValue(x.Id, out List<Symbol>? list) ? Enumerable.Reverse(list).Aggregate(sum, (a, b) => a + b) : sum;

    /// <summary>Adds to the adjoint of a number.</summary>
    public void Add(Symbol x, Symbol term) => Add(x.Id, term);

    void Add(int id, Symbol term)
    {
        if (terms.TryGetValue(id, out List<Symbol>? list)) list.Add(term);
        else if (Tape.Lines[id].Operation != Operation.Constant) terms[id] = [term];
    }

    /// <summary>From the adjoints that were added to those of everything.</summary>
    public void Run()
    {
        for (int id = Tape.Lines.Count - 1; id >= 0; id--)
            if (terms.ContainsKey(id)) Pass(id, Of(new(id)));
    }

    void Pass(int id, Symbol d)
    {
        Line line = Tape.Lines[id];
        Symbol y = new(id), a = new(line.A), b = new(line.B), c = new(line.C);
        switch (line.Operation)
        {
            case Operation.Add: Add(a, d); Add(b, d); break;
            case Operation.Subtract: Add(a, d); Add(b, -d); break;
            case Operation.Multiply: Add(a, d * b); Add(b, d * a); break;
            case Operation.Divide: Add(a, d / b); Add(b, -(d / b * y)); break;
            case Operation.Negate: Add(a, -d); break;
            case Operation.MultiplyAdd: Add(c, d); Add(a, b * d); Add(b, a * d); break;
            case Operation.MultiplySubtract: Add(c, -d); Add(a, b * d); Add(b, a * d); break;
            case Operation.SubtractProduct: Add(c, d); Add(a, -(b * d)); Add(b, -(a * d)); break;
            case Operation.SquareRoot: Add(a, d * (0.5 / y)); break;
            case Operation.Absolute: Add(a, Signed(a, d)); break;
            case Operation.Select:
                Add(b, Symbol.Select(a, d, 0.0));
                Add(c, Symbol.Select(a, 0.0, d));
                // A spike, a choice between two constants, always passes to the decision to fire; what a spike resets, only if attached.
                if (IsFiring(line.A) && (attached || Tape.Lines.IsChoice(id))) Add(a, d * (b - c));
                break;
            case Operation.And:
                if (IsFiring(line.A)) Add(a, Symbol.Select(b, d, 0.0));
                if (IsFiring(line.B)) Add(b, Symbol.Select(a, d, 0.0));
                break;
            case Operation.Or: Add(a, d); Add(b, d); break;
            case Operation.Fires:
                Symbol gradient = d * (surrogate ?? throw new NotSupportedException("A spike has no derivative without a surrogate."))(a - b);
                Add(a, gradient);
                Add(b, -gradient);
                break;
            case Operation.Exp: Add(a, d * y); break;
            case Operation.Log: Add(a, d / a); break;
            case Operation.Tanh: Add(a, d * (1.0 - y * y)); break;
            case Operation.Expm1: Add(a, d * (y + 1.0)); break;
            case Operation.Log1p: Add(a, d / (1.0 + a)); break;
            case Operation.Softplus: Add(a, d * Symbol.Logistic(a)); break;
            case Operation.Logistic: Add(a, d * (y * (1.0 - y))); break;
            case Operation.Sin: Add(a, d * Real.Cos(a)); break;
            case Operation.Cos: Add(a, -(d * Real.Sin(a))); break;
            case Operation.SinOfTurn: Add(a, d * (Math.Tau * Real.CosOfTurn(a))); break;
            case Operation.CosOfTurn: Add(a, -(d * (Math.Tau * Real.SinOfTurn(a)))); break;
            case Operation.Sinh: Add(a, d * Symbol.Cosh(a)); break;
            case Operation.Cosh: Add(a, d * Symbol.Sinh(a)); break;
            case Operation.Asinh: Add(a, d / Symbol.Sqrt(a * a + 1.0)); break;
            case Operation.Atan: Add(a, d / (a * a + 1.0)); break;
            case Operation.Erf: Add(a, d * Bell(a)); break;
            case Operation.Erfc: Add(a, -(d * Bell(a))); break;
            case Operation.I0e: Add(a, d * (Symbol.I1e(a) - Signed(a, y))); break;
            case Operation.I1e: Add(a, d * (Symbol.I0e(a) - Signed(a, y) - HalfAtZero(a, y))); break;
            case Operation.Pow:
                Add(a, d * (b * Symbol.Pow(a, b - 1.0)));
                // What a constant exponent does not ask for would be the logarithm of a negative number.
                if (!Tape.IsConstant(line.B, out _)) Add(b, d * (y * Symbol.Log(a)));
                break;
            case Operation.BitIncrement: Add(a, d); break;
            // What comes from outside, and comparisons that fire nothing.
            case Operation.Constant or Operation.Load or Operation.Less or Operation.AtLeast: break;
            default: throw new NotSupportedException($"{line.Operation} has no derivative.");
        }
    }

    /// <summary>2 / sqrt(pi) e^(-x^2).</summary>
    static Symbol Bell(Symbol x) => 1.1283791670955126 * Symbol.Exp(-(x * x));

    /// <summary>y with the sign of x; 0 at 0, where the function has a kink.</summary>
    static Symbol Signed(Symbol x, Symbol y) => Symbol.Select(x <= 0.0, Symbol.Select(x < 0.0, -y, 0.0), y);

    /// <summary>y / x, which tends to 1/2. Nothing is divided by 0, or derivatives of this would be NaN there.</summary>
    static Symbol HalfAtZero(Symbol x, Symbol y)
    {
        Symbol small = Symbol.Abs(x) < 1e-30;
        return Symbol.Select(small, 0.5, y / Symbol.Select(small, 1.0, x));
    }

    /// <summary>Whether a mask is a decision to fire, or made of one.</summary>
    static bool IsFiring(int mask) => Tape.Lines[mask] is var line && (line.Operation == Operation.Fires || line.Operation is Operation.And or Operation.Or && (IsFiring(line.A) || IsFiring(line.B)));
}
