using System.Reflection;
using System.Reflection.Emit;

namespace Neuromorphic.Tape;

/// <summary>
/// Cuts equations into methods short enough for their compiler. What a later method needs goes through memory.
/// </summary>
sealed class PieceEmitter
{
    readonly bool branches;
    readonly int[] order, pieceOf;
    readonly int[] uses;
    readonly Dictionary<int, HashSet<int>> readIn = [];
    readonly Dictionary<(int Id, int Piece), int> usesIn = [];
    readonly Dictionary<int, List<int>> early = [];
    readonly Dictionary<int, List<(int Address, int Id)>> late = [];
    readonly Dictionary<int, int> spills = [];
    readonly int pieces;

    public PieceEmitter(Equations equations, Arithmetic arithmetic, int firstSpill)
    {
        Equations = equations;
        branches = arithmetic.Branches;
        bool[] live = equations.Live();
        order = [.. Enumerable.Range(0, equations.Lines.Length).Where(i => live[i] && equations.Lines[i].Operation != Operation.Constant && !equations.Lines[i].Operation.IsMask())];
        pieces = Math.Max(1, (int)(((long)order.Length + arithmetic.PieceSize - 1) / arithmetic.PieceSize));
        pieceOf = new int[equations.Lines.Length];
        Array.Fill(pieceOf, -1);
        for (int k = 0; k < order.Length; k++) pieceOf[order[k]] = (int)((long)k * pieces / order.Length);
        uses = new int[equations.Lines.Length];
        foreach (int id in order)
            foreach (int operand in Reads(id))
            {
                uses[operand]++;
                readIn.TryAdd(operand, []);
                readIn[operand].Add(pieceOf[id]);
                usesIn[(operand, pieceOf[id])] = usesIn.GetValueOrDefault((operand, pieceOf[id])) + 1;
            }
        PlaceStores();
        Spilled = PlaceSpills(firstSpill);
    }

    public Equations Equations { get; }
    /// <summary>What is computed, in this order.</summary>
    public ReadOnlySpan<int> Order => order;
    /// <summary>Items of memory in use, the spilled ones included.</summary>
    public int Spilled { get; }

    /// <summary>Numbers that a line reads, those of its mask included.</summary>
    IEnumerable<int> Reads(int id) => Equations.Operands(id).SelectMany(operand => Equations.Lines[operand].Operation.IsMask() ? Reads(operand) : [operand]);

    void PlaceStores()
    {
        Dictionary<int, int> loads = order.Where(id => Equations.Lines[id].Operation == Operation.Load).ToDictionary(id => Equations.Lines[id].Address);
        // Nobody else wants the number that is overwritten: a sum in place.
        bool InPlace(int address, int id) => uses[loads[address]] == 1 && Equations.Operands(id).Contains(loads[address]);
        foreach ((int address, int id) in Equations.Stores)
        {
            bool computed = Equations.Lines[id].Operation != Operation.Constant;
            if (computed && (!loads.ContainsKey(address) || InPlace(address, id)))
            {
                early.TryAdd(id, []);
                early[id].Add(address);
                continue;
            }
            int last = loads.ContainsKey(address) ? pieces - 1 : 0;
            late.TryAdd(last, []);
            late[last].Add((address, id));
            if (!computed) continue;
            readIn.TryAdd(id, []);
            readIn[id].Add(last);
            usesIn[(id, last)] = usesIn.GetValueOrDefault((id, last)) + 2; // stays at hand
            uses[id] += 2;
        }
    }

    int PlaceSpills(int firstSpill)
    {
        int end = firstSpill;
        Stack<int> free = [];
        for (int piece = 0; piece < pieces; piece++)
        {
            foreach ((int id, int slot) in spills)
                if (pieceOf[id] < piece && readIn[id].Max() == piece - 1) free.Push(slot);
            foreach (int id in order)
                if (pieceOf[id] == piece && readIn.TryGetValue(id, out HashSet<int>? readers) && readers.Max() > piece && !HasHome(id))
                    spills[id] = free.TryPop(out int slot) ? slot : end++;
        }
        return end;
    }

    bool HasHome(int id) => early.ContainsKey(id) || IsPlainLoad(id);
    bool IsPlainLoad(int id) => Equations.Lines[id].Operation == Operation.Load && !Equations.Stores.ContainsKey(Equations.Lines[id].Address);

    public int PieceOf(int id) => pieceOf[id];
    public int UsesIn(int id, int piece) => usesIn.GetValueOrDefault((id, piece));
    /// <summary>Uses in the piece that computes the line.</summary>
    public int UsesWithin(int id) => UsesIn(id, pieceOf[id]);
    /// <summary>Where a line's result is written as soon as it is known.</summary>
    public IReadOnlyList<int> HomesOf(int id)
    {
        List<int> homes = early.TryGetValue(id, out List<int>? addresses) ? [.. addresses] : [];
        if (spills.TryGetValue(id, out int slot)) homes.Add(slot);
        return homes;
    }
    /// <summary>Where a later piece finds a line's result.</summary>
    public int HomeFor(int id) => spills.TryGetValue(id, out int slot) ? slot : early.TryGetValue(id, out List<int>? addresses) ? addresses[0] : Equations.Lines[id].Address;
    /// <summary>Whether a line is computed where it is used, not where it stands.</summary>
    public bool IsInlined(int id) => UsesWithin(id) <= 1 && !spills.ContainsKey(id) && !early.ContainsKey(id) && !(branches && Equations.Lines[id].Operation == Operation.Select);
    /// <summary>What is written when a piece is done.</summary>
    public IEnumerable<(int Address, int Id)> LateWrites(int piece) => late.TryGetValue(piece, out List<(int Address, int Id)>? writes) ? writes : [];

    /// <summary>Writes the methods, in the order in which they run; each takes the memory.</summary>
    public IEnumerable<MethodBuilder> Emit(TypeBuilder type, Arithmetic arithmetic, int index)
    {
        for (int piece = 0; piece < pieces; piece++)
        {
            MethodBuilder method = type.DefineMethod($"Equations{index}Piece{piece}", MethodAttributes.Public | MethodAttributes.Static, typeof(void), [arithmetic.Memory.Argument]);
            method.SetImplementationFlags(MethodImplAttributes.IL | MethodImplAttributes.AggressiveOptimization);
            ILGenerator il = method.GetILGenerator();
            new Piece(this, il, arithmetic, piece).Emit([.. order.Where(id => pieceOf[id] == piece)]);
            il.Emit(OpCodes.Ret);
            yield return method;
        }
    }
}
