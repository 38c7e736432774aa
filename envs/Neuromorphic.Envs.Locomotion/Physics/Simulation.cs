using System.Runtime.CompilerServices;
using Neuromorphic.Envs.Locomotion.Programs;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>
/// R.Width robots in memory that one thread owns. What differs between lanes never changes a lane's result:
/// a stage is left out only if no lane needs it, and would change nothing in lanes that do not.
/// </summary>
sealed unsafe class Simulation<R> where R : unmanaged, IReal<R>
{
    readonly RobotProgram<R> program;
    readonly MemoryMap map;
    readonly Mechanism mechanism;
    AlignedMemory<R> memory;
    readonly (int Position, int Dof, double Offset)[] hinges;
    readonly int[][] limbContacts;
    readonly int[] touching;
    readonly LimbStages<R>[] limbs;
    readonly bool[] changed;
    readonly CompiledStage<R>[] slopes;
    readonly LineSearch search;

    public Simulation(RobotProgram<R> program)
    {
        this.program = program;
        mechanism = program.Recording.Mechanism;
        map = program.Recording.Map;
        memory = new(program.MemoryCount);
        limbContacts = [.. mechanism.Limbs.Select(limb => limb.Contacts)];
        touching = new int[limbContacts.Length];
        limbs = new LimbStages<R>[limbContacts.Length];
        changed = new bool[limbContacts.Length];
        slopes = new CompiledStage<R>[limbContacts.Length];
        search = new(mechanism, map);
        hinges = [.. Enumerable.Range(0, mechanism.Velocities).Where(i => mechanism.Dofs[i].Freedom == Freedom.Hinge)
            .Select(i => (mechanism.Dofs[i].Position, i, mechanism.Dofs[i].Offset))];
    }

    /// <summary>The numbers, by the places of the map. A step may replace it with a larger one.</summary>
    public AlignedMemory<R> Memory => memory;
    public MemoryMap Map => map;
    public Mechanism Mechanism => mechanism;
    /// <summary>For tests: which constraints exist.</summary>
    public bool Limits { get; set; } = true;
    /// <inheritdoc cref="Limits"/>
    public bool Contacts { get; set; } = true;
    /// <summary>Solves, and their steps, so far.</summary>
    public long Solves { get; private set; }
    /// <inheritdoc cref="Solves"/>
    public long SolverStepsTaken { get; private set; }
    /// <summary>Solves that searched lines.</summary>
    public long Searches { get; private set; }
    /// <summary>Lanes that still descended in the last step permitted.</summary>
    public long Unconverged { get; private set; }

    /// <summary>Advances all lanes by one time step.</summary>
    public void Step()
    {
        foreach (CompiledStage<R> integrate in program.Integrate)
        {
            Evaluate();
            fixed (R* m = memory) integrate.Run(m);
        }
    }

    /// <summary>Accelerations of the present state and controls.</summary>
    public void Evaluate()
    {
        Sines();
        Motion();
        FindContacts();
        Solve();
    }

    /// <summary>First part: sines and cosines of the hinges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sines()
    {
        fixed (R* m = memory)
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
        fixed (R* m = memory) program.Motion.Run(m);
        if (!Limits) memory.Span.Slice(map.LimitWeight, mechanism.Velocities).Clear();
    }

    /// <summary>Third part: the contacts that any lane has are made ready.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FindContacts()
    {
        fixed (R* m = memory)
            for (int limb = 0; limb < limbContacts.Length; limb++)
            {
                int[] contacts = limbContacts[limb];
                int mask = 0;
                for (int k = 0; k < contacts.Length && Contacts; k++)
                {
                    if (!R.Any(m[map.Gap + contacts[k]] < 0.0)) continue;
                    mask |= 1 << k;
                    program.Prepare[contacts[k]].Run(m);
                }
                touching[limb] = mask;
            }
    }

