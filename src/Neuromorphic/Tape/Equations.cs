namespace Neuromorphic.Tape;

/// <summary>Straight-line code: what to compute, and what to write where. Products that are used once are part of the sums that use them.</summary>
sealed class Equations
{
    public Equations(string name, Recorder tape, IReadOnlyDictionary<int, int> stores)
    {
        Name = name;
        Lines = [.. tape.Lines];
        Stores = new SortedDictionary<int, int>(stores.ToDictionary());
        // Writing back what was just read does nothing.
        foreach ((int address, int id) in stores)
            if (Lines[id] is { Operation: Operation.Load } load && load.Address == address) Stores.Remove(address);
    }

    public string Name { get; }
    public Line[] Lines { get; }
    /// <summary>Line to write, by memory index.</summary>
    public SortedDictionary<int, int> Stores { get; }

    /// <summary>Memory that it reads.</summary>
    public IEnumerable<int> Loads
    {
        get
        {
            bool[] live = Live();
            return Enumerable.Range(0, Lines.Length).Where(i => live[i] && Lines[i].Operation == Operation.Load).Select(i => Lines[i].Address);
        }
    }

    /// <summary>Lines whose result is written, or read by such a line.</summary>
    public bool[] Live() => Live(Stores.Values);

    /// <summary>Lines that are wanted, or read by such a line.</summary>
    public bool[] Live(IEnumerable<int> wanted)
    {
        bool[] live = new bool[Lines.Length];
        foreach (int id in wanted) live[id] = true;
        for (int i = Lines.Length - 1; i >= 0; i--)
            if (live[i])
                foreach (int operand in Operands(i)) live[operand] = true;
        return live;
    }

    public IEnumerable<int> Operands(int id)
    {
        Line line = Lines[id];
        if (line.A >= 0) yield return line.A;
        if (line.B >= 0) yield return line.B;
        if (line.C >= 0) yield return line.C;
    }

    /// <summary>How often live lines and writes use each line.</summary>
    public int[] Uses()
    {
        bool[] live = Live();
        int[] uses = new int[Lines.Length];
        foreach (int id in Stores.Values) uses[id]++;
        for (int i = 0; i < Lines.Length; i++)
            if (live[i])
                foreach (int operand in Operands(i)) uses[operand]++;
        return uses;
    }

    /// <summary>Joins products with the sums that alone use them.</summary>
    public void Contract()
    {
        int[] uses = Uses();
        bool[] live = Live();
        bool Product(int id) => Lines[id].Operation == Operation.Multiply && uses[id] == 1;
        for (int i = 0; i < Lines.Length; i++)
        {
            if (!live[i]) continue;
            (Operation operation, int a, int b, _, _) = Lines[i];
            if (operation == Operation.Add && (Product(b) || Product(a)))
            {
                if (!Product(b)) (a, b) = (b, a);
                Lines[i] = new(Operation.MultiplyAdd, Lines[b].A, Lines[b].B, a);
            }
            else if (operation == Operation.Subtract && Product(b))
                Lines[i] = new(Operation.SubtractProduct, Lines[b].A, Lines[b].B, a);
            else if (operation == Operation.Subtract && Product(a))
                Lines[i] = new(Operation.MultiplySubtract, Lines[a].A, Lines[a].B, b);
        }
    }
}
