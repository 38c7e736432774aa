using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Envs.Locomotion.Physics;
using Neuromorphic.Tape;

namespace Neuromorphic.Envs.Locomotion.Programs;

/// <summary>All stages of a robot's step, recorded: independent of the number type, made once.</summary>
sealed class RobotRecording
{
    readonly MemoryFacts facts;
    readonly HashSet<int> read = [];

    /// <param name="mechanism">The robot.</param>
    /// <param name="measured">What the state holds besides what the next step needs.</param>
    /// <param name="kept">Memory that is read from outside and that no stage reads, such as the bias force in a test.</param>
    public RobotRecording(Mechanism mechanism, Measured measured = Measured.None, params IEnumerable<int> kept)
    {
        Mechanism = mechanism;
        Map = new(mechanism, measured);
        facts = new(Map.VariableCount);
        // In the plane, the two edges across it are one; without friction, all are.
        if (!mechanism.IsFree)
            for (int c = 0; c < mechanism.Contacts.Length; c++)
            {
                int edge = Map.EdgeActive + 4 * c;
                facts.Unite(edge + 3, edge + 2);
                if (mechanism.Contacts[c].Friction == 0) facts.Unite(edge + 2, edge);
                if (mechanism.Contacts[c].Friction == 0) facts.Unite(edge + 1, edge);
            }
        // Constants and equal numbers that the first recording finds make the second one shorter.
        Record();
        Record();
        FindRead(kept);
        foreach (Equations stage in All) Finish(stage);
    }

    public Mechanism Mechanism { get; }
    public MemoryMap Map { get; }
    public Equations Motion { get; private set; } = null!;
    public Equations[] Prepare { get; private set; } = [];
    /// <summary>What follows each evaluation of accelerations within a step: one for Euler, four for Runge-Kutta.</summary>
    public Equations[] Integrate { get; private set; } = [];
    /// <summary>The centre of mass, then the force of each contact; none if forces are not measured.</summary>
    public Equations[] Measure { get; private set; } = [];
    /// <summary>The stages of the solver, with all contacts.</summary>
    Equations[] Solver { get; set; } = [];

    IEnumerable<Equations> All => [Motion, .. Prepare, .. Integrate, .. Measure, .. Solver];

    /// <summary>Which constraints push, at the accelerations that the solver starts from.</summary>
    public Equations Activate(int limb, int contacts) => Finish(RecordActivate(limb, contacts));
    /// <summary>The first half of a step of the solver for a limb, or all of it for the root (limb 0).</summary>
    public Equations Eliminate(int limb, int contacts) => Finish(RecordEliminate(limb, contacts));
    /// <summary>The second half for a limb; for the root, its active set.</summary>
    public Equations Substitute(int limb, int contacts) => limb == 0 ? Activate(limb, contacts) : Finish(RecordSubstitute(limb, contacts));

    /// <summary>What a limb adds to the slope of the cost along the line that is searched.</summary>
    public Equations Slope(int limb, int contacts) => Finish(RecordSlope(limb, contacts));

    /// <summary>The mask of all contacts of a limb.</summary>
    public int AllOf(int limb) => (1 << Mechanism.Limbs[limb].Contacts.Length) - 1;

    Equations RecordActivate(int limb, int contacts) => Record($"activate {limb}", memory => Newton.Activate(Mechanism, Map, memory, limb, contacts));
    Equations RecordEliminate(int limb, int contacts) => limb == 0
        ? Record("solve root", memory => Newton.SolveRoot(Mechanism, Map, memory, contacts))
        : Record($"eliminate {limb}", memory => Newton.Eliminate(Mechanism, Map, memory, limb, contacts));
    Equations RecordSubstitute(int limb, int contacts) => Record($"substitute {limb}", memory => Newton.Substitute(Mechanism, Map, memory, limb, contacts));

    Equations RecordSlope(int limb, int contacts) => Record($"slope {limb}", memory => Newton.Slope(Mechanism, Map, memory, limb, contacts));

    void Record()
    {
        int[] limbs = [.. Enumerable.Range(0, Mechanism.Limbs.Length)];
        Motion = Learn(Record("motion", memory => Physics.Motion.Run(Mechanism, Map, memory)));
        Prepare = [.. Enumerable.Range(0, Mechanism.Contacts.Length).Select(c => Learn(Record($"prepare {c}", memory => PrepareContact(memory, c))))];
        Solver = [.. limbs.SelectMany(limb => new[] { RecordActivate(limb, AllOf(limb)), RecordEliminate(limb, AllOf(limb)), RecordSlope(limb, AllOf(limb)) }), .. limbs.Skip(1).Select(limb => RecordSubstitute(limb, AllOf(limb)))];
        Integrate = Mechanism.Robot.Integrator == Integrator.RungeKutta4
            ? [.. Enumerable.Range(0, 4).Select(stage => Record($"Runge-Kutta {stage}", memory => Integration.RungeKutta(Mechanism, Map, memory, stage)))]
            : [Record("Euler", memory => Integration.Euler(Mechanism, Map, memory))];
        if (!Map.Measured.HasFlag(Measured.ContactForces)) return;
        Measure = [Learn(Record("centre", memory => ContactForce.Center(Mechanism, Map, memory))),
            .. Enumerable.Range(0, Mechanism.Contacts.Length).Select(c => Record($"force {c}", memory => ContactForce.Add(Mechanism, Map, memory, c)))];
    }

    void PrepareContact(EngineMemory<Symbol, TapeBuffer> memory, int c)
    {
        if (Mechanism.Contacts[c] is CapsulePair) CapsuleContact.Prepare(Mechanism, Map, memory, c);
        else FloorContact.Prepare(Mechanism, Map, memory, c);
    }

    Equations Record(string name, Action<EngineMemory<Symbol, TapeBuffer>> equations)
    {
        Dictionary<int, int> stores = [];
        Recorder tape = Recorder.Record(() => equations(new(new TapeBuffer(facts, stores))));
        return new(name, tape, stores);
    }

    Equations Learn(Equations stage)
    {
        facts.Learn(stage);
        return stage;
    }

    void FindRead(IEnumerable<int> kept)
    {
        read.UnionWith([.. kept, .. Enumerable.Range(0, Map.StateSize + 1), .. Enumerable.Range(Map.Gap, Mechanism.Contacts.Length), .. Outcomes(Map.Changed), .. Outcomes(Map.Slope), .. Outcomes(Map.SlopeTerms)]);
        foreach (Equations stage in All) read.UnionWith(stage.Loads);
    }

    /// <summary>A number of each limb.</summary>
    IEnumerable<int> Outcomes(int first) => Enumerable.Range(first, Mechanism.Limbs.Length);

    /// <summary>Leaves out what nobody reads, and contracts what remains.</summary>
    Equations Finish(Equations stage)
    {
        foreach (int address in stage.Stores.Keys.ToArray())
            if (!read.Contains(address)) stage.Stores.Remove(address);
        stage.Contract();
        return stage;
    }
}
