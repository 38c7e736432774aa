using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>
/// The accelerations minimise 1/2 (a - a0)' M (a - a0) + sum over constraints of 1/2 D min(J a - target, 0)^2: MuJoCo's primal problem.
/// Newton steps guess which constraints are active, solve, and repeat until the guess holds. The minimum is unique.
/// Whole steps may go round in circles: where a few of them have not sufficed, each goes to the lowest point on its way (<see cref="LineSearch"/>).
/// A step eliminates the limbs one by one, solves for the root, and substitutes back; a limb whose active set is as before need not be eliminated again.
/// </summary>
/// <remarks>
/// A step is a function of the active set alone, so a lane that has converged repeats its accelerations bit for bit while others go on.
/// Todorov (2014), doi:10.1109/ICRA.2014.6907751. Each stage is given the contacts that any lane has, by a mask over the limb's contacts.
/// </remarks>
static class Newton
{
    /// <summary>Whole steps before lines are searched; nearly all solves end within them.</summary>
    public const int WholeSteps = 8;

    /// <summary>Takes a limb out of the equations: its factors stay, and what it adds to the root's.</summary>
    public static void Eliminate<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int limb, int contacts) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        BranchSparsity sparsity = mechanism.Sparsity;
        Limb moved = mechanism.Limbs[limb];
        (R[] matrix, R[] right) = Empty<R>(mechanism);
        foreach (int i in moved.Dofs)
        {
            for (int depth = 0; depth < sparsity.Branches[i].Length; depth++) matrix[sparsity.Index(i, depth)] = memory[map.Mass + sparsity.Index(i, depth)];
            right[i] = memory[map.Force + i];
            if (mechanism.Dofs[i].Limit == null) continue;
            R active = memory[map.LimitActive + i];
            matrix[sparsity.Diagonal(i)] += active;
            right[i] += active * (memory[map.LimitSide + i] * memory[map.LimitTarget + i]);
        }
        AddContacts(mechanism, map, memory, moved, contacts, matrix, right);
        foreach (int i in moved.Dofs.Reverse())
        {
            BranchSparse.Factor(sparsity, matrix, i);
            BranchSparse.Eliminate(sparsity, matrix, right, i);
        }
        foreach (int i in moved.Dofs)
        {
            for (int depth = 0; depth < sparsity.Branches[i].Length; depth++) memory[map.Factors + sparsity.Index(i, depth)] = matrix[sparsity.Index(i, depth)];
            memory[map.Right + i] = right[i];
        }
        // The root's rows come first in the matrix.
        int root = map.CarriedSize - map.RootDofs;
        memory.Write(map.Carried + limb * map.CarriedSize, [.. matrix[..root], .. right[..map.RootDofs]]);
    }

    /// <summary>Accelerations of the root.</summary>
    public static void SolveRoot<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int contacts) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        BranchSparsity sparsity = mechanism.Sparsity;
        (R[] matrix, R[] right) = Empty<R>(mechanism);
        int root = map.CarriedSize - map.RootDofs;
        for (int k = 0; k < root; k++) matrix[k] = memory[map.Mass + k];
        for (int i = 0; i < map.RootDofs; i++) right[i] = memory[map.Force + i];
        for (int limb = 1; limb < mechanism.Limbs.Length; limb++)
        {
            for (int k = 0; k < root; k++) matrix[k] += memory[map.Carried + limb * map.CarriedSize + k];
            for (int i = 0; i < map.RootDofs; i++) right[i] += memory[map.Carried + limb * map.CarriedSize + root + i];
        }
        AddContacts(mechanism, map, memory, mechanism.Limbs[0], contacts, matrix, right);
        for (int i = map.RootDofs - 1; i >= 0; i--)
        {
            BranchSparse.Factor(sparsity, matrix, i);
            BranchSparse.Eliminate(sparsity, matrix, right, i);
        }
        for (int i = 0; i < map.RootDofs; i++) BranchSparse.Substitute(sparsity, matrix, right, i);
        memory.Write(map.Acceleration, right[..map.RootDofs]);
    }

    /// <summary>Accelerations of a limb from the root's, and its new active set.</summary>
    public static void Substitute<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int limb, int contacts) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R[] factors = memory.Row(map.Factors, mechanism.Sparsity.Count), x = memory.Row(map.Right, mechanism.Velocities);
        for (int i = 0; i < map.RootDofs; i++) x[i] = memory[map.Acceleration + i];
        foreach (int i in mechanism.Limbs[limb].Dofs)
        {
            BranchSparse.Substitute(mechanism.Sparsity, factors, x, i);
            memory[map.Acceleration + i] = x[i];
        }
        Activate(mechanism, map, memory, limb, contacts);
    }

    /// <summary>Which constraints of a limb push at the present accelerations; marks where that is new.</summary>
    public static void Activate<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int limb, int contacts) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R changed = 0.0;
        R[] acceleration = memory.Row(map.Acceleration, mechanism.Velocities);
        foreach (int i in mechanism.Limbs[limb].Dofs)
        {
            if (mechanism.Dofs[i].Limit == null) continue;
            R residual = memory[map.LimitSide + i] * acceleration[i] - memory[map.LimitTarget + i];
            R active = R.Select(residual < 0.0, memory[map.LimitWeight + i], 0.0);
            changed += R.Abs(active - memory[map.LimitActive + i]);
            memory[map.LimitActive + i] = active;
        }
        foreach (int c in Chosen(mechanism.Limbs[limb], contacts)) changed += FrictionPyramid.Activate(mechanism, map, memory, c, acceleration);
        memory[map.Changed + limb] = changed;
    }

    /// <summary>What a limb adds to the slope of the cost along the line that is searched, at the present accelerations.</summary>
    public static void Slope<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int limb, int contacts) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        BranchSparsity sparsity = mechanism.Sparsity;
        Slope<R> slope = Slope<R>.None;
        R[] acceleration = memory.Row(map.Acceleration, mechanism.Velocities), start = memory.Row(map.Start, mechanism.Velocities), target = memory.Row(map.Target, mechanism.Velocities);
        R[] direction = [.. target.Zip(start, (to, from) => to - from)];
        foreach (int i in mechanism.Limbs[limb].Dofs)
        {
            foreach ((int j, int depth) in sparsity.Branches[i].Select((j, depth) => (j, depth)))
            {
                R mass = memory[map.Mass + sparsity.Index(i, depth)];
                slope.Add(mass * (direction[i] * acceleration[j]));
                if (j != i) slope.Add(mass * (direction[j] * acceleration[i]));
            }
            slope.Add(-(direction[i] * memory[map.Force + i]));
            if (mechanism.Dofs[i].Limit == null) continue;
            R side = memory[map.LimitSide + i];
            slope.AddOneSided(memory[map.LimitWeight + i], side * acceleration[i] - memory[map.LimitTarget + i], side * direction[i]);
        }
        foreach (int c in Chosen(mechanism.Limbs[limb], contacts)) FrictionPyramid.AddSlope(mechanism, map, memory, c, acceleration, direction, ref slope);
        memory[map.Slope + limb] = slope.Sum;
        memory[map.SlopeTerms + limb] = slope.Terms;
    }

    static void AddContacts<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, Limb limb, int contacts, R[] matrix, R[] right) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        foreach (int c in Chosen(limb, contacts)) FrictionPyramid.Add(mechanism, map, memory, c, matrix, right);
    }

    static IEnumerable<int> Chosen(Limb limb, int mask) => limb.Contacts.Where((_, k) => (mask >> k & 1) != 0);

    static (R[] Matrix, R[] Right) Empty<R>(Mechanism mechanism) where R : unmanaged, IReal<R>
    {
        R[] matrix = new R[mechanism.Sparsity.Count], right = new R[mechanism.Velocities];
        Array.Fill(matrix, 0.0);
        Array.Fill(right, 0.0);
        return (matrix, right);
    }
}
