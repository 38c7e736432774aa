using System.Runtime.CompilerServices;
using Neuromorphic.Numerics;

namespace Neuromorphic.Tape;

/// <summary>
/// Equations as a flat list of instructions, interpreted over strips of items: what <see cref="LoopEmitter"/> compiles, with the same bits and nothing to compile.
/// A strip of 8 items shares an instruction's dispatch, in 16 lanes 128 numbers.
/// </summary>
/// <remarks>Operands are registers of a strip each: results first, then constants, then what is read. A result's register is free again after its last use.</remarks>
sealed unsafe class LoopProgram
{
    const int Strip = 8, Registers = 256; // registers whose addresses fit the stack

    readonly record struct Instruction(Operation Operation, int To, int A, int B, int C);

    /// <summary>A number that is read; where it is, unless what is stored might overwrite it before it is stored itself.</summary>
    readonly record struct Reading(int Slot, int Variable, Slot Kind, bool InPlace);

    /// <summary>A register that is written.</summary>
    readonly record struct Writing(int Slot, int Variable, int From);

    readonly Instruction[] instructions;
    readonly double[] constants;
    readonly Reading[] loads;
    readonly Writing[] stores;
    readonly int results, stride;

    /// <summary>The program of equations.</summary>
    /// <param name="equations">What an item computes.</param>
    /// <param name="slots">The kinds of the slots; none is carried from item to item.</param>
    /// <param name="stride">Items from one variable of a slot to the next.</param>
    public LoopProgram(Equations equations, Slot[] slots, int stride)
    {
        if (Array.IndexOf(slots, Slot.Carried) >= 0) throw new NotSupportedException("What is carried from item to item is not interpreted.");
        this.stride = stride;
        bool[] live = equations.Live();
        int[] ids = [.. Enumerable.Range(0, live.Length).Where(id => live[id])];
        int[] constant = Array.FindAll(ids, id => equations.Lines[id].Operation == Operation.Constant), load = Array.FindAll(ids, id => equations.Lines[id].Operation == Operation.Load);
        int[] computed = Array.FindAll(ids, id => equations.Lines[id].Operation is not (Operation.Constant or Operation.Load));
        int[] registers = new int[live.Length];
        results = Allocate(equations, computed, registers);
        for (int k = 0; k < constant.Length; k++) registers[constant[k]] = results + k;
        for (int k = 0; k < load.Length; k++) registers[load[k]] = results + constant.Length + k;

        instructions = Array.ConvertAll(computed, id =>
        {
            Line line = equations.Lines[id];
            return new Instruction(line.Operation, registers[id], Register(line.A), Register(line.B), Register(line.C));
        });
        constants = Array.ConvertAll(constant, id => equations.Lines[id].Value);
        loads = Array.ConvertAll(load, id =>
        {
            (int slot, int variable) = LoopEmitter.Parts(equations.Lines[id].Address);
            return new Reading(slot, variable, slots[slot], slots[slot] is Slot.Lanes or Slot.Overwritten && !equations.Stores.ContainsValue(id));
        });
        stores = [.. equations.Stores.Select(store =>
        {
            (int slot, int variable) = LoopEmitter.Parts(store.Key);
            return new Writing(slot, variable, registers[store.Value]);
        })];

        int Register(int id) => id < 0 ? 0 : registers[id];
    }

    /// <summary>Instructions for each strip.</summary>
    public int Length => instructions.Length;

    /// <summary>Gives every result a register and takes it back after the last use. The number of registers.</summary>
    static int Allocate(Equations equations, int[] computed, int[] registers)
    {
        int[] lastUse = new int[equations.Lines.Length];
        foreach (int id in computed)
            foreach (int operand in equations.Operands(id)) lastUse[operand] = id;
        foreach (int id in equations.Stores.Values) lastUse[id] = int.MaxValue;
        Stack<int> free = [];
        int count = 0;
        foreach (int id in computed)
        {
            foreach (int operand in equations.Operands(id).Distinct())
                if (lastUse[operand] == id && equations.Lines[operand].Operation is not (Operation.Constant or Operation.Load)) free.Push(registers[operand]);
            registers[id] = free.TryPop(out int register) ? register : count++;
        }
        return count;
    }

    /// <summary>Runs over items 0 ... count - 1; slots holds the addresses of the arguments.</summary>
    [SkipLocalsInit]
    public void Run<R>(nint* slots, int count) where R : unmanaged, IReal<R>
    {
        int strip = Math.Min(count, Strip), registers = results + constants.Length + loads.Length;
        AlignedMemory<R> memory = Kept<R>.Of(registers * strip);
        Span<nint> addresses = registers <= Registers ? stackalloc nint[Registers] : Kept<nint>.Of(registers).Span;
        fixed (R* start = memory)
        fixed (nint* at = addresses)
        {
            for (int k = 0; k < registers; k++) at[k] = (nint)(start + k * strip);
            for (int k = 0; k < constants.Length; k++) new Span<R>((void*)at[results + k], strip).Fill(constants[k]);
            for (int first = 0; first < count; first += strip) RunStrip<R>(slots, at, first, Math.Min(strip, count - first));
        }
    }

    void RunStrip<R>(nint* slots, nint* at, int first, int count) where R : unmanaged, IReal<R>
    {
        nint* load = at + results + constants.Length;
        for (int k = 0; k < loads.Length; k++)
        {
            (int slot, int variable, Slot kind, bool inPlace) = loads[k];
            int item = variable * stride + first;
            if (inPlace) load[k] = (nint)((R*)slots[slot] + item);
            else if (kind == Slot.Constant) new Span<R>((void*)load[k], count).Fill(((R*)slots[slot])[variable]);
            else
                for (int i = 0; i < count; i++) ((R*)load[k])[i] = kind == Slot.Shared ? new ValueBuffer<R>((void*)slots[slot])[item + i] : ((R*)slots[slot])[item + i];
        }
        foreach (ref readonly Instruction instruction in instructions.AsSpan())
            StripFunctions<R>.Of[(int)instruction.Operation]((R*)at[instruction.To], (R*)at[instruction.A], (R*)at[instruction.B], (R*)at[instruction.C], count);
        foreach ((int slot, int variable, int from) in stores)
            new ReadOnlySpan<R>((void*)at[from], count).CopyTo(new Span<R>((R*)slots[slot] + variable * stride + first, count));
    }

    /// <summary>A thread's registers, or where they are, kept from run to run.</summary>
    static class Kept<T> where T : unmanaged
    {
        [ThreadStatic] static AlignedMemory<T>? kept;

        public static AlignedMemory<T> Of(int count) => kept is { } memory && memory.Count >= count ? memory : kept = new(Math.Max(count, 64));
    }
}
