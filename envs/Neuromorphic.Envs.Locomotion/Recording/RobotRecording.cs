using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;

namespace Neuromorphic.Envs.Locomotion.Recording;

/// <summary>All stages of a robot's step, recorded: independent of the number type, made once.</summary>
sealed class RobotRecording
{
    readonly MemoryFacts facts;

    /// <param name="mechanism">The robot.</param>
    /// <param name="kept">Memory that is read from outside and that no stage reads, such as the bias force in a test.</param>
    public RobotRecording(Mechanism mechanism, params IEnumerable<int> kept)
    {
        Mechanism = mechanism;
        Map = new(mechanism);
        facts = new(Map.VariableCount);
        // In the plane, the two edges across it are one.
        if (!mechanism.IsFree)
            for (int c = 0; c < mechanism.Contacts.Length; c++) facts.Unite(Map.EdgeActive + 4 * c + 3, Map.EdgeActive + 4 * c + 2);
        // Constants and equal numbers that the first recording finds make the second one shorter.
        Record();
        Record();
        DropUnread(kept);
        foreach (Stage stage in All) stage.Contract();
    }

    public Mechanism Mechanism { get; }
    public MemoryMap Map { get; }
    public Stage Motion { get; private set; } = null!;
    public Stage[] Prepare { get; private set; } = [];
    public Stage ActivateLimits { get; private set; } = null!;
    public Stage[] Activate { get; private set; } = [];
    public Stage Begin { get; private set; } = null!;
    public Stage[] Add { get; private set; } = [];
    public Stage Solve { get; private set; } = null!;
    /// <summary>What follows each evaluation of accelerations within a step: one for Euler, four for Runge-Kutta.</summary>
    public Stage[] Integrate { get; private set; } = [];

    public IEnumerable<Stage> All => [Motion, .. Prepare, ActivateLimits, .. Activate, Begin, .. Add, Solve, .. Integrate];

    void Record()
    {
        int[] contacts = [.. Enumerable.Range(0, Mechanism.Contacts.Length)];
        Motion = Record("motion", memory => Physics.Motion.Run(Mechanism, Map, memory));
        Prepare = [.. contacts.Select(c => Record($"prepare contact {c}", memory => FloorContact.Prepare(Mechanism, Map, memory, c)))];
        ActivateLimits = Record("activate limits", memory => Newton.ActivateLimits(Mechanism, Map, memory));
        Activate = [.. contacts.Select(c => Record($"activate contact {c}", memory => FloorContact.Activate(Mechanism, Map, memory, c)))];
        Begin = Record("begin", memory => Newton.Begin(Mechanism, Map, memory));
        Add = [.. contacts.Select(c => Record($"add contact {c}", memory => FloorContact.Add(Mechanism, Map, memory, c)))];
        Solve = Record("solve", memory => Newton.Solve(Mechanism, Map, memory));
        Integrate = Mechanism.Robot.Integrator == Integrator.RungeKutta4
            ? [.. Enumerable.Range(0, 4).Select(stage => Record($"Runge-Kutta {stage}", memory => Integration.RungeKutta(Mechanism, Map, memory, stage)))]
            : [Record("Euler", memory => Integration.Euler(Mechanism, Map, memory))];
    }

    Stage Record(string name, Action<EngineMemory<Symbol, TapeBuffer>> equations)
    {
        Dictionary<int, int> stores = [];
        Tape tape = Tape.Record(() => equations(new(new TapeBuffer(facts, stores))));
        facts.Learn(tape, stores);
        return new(name, tape, stores);
    }

    void DropUnread(IEnumerable<int> kept)
    {
        HashSet<int> read = [.. kept, .. Enumerable.Range(0, Map.StateSize + 1), .. Enumerable.Range(Map.Gap, Mechanism.Contacts.Length), Map.Changed];
        foreach (Stage stage in All) read.UnionWith(stage.Loads);
        foreach (Stage stage in All)
            foreach (int address in stage.Stores.Keys.ToArray())
                if (!read.Contains(address)) stage.Stores.Remove(address);
    }
}
