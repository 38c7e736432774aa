namespace Neuromorphic.Tape;

/// <summary>
/// Operations in the order in which they were asked for. Each is written once; constants are folded, zeros and ones disappear,
/// and signs move outwards.
/// </summary>
sealed class Recorder
{
    [ThreadStatic] static Recorder? current;

    readonly List<Line> lines = [];
    readonly Dictionary<Line, int> known = [];

    /// <summary>The tape that this thread writes.</summary>
    public static Recorder Current => current ?? throw new InvalidOperationException("A symbol is used outside a recording.");

    public IReadOnlyList<Line> Lines => lines;

    /// <summary>Opens a tape for the duration of an action.</summary>
    public static Recorder Record(Action action)
    {
        Recorder? before = current;
        Recorder tape = new();
        current = tape;
        try
        {
            action();
        }
        finally
        {
            current = before;
        }
        return tape;
    }

    /// <summary>What an action records, and stores by address.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="action">Runs what is recorded.</param>
    /// <param name="contract">Whether products may be joined with the sums that alone use them, which rounds once where the source rounds twice.</param>
    public static Equations Record(string name, Action<Dictionary<int, Symbol>> action, bool contract = true)
    {
        Dictionary<int, Symbol> stores = [];
        Recorder tape = Record(() => action(stores));
        Equations equations = new(name, tape, stores.ToDictionary(store => store.Key, store => store.Value.Id));
        if (contract) equations.Contract();
        return equations;
    }

    public int Record(Operation operation, int a, int b = -1, int c = -1)
    {
        if (operation is Operation.Add or Operation.Multiply or Operation.MultiplyAdd or Operation.MultiplySubtract or Operation.SubtractProduct && a > b) (a, b) = (b, a);
        return Record(new Line(operation, a, b, c));
    }

    int Record(Line line)
    {
        if (known.TryGetValue(line, out int id)) return id;
        known[line] = lines.Count;
        lines.Add(line);
        return lines.Count - 1;
    }

    // A constant -0 would be another key than 0.
    public int Constant(double value) => Record(new Line(Operation.Constant, Value: value == 0 ? 0 : value));
    public int Load(int address) => Record(new Line(Operation.Load, Value: address));

    public bool IsConstant(int id, out double value)
    {
        value = lines[id].Value;
        return lines[id].Operation == Operation.Constant;
    }

    bool Is(int id, double value) => IsConstant(id, out double constant) && constant == value;

    /// <summary>The line whose negative this is, if it is one.</summary>
    public bool IsNegative(int id, out int of)
    {
        of = lines[id].A;
        return lines[id].Operation == Operation.Negate;
    }

    public int Add(int a, int b)
    {
        if (IsConstant(a, out double x) && IsConstant(b, out double y)) return Constant(x + y);
        if (Is(a, 0)) return b;
        if (Is(b, 0)) return a;
        if (IsNegative(b, out int of)) return Subtract(a, of);
        if (IsNegative(a, out of)) return Subtract(b, of);
        return Record(Operation.Add, a, b);
    }

    public int Subtract(int a, int b)
    {
        if (IsConstant(a, out double x) && IsConstant(b, out double y)) return Constant(x - y);
        if (a == b) return Constant(0);
        if (Is(a, 0)) return Negate(b);
        if (Is(b, 0)) return a;
        if (IsNegative(b, out int of)) return Add(a, of);
        if (IsNegative(a, out of)) return Negate(Add(of, b));
        return Record(Operation.Subtract, a, b);
    }

    public int Multiply(int a, int b)
    {
        if (IsConstant(a, out double x) && IsConstant(b, out double y)) return Constant(x * y);
        if (Is(a, 0) || Is(b, 0)) return Constant(0);
        if (Is(a, 1)) return b;
        if (Is(b, 1)) return a;
        if (IsNegative(a, out int of)) return Negate(Multiply(of, b));
        if (IsNegative(b, out of)) return Negate(Multiply(a, of));
        if (IsConstant(a, out x) && x < 0) return Negate(Multiply(Constant(-x), b));
        if (IsConstant(b, out y) && y < 0) return Negate(Multiply(a, Constant(-y)));
        return Record(Operation.Multiply, a, b);
    }

