using System.Reflection.Emit;

namespace Neuromorphic.Tape;

/// <summary>
/// Writes one piece of equations. A number that is used once becomes part of the expression that uses it,
/// any other a local variable.
/// </summary>
sealed class Piece(PieceEmitter owner, ILGenerator il, Arithmetic arithmetic, int index)
{
    readonly Equations equations = owner.Equations;
    readonly Dictionary<int, LocalBuilder> locals = [];

    public void Emit(ReadOnlySpan<int> lines)
    {
        foreach (int id in lines)
        {
            if (owner.IsInlined(id)) continue;
            IReadOnlyList<int> homes = owner.HomesOf(id);
            // A number that is only written needs no variable.
            if (owner.UsesWithin(id) == 0 && homes.Count == 1 && !Branches(id)) Write(homes[0], () => Compute(id));
            else
            {
                AtHand(id);
                foreach (int home in homes) Write(home, () => Push(id));
            }
        }
        WriteLate();
    }

    bool Branches(int id) => arithmetic.Branches && equations.Lines[id].Operation == Operation.Select;

    void WriteLate()
    {
        (int Address, int Id)[] late = [.. owner.LateWrites(index)];
        // All first, for one of them may be computed from what another overwrites.
        foreach ((_, int id) in late) AtHand(id);
        foreach ((int address, int id) in late) Write(address, () => Push(id));
    }

    /// <summary>Makes sure that a number is in a local variable, or a constant.</summary>
    public void AtHand(int id)
    {
        if (locals.ContainsKey(id) || equations.Lines[id].Operation == Operation.Constant) return;
        if (owner.PieceOf(id) != index) Read(owner.HomeFor(id));
        else if (Branches(id))
        {
            Branch(id, equations.Lines[id]);
            return;
        }
        else Compute(id);
        LocalBuilder local = il.DeclareLocal(arithmetic.Number);
        locals[id] = local;
        il.Emit(OpCodes.Stloc, local);
    }

    void Push(int id)
    {
        Line line = equations.Lines[id];
        if (locals.TryGetValue(id, out LocalBuilder? local)) il.Emit(OpCodes.Ldloc, local);
        else if (line.Operation == Operation.Constant) arithmetic.Constant(il, line.Value);
        else if (owner.PieceOf(id) == index) Compute(id);
        else if (owner.UsesIn(id, index) < 2) Read(owner.HomeFor(id));
        else
        {
            AtHand(id);
            Push(id);
        }
    }

    void Compute(int id)
    {
        Line line = equations.Lines[id];
        switch (line.Operation)
        {
            case Operation.Load:
                Read(line.Address);
                break;
            case Operation.MultiplyAdd or Operation.MultiplySubtract or Operation.SubtractProduct:
                arithmetic.MultiplyAdd(il, line.Operation, operand => Push(operand == 0 ? line.A : operand == 1 ? line.B : line.C));
                break;
            case Operation.Select:
                PushMask(line.A);
                Push(line.B);
                Push(line.C);
                arithmetic.Emit(il, Operation.Select);
                break;
            default:
                Push(line.A);
                if (line.B >= 0) Push(line.B);
                arithmetic.Emit(il, line.Operation);
                break;
        }
    }

    // Masks are compared anew wherever they are used: a comparison costs less than keeping one.
    void PushMask(int id)
    {
        Line line = equations.Lines[id];
        bool both = line.Operation is Operation.And or Operation.Or;
        foreach (int operand in (ReadOnlySpan<int>)[line.A, line.B])
            if (both) PushMask(operand);
            else Push(operand);
        if (!arithmetic.Branches) arithmetic.Emit(il, line.Operation);
    }

    void Branch(int id, Line line)
    {
        LocalBuilder result = il.DeclareLocal(arithmetic.Number);
        Label holds = il.DefineLabel(), end = il.DefineLabel();
        // What either side reads is at hand before the branch, so that it stays at hand after it.
        AtHand(line.B);
        AtHand(line.C);
        PushMask(line.A);
        il.Emit(OpCodes.Blt, holds);
        Push(line.C);
        il.Emit(OpCodes.Stloc, result);
        il.Emit(OpCodes.Br, end);
        il.MarkLabel(holds);
        Push(line.B);
        il.Emit(OpCodes.Stloc, result);
        il.MarkLabel(end);
        locals[id] = result;
    }

    void Read(int item) => arithmetic.Memory.Read(il, item);
    void Write(int item, Action push) => arithmetic.Memory.Write(il, item, push);
}
