using Neuromorphic.Numerics;
using Neuromorphic.Tape;

namespace Neuromorphic.Envs.Locomotion.Programs;

/// <summary>What all stages of a recording know about the memory: numbers that are constant, or equal to others up to sign.</summary>
/// <remarks>Only items that a single stage writes are known; what lies before <paramref name="variableCount"/> changes.</remarks>
sealed class MemoryFacts(int variableCount)
{
    readonly Dictionary<int, double> constants = [];
    readonly Dictionary<int, (int Address, bool Negative)> twins = [];

    /// <summary>What stands for the item: a constant, another item, or a load.</summary>
    public int Read(Recorder tape, int address)
    {
        if (constants.TryGetValue(address, out double value)) return tape.Constant(value);
        if (!twins.TryGetValue(address, out (int Address, bool Negative) twin)) return tape.Load(address);
        int other = Read(tape, twin.Address);
        return twin.Negative ? tape.Negate(other) : other;
    }

    /// <summary>Learns from all that a stage has written.</summary>
    public void Learn(Equations stage)
    {
        Dictionary<int, int> homes = [];
        foreach ((int address, int id) in stage.Stores)
        {
            Line line = stage.Lines[id];
            if (line.Operation == Operation.Constant && address >= variableCount) constants[address] = line.Value;
            else if (address >= variableCount && Home(stage, homes, id) is { } twin && twin.Address != address) twins[address] = twin;
            else homes.TryAdd(id, address);
        }
    }

    static (int Address, bool Negative)? Home(Equations stage, Dictionary<int, int> homes, int id)
    {
        if (homes.TryGetValue(id, out int home)) return (home, false);
        Line line = stage.Lines[id];
        if (line.Operation == Operation.Load) return (line.Address, false);
        return line.Operation == Operation.Negate && homes.TryGetValue(line.A, out home) ? (home, true) : null;
    }

    /// <summary>Declares that two items are always written together with the same number.</summary>
    public void Unite(int address, int with) => twins[address] = (with, false);
}

/// <summary>The memory of a stage that is being recorded: reads become loads, writes are kept until the stage ends.</summary>
readonly struct TapeBuffer(MemoryFacts facts, Dictionary<int, int> stores) : IBuffer<Symbol>
{
    readonly MemoryFacts facts = facts;
    readonly Dictionary<int, int> stores = stores;

    public Symbol this[int index]
    {
        get => new(stores.TryGetValue(index, out int id) ? id : facts.Read(Recorder.Current, index));
        set => stores[index] = value.Id;
    }
}