    /// <summary>Fourth part: whole Newton steps until no lane's active set changes; where they do not end, line searches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve()
    {
        for (int limb = 0; limb < limbs.Length; limb++) limbs[limb] = program.Limb(limb, touching[limb]);
        if (program.MemoryCount > memory.Count) Grow();
        fixed (R* m = memory) TakeSteps(m);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void TakeSteps(R* m)
    {
        for (int limb = 0; limb < limbs.Length; limb++)
        {
            limbs[limb].Activate.Run(m);
            changed[limb] = true;
        }
        int step = 0;
        while (NewtonStep(m) && ++step < Newton.WholeSteps) { }
        Solves++;
        SolverStepsTaken += Math.Min(step + 1, Newton.WholeSteps);
        if (step == Newton.WholeSteps) Search();
    }

    /// <summary>A whole step. Returns whether it changed any lane's active set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool NewtonStep(R* m)
    {
        for (int limb = 1; limb < limbs.Length; limb++)
            if (changed[limb]) limbs[limb].Eliminate.Run(m);
        limbs[0].Eliminate.Run(m);
        bool again = false;
        for (int limb = 0; limb < limbs.Length; limb++)
        {
            if (limb > 0 || touching[0] != 0) limbs[limb].Substitute.Run(m);
            again |= changed[limb] = R.Any(m[map.Changed + limb] > 0.0);
        }
        return again;
    }

    /// <summary>Steps with line searches for the lanes that whole steps have not brought to the minimum.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Search()
    {
        for (int limb = 0; limb < limbs.Length; limb++) slopes[limb] = program.Slope(limb, touching[limb]);
        if (program.MemoryCount > memory.Count) Grow();
        fixed (R* m = memory) SearchLines(m, new(m));
    }

    void SearchLines(R* m, LaneBuffer<R> numbers)
    {
        search.Enter<R, LaneBuffer<R>>(numbers);
        for (int step = 0; step < LineSearch.Steps && R.Any(m[map.Searching] > 0.0); step++)
        {
            search.Begin<R, LaneBuffer<R>>(numbers);
            Array.Fill(changed, true);
            NewtonStep(m);
            search.Aim<R, LaneBuffer<R>>(numbers);
            RunSlopes(m);
            search.Open<R, LaneBuffer<R>>(numbers);
            for (int round = 0; round < LineSearch.Rounds; round++)
            {
                RunSlopes(m);
                search.Narrow<R, LaneBuffer<R>>(numbers, round);
            }
            search.End<R, LaneBuffer<R>>(numbers);
            for (int limb = 0; limb < limbs.Length; limb++) limbs[limb].Activate.Run(m);
            SolverStepsTaken++;
        }
        m[map.Unconverged] += m[map.Searching];
        Searches++;
        for (int lane = 0; lane < R.Width; lane++)
            if (R.Lane(m[map.Searching], lane) > 0) Unconverged++;
    }

    void RunSlopes(R* m)
    {
        foreach (CompiledStage<R> slope in slopes) slope.Run(m);
    }

    /// <summary>What the floor does to each body in the last evaluation, if the program measures it.</summary>
    public void MeasureContactForces()
    {
        memory.Span[map.ContactForce..map.StateSize].Clear();
        fixed (R* m = memory)
        {
            program.Measure[0].Run(m);
            for (int limb = 0; limb < limbContacts.Length; limb++)
                for (int k = 0; k < limbContacts[limb].Length; k++)
                    if ((touching[limb] >> k & 1) != 0) program.Measure[1 + limbContacts[limb][k]].Run(m);
        }
    }

    /// <summary>Last part of a step, for Euler.</summary>
    public void Integrate()
    {
        fixed (R* m = memory) program.Integrate[0].Run(m);
    }

    /// <summary>A stage that was compiled just now may need more memory.</summary>
    void Grow()
    {
        AlignedMemory<R> larger = new(program.MemoryCount);
        memory.Span.CopyTo(larger.Span);
        memory = larger;
    }
}
