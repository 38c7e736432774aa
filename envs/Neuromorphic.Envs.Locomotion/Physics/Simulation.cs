using System.Runtime.CompilerServices;
using Neuromorphic.Envs.Locomotion.Recording;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>
/// R.Width robots in memory that one thread owns. What differs between lanes never changes a lane's result:
/// a stage is left out only if no lane needs it, and would change nothing in lanes that do not.
/// </summary>
sealed unsafe class Simulation<R> where R : unmanaged, IReal<R>
{
    /// <summary>Steps of the solver, at most.</summary>
    public const int DefaultSolverSteps = 8;

    readonly RobotProgram<R> program;
    readonly MemoryMap map;
    readonly Mechanism mechanism;
    readonly AlignedMemory<R> memory;
    readonly (int Position, int Dof, double Offset)[] hinges;
    readonly int[] touching;

    public Simulation(RobotProgram<R> program)
    {
        this.program = program;
        mechanism = program.Recording.Mechanism;
        map = program.Recording.Map;
        memory = new(program.MemoryCount);
        touching = new int[mechanism.Contacts.Length];
        hinges = [.. Enumerable.Range(0, mechanism.Velocities).Where(i => mechanism.Dofs[i].Freedom == Freedom.Hinge)
            .Select(i => (mechanism.Dofs[i].Position, i, mechanism.Dofs[i].Offset))];
    }

    /// <summary>The numbers, by the places of the map.</summary>
    public R* Memory => memory.Pointer;
    public MemoryMap Map => map;
    public Mechanism Mechanism => mechanism;
    /// <summary>Steps of the solver, at most.</summary>
    public int SolverSteps { get; set; } = DefaultSolverSteps;
    /// <summary>For tests: which constraints exist.</summary>
    public bool Limits { get; set; } = true;
    /// <inheritdoc cref="Limits"/>
    public bool Contacts { get; set; } = true;
    /// <summary>Solves, and their steps, so far.</summary>
    public long Solves { get; private set; }
    /// <inheritdoc cref="Solves"/>
    public long SolverStepsTaken { get; private set; }
    /// <summary>Lanes whose active set still changed in the last step permitted.</summary>
    public long Unconverged { get; private set; }

    /// <summary>Advances all lanes by one time step.</summary>
    public void Step()
    {
        foreach (CompiledStage<R> integrate in program.Integrate)
        {
            Evaluate();
            integrate.Run(memory.Pointer);
        }
    }

    /// <summary>Accelerations of the present state and controls.</summary>
    public void Evaluate()
    {
        Sines();
        Motion();
        Solve(FindContacts());
    }

    /// <summary>First part: sines and cosines of the hinges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sines()
    {
        R* m = memory.Pointer;
        foreach ((int position, int dof, double offset) in hinges)
        {
            R.SinCos(m[map.Position + position] + offset, out R sin, out R cos);
            m[map.Sin + dof] = sin;
            m[map.Cos + dof] = cos;
        }
    }

    /// <summary>Second part: M, forces, violated limits, distances from the floor.</summary>
    public void Motion()
    {
        program.Motion.Run(memory.Pointer);
        if (!Limits)
            for (int i = 0; i < mechanism.Velocities; i++) memory.Pointer[map.LimitWeight + i] = 0.0;
    }

    /// <summary>Third part: the contacts that any lane has are made ready. Returns how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int FindContacts()
    {
        R* m = memory.Pointer;
        int count = 0;
        if (!Contacts) return 0;
        for (int c = 0; c < touching.Length; c++)
        {
            if (!R.Any(m[map.Gap + c] < 0.0)) continue;
            touching[count++] = c;
            program.Prepare[c].Run(m);
        }
        return count;
    }

    /// <summary>Fourth part: Newton steps until no lane's active set changes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(int contacts)
    {
        R* m = memory.Pointer;
        Activate(m, contacts);
        int step = 0;
        do
        {
            program.Begin.Run(m);
            for (int k = 0; k < contacts; k++) program.Add[touching[k]].Run(m);
            program.Solve.Run(m);
            Activate(m, contacts);
        }
        while (++step < SolverSteps && R.Any(m[map.Changed] > 0.0));
        Solves++;
        SolverStepsTaken += step;
        if (step == SolverSteps && R.Any(m[map.Changed] > 0.0)) CountUnconverged(m[map.Changed]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Activate(R* m, int contacts)
    {
        program.ActivateLimits.Run(m);
        for (int k = 0; k < contacts; k++) program.Activate[touching[k]].Run(m);
    }

    /// <summary>Last part of a step, for Euler.</summary>
    public void Integrate() => program.Integrate[0].Run(memory.Pointer);

    void CountUnconverged(R changed)
    {
        for (int lane = 0; lane < R.Width; lane++)
            if (R.Lane(changed, lane) > 0) Unconverged++;
    }
}
