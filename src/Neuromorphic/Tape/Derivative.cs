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
            case Operation.Absolute: Add(a, Symbol.Select(a < 0.0, -d, d)); break;
            case Operation.Select:
                Add(b, Symbol.Select(a, d, 0.0));
                Add(c, Symbol.Select(a, 0.0, d));
                // A spike, a choice between two constants, always passes to the decision to fire; what a spike resets, only if attached.
                if (IsFiring(line.A) && (attached || Tape.IsChoice(id, out _))) Add(a, d * (b - c));
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
            case Operation.Sin: Add(a, d * new Symbol(Tape.Record(Operation.Cos, line.A))); break;
            case Operation.Cos: Add(a, -(d * new Symbol(Tape.Record(Operation.Sin, line.A)))); break;
            case Operation.BitIncrement: Add(a, d); break;
            // What comes from outside, and comparisons that fire nothing.
            case Operation.Constant or Operation.Load or Operation.Less or Operation.AtLeast: break;
            default: throw new NotSupportedException($"{line.Operation} has no derivative.");
        }
    }

    /// <summary>Whether a mask is a decision to fire, or made of one.</summary>
    static bool IsFiring(int mask) => Tape.Lines[mask] is var line && (line.Operation == Operation.Fires || line.Operation is Operation.And or Operation.Or && (IsFiring(line.A) || IsFiring(line.B)));
}