    public int Divide(int a, int b) => IsConstant(a, out double x) && IsConstant(b, out double y) ? Constant(x / y) : Record(Operation.Divide, a, b);

    public int Negate(int a)
    {
        if (IsConstant(a, out double x)) return Constant(-x);
        if (IsNegative(a, out int of)) return of;
        return lines[a].Operation == Operation.Subtract ? Record(Operation.Subtract, lines[a].B, lines[a].A) : Record(Operation.Negate, a);
    }

    public int Select(int mask, int a, int b) => a == b ? a : Decided(mask) is { } holds ? (holds ? a : b) : Record(Operation.Select, mask, a, b);

    /// <summary>What a comparison of constants says; none where it is no such.</summary>
    bool? Decided(int mask) =>
        lines[mask] is var line && line.Operation is Operation.Less or Operation.AtLeast && IsConstant(line.A, out double a) && IsConstant(line.B, out double b)
            ? line.Operation == Operation.Less ? a < b : a >= b
            : null;

    /// <summary>a^b; as products where b is a whole constant up to 16.</summary>
    public int Power(int a, int b)
    {
        if (!IsConstant(b, out double power) || power is < 0 or > 16 || power != Math.Floor(power)) return Record(Operation.Pow, a, b);
        int result = Constant(1);
        for (int rest = (int)power; rest > 0; rest >>= 1)
        {
            if ((rest & 1) != 0) result = Multiply(a, result);
            if (rest > 1) a = Multiply(a, a);
        }
        return result;
    }

    /// <summary>a b + c, rounded once: a sum or a product where a factor is 1 or c is 0, and signs that come first go into the operation.</summary>
    public int MultiplyAdd(int a, int b, int c)
    {
        if (IsConstant(a, out double x) && IsConstant(b, out double y) && IsConstant(c, out double z)) return Constant(Math.FusedMultiplyAdd(x, y, z));
        if (Is(a, 0) || Is(b, 0)) return c;
        if (Is(c, 0)) return Multiply(a, b);
        if (Is(a, 1)) return Add(b, c);
        if (Is(b, 1)) return Add(a, c);
        if (IsNegative(a, out int of)) return SubtractProduct(of, b, c);
        if (IsNegative(b, out of)) return SubtractProduct(a, of, c);
        return IsNegative(c, out of) ? Record(Operation.MultiplySubtract, a, b, of) : Record(Operation.MultiplyAdd, a, b, c);
    }

    int SubtractProduct(int a, int b, int c) => IsNegative(a, out int of) ? MultiplyAdd(of, b, c) : IsNegative(b, out of) ? MultiplyAdd(a, of, c) : Record(Operation.SubtractProduct, a, b, c);

    /// <summary>|a|. A choice between numbers that are not negative is its own; of a ternary spike, which is the difference of two spikes that exclude each other, it is their sum.</summary>
    public int Absolute(int a)
    {
        if (IsConstant(a, out double x)) return Constant(Math.Abs(x));
        if (lines.IsChoice(a) && lines[a] is var line && lines[line.B].Value >= 0 && lines[line.C].Value >= 0) return a;
        if (lines[a] is { Operation: Operation.Subtract } difference && IsSpike(difference.A, out int above) && IsSpike(difference.B, out int below))
            return Select(Record(Operation.Or, above, below), Constant(1), Constant(0));
        return Record(Operation.Absolute, a);
    }

    bool IsSpike(int id, out int mask)
    {
        mask = lines[id].A;
        return lines.IsChoice(id) && Is(lines[id].B, 1) && Is(lines[id].C, 0) && lines[mask].Operation == Operation.Fires;
    }
}
