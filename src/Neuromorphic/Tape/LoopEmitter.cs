using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Neuromorphic.Numerics;
using static System.Reflection.Emit.OpCodes;

namespace Neuromorphic.Tape;

/// <summary>Runs over items 0 ... count - 1; slots holds the addresses of its arguments.</summary>
unsafe delegate void LoopKernel(nint* slots, int count);

/// <summary>What an argument of a loop is.</summary>
enum Slot
{
    /// <summary>A number for each item and lane.</summary>
    Lanes,
    /// <summary>The same; another slot may write to its memory, so that it is read before anything is written.</summary>
    Overwritten,
    /// <summary>One value for each item, the same in all lanes.</summary>
    Shared,
    /// <summary>A number that does not change from item to item.</summary>
    Constant,
    /// <summary>A number that goes from item to item, such as a sum.</summary>
    Carried,
}

/// <summary>Writes equations as a loop: an address is a slot and one of its variables, and variables of a slot lie a constant number of items apart.</summary>
/// <remarks>A dynamic method: compiled at its first call, fully optimised, collected with its delegate.</remarks>
sealed class LoopEmitter : Addressing
{
    const int SlotBits = 16;

    readonly ILGenerator il;
    readonly Type number;
    readonly int size, sharedSize, stride;
    readonly Slot[] slots;
    readonly LocalBuilder?[] starts, carried;
    readonly LocalBuilder lanesAt, sharedAt;
    readonly GenericArithmetic arithmetic;

    LoopEmitter(ILGenerator il, Type number, int size, int sharedSize, Slot[] slots, int stride, bool calls) : base(typeof(nint))
    {
        (this.il, this.number, this.size, this.sharedSize, this.slots, this.stride) = (il, number, size, sharedSize, slots, stride);
        arithmetic = new(number, this, calls);
        starts = new LocalBuilder?[slots.Length];
        carried = new LocalBuilder?[slots.Length];
        lanesAt = il.DeclareLocal(typeof(nint));
        sharedAt = il.DeclareLocal(typeof(nint));
    }

    /// <summary>The address of a variable of a slot.</summary>
    public static int Address(int slot, int variable = 0) => slot << SlotBits | variable;

    /// <summary>Compiles equations.</summary>
    /// <param name="equations">What an item computes.</param>
    /// <param name="slots">The kinds of the slots.</param>
    /// <param name="stride">Items from one variable of a slot to the next.</param>
    /// <param name="ahead">Slots that are fetched before their time, and how many items on.</param>
    public static LoopKernel Compile<R>(Equations equations, Slot[] slots, int stride, params ReadOnlySpan<(int Slot, int Items)> ahead) where R : unmanaged, IReal<R> =>
        Compile<R>(equations, slots, stride, calls: false, ahead);

    /// <summary>Compiles equations whose functions are called, not taken in: any number of them.</summary>
    /// <inheritdoc cref="Compile{R}(Equations, Slot[], int, ReadOnlySpan{ValueTuple{int, int}})"/>
    public static LoopKernel CompileWithCalls<R>(Equations equations, Slot[] slots, int stride) where R : unmanaged, IReal<R> => Compile<R>(equations, slots, stride, calls: true, []);

    static LoopKernel Compile<R>(Equations equations, Slot[] slots, int stride, bool calls, ReadOnlySpan<(int Slot, int Items)> ahead) where R : unmanaged, IReal<R>
    {
        DynamicMethod method = new("loop", typeof(void), [typeof(nint*), typeof(int)], typeof(LoopEmitter).Module, skipVisibility: true);
        new LoopEmitter(method.GetILGenerator(), typeof(R), Unsafe.SizeOf<R>(), ValueBuffer<R>.ItemSize, slots, stride, calls).Emit(equations, ahead);
        return method.CreateDelegate<LoopKernel>();
    }

