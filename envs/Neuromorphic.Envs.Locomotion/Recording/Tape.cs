namespace Neuromorphic.Envs.Locomotion.Recording;

/// <summary>
/// Operations in the order in which they were asked for. Each is written once; constants are folded, zeros and ones disappear,
/// and signs move outwards.
/// </summary>
sealed class Tape
{
    [ThreadStatic] static Tape? current;

    readonly List<Line> lines = [];
    readonly Dictionary<Line, int> known = [];

    /// <summary>The tape that this thread writes.</summary>
    public static Tape Current => current ?? throw new InvalidOperationException("A symbol is used outside a recording.");

    public IReadOnlyList<Line> Lines => lines;

    /// <summary>Opens a tape for the duration of an action.</summary>
    public static Tape Record(Action action)
    {
        Tape? before = current;
        Tape tape = new();
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

    public int Record(Operation operation, int a, int b = -1, int c = -1)
    {
        if (operation is Operation.Add or Operation.Multiply && a > b) (a, b) = (b, a);
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

    bool IsConstant(int id, out double value)
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

    public int Select(int mask, int a, int b) => a == b ? a : Record(Operation.Select, mask, a, b);
}