    void Emit(Equations equations, ReadOnlySpan<(int Slot, int Items)> ahead)
    {
        arithmetic.Begin(il, size);
        int[] used = [.. equations.Loads.Concat(equations.Stores.Keys).Select(address => Parts(address).Slot).Distinct().Order()];
        foreach (int s in used)
        {
            LocalBuilder start = starts[s] = il.DeclareLocal(typeof(nint));
            il.Emit(Ldarg_0);
            il.Emit(Ldc_I4, s * nint.Size);
            il.Emit(Add);
            il.Emit(Ldind_I);
            il.Emit(Stloc, start);
            if (slots[s] != Slot.Carried) continue;
            LocalBuilder number = carried[s] = il.DeclareLocal(this.number);
            il.Emit(Ldloc, start);
            il.Emit(Ldobj, this.number);
            il.Emit(Stloc, number);
        }
        PieceEmitter emitter = new(equations, arithmetic, 0);
        Piece body = new(emitter, il, arithmetic, 0);
        bool[] constant = Constant(equations);
        foreach (int id in emitter.Order)
            if (constant[id]) body.AtHand(id);

        LocalBuilder end = il.DeclareLocal(typeof(nint));
        Label next = il.DefineLabel(), check = il.DefineLabel();
        il.Emit(Ldarg_1);
        il.Emit(Conv_I);
        il.Emit(Ldc_I4, size);
        il.Emit(Mul);
        il.Emit(Stloc, end);
        Set(lanesAt, 0);
        Set(sharedAt, 0);
        il.Emit(Br, check);
        il.MarkLabel(next);
        if (Sse.IsSupported)
            foreach ((int slot, int items) in ahead)
            {
                LaneAddress(slot, items * size);
                il.Emit(Call, typeof(Sse).GetMethod(nameof(Sse.Prefetch0))!);
            }
        foreach (int id in emitter.Order)
            if (equations.Lines[id] is { Operation: Operation.Load } load && slots[Parts(load.Address).Slot] == Slot.Overwritten) body.AtHand(id);
        body.Emit(Array.FindAll(emitter.Order.ToArray(), id => !constant[id]));
        Advance(lanesAt, size);
        Advance(sharedAt, sharedSize);
        il.MarkLabel(check);
        il.Emit(Ldloc, lanesAt);
        il.Emit(Ldloc, end);
        il.Emit(Blt, next);
        foreach (int s in used)
        {
            if (slots[s] != Slot.Carried) continue;
            il.Emit(Ldloc, starts[s]!);
            il.Emit(Ldloc, carried[s]!);
            il.Emit(Stobj, number);
        }
        il.Emit(Ret);
    }

    /// <summary>Which lines no item changes.</summary>
    bool[] Constant(Equations equations)
    {
        bool[] constant = new bool[equations.Lines.Length];
        for (int id = 0; id < constant.Length; id++)
            constant[id] = equations.Lines[id] is var line && line.Operation == Operation.Load ? slots[Parts(line.Address).Slot] == Slot.Constant : equations.Operands(id).All(operand => constant[operand]);
        return constant;
    }

    public override void Read(ILGenerator il, int item)
    {
        (int slot, int variable) = Parts(item);
        switch (slots[slot])
        {
            case Slot.Carried:
                il.Emit(Ldloc, carried[slot]!);
                break;
            case Slot.Shared:
                il.Emit(Ldloc, starts[slot]!);
                il.Emit(Ldloc, sharedAt);
                il.Emit(Add);
                il.Emit(Ldc_I4, variable * stride * sharedSize);
                il.Emit(Add);
                il.Emit(sharedSize == sizeof(float) ? Ldind_R4 : Ldind_R8);
                arithmetic.From(il, sharedSize == sizeof(float) ? typeof(float) : typeof(double));
                break;
            default:
                LaneAddress(slot, variable * stride * size);
                il.Emit(Ldobj, number);
                break;
        }
    }

    public override void Write(ILGenerator il, int item, Action push)
    {
        (int slot, int variable) = Parts(item);
        if (slots[slot] != Slot.Carried) LaneAddress(slot, variable * stride * size);
        push();
        if (slots[slot] == Slot.Carried) il.Emit(Stloc, carried[slot]!);
        else il.Emit(Stobj, number);
    }

    /// <summary>The slot and the variable of an address.</summary>
    public static (int Slot, int Variable) Parts(int address) => (address >> SlotBits, address & ((1 << SlotBits) - 1));

    void LaneAddress(int slot, int offset)
    {
        il.Emit(Ldloc, starts[slot]!);
        if (slots[slot] == Slot.Constant) return;
        il.Emit(Ldloc, lanesAt);
        il.Emit(Add);
        il.Emit(Ldc_I4, offset);
        il.Emit(Add);
    }

    void Set(LocalBuilder at, int value)
    {
        il.Emit(Ldc_I4, value);
        il.Emit(Conv_I);
        il.Emit(Stloc, at);
    }

    void Advance(LocalBuilder at, int bytes)
    {
        il.Emit(Ldloc, at);
        il.Emit(Ldc_I4, bytes);
        il.Emit(Add);
        il.Emit(Stloc, at);
    }
}
