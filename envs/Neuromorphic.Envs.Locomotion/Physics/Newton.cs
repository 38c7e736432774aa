using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>
/// The accelerations minimise 1/2 (a - a0)' M (a - a0) + sum over constraints of 1/2 D min(J a - target, 0)^2: MuJoCo's primal problem.
/// Newton steps guess which constraints are active, solve, and repeat until the guess holds. The minimum is unique.
/// </summary>
/// <remarks>
/// A step is a function of the active set alone, so a lane that has converged repeats its accelerations bit for bit while others go on.
/// Todorov (2014), doi:10.1109/ICRA.2014.6907751.
/// </remarks>
static class Newton
{
    /// <summary>Which limits push at the present accelerations; begins the mark of change.</summary>
    public static void ActivateLimits<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R changed = 0.0;
        for (int i = 0; i < mechanism.Velocities; i++)
        {
            if (mechanism.Dofs[i].Limit == null) continue;
            R residual = memory[map.LimitSide + i] * memory[map.Acceleration + i] - memory[map.LimitTarget + i];
            R active = R.Select(residual < 0.0, memory[map.LimitWeight + i], 0.0);
            changed += R.Abs(active - memory[map.LimitActive + i]);
            memory[map.LimitActive + i] = active;
        }
        memory[map.Changed] = changed;
    }

    /// <summary>M and forces, with the active limits.</summary>
    public static void Begin<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R[] matrix = memory.Row(map.Mass, mechanism.Sparsity.Count), right = memory.Row(map.Force, mechanism.Velocities);
        for (int i = 0; i < mechanism.Velocities; i++)
        {
            if (mechanism.Dofs[i].Limit == null) continue;
            R active = memory[map.LimitActive + i];
            matrix[mechanism.Sparsity.Diagonal(i)] += active;
            right[i] += active * (memory[map.LimitSide + i] * memory[map.LimitTarget + i]);
        }
        memory.Write(map.Hessian, matrix);
        memory.Write(map.Right, right);
    }

    /// <summary>Accelerations of the present active set.</summary>
    public static void Solve<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R[] matrix = memory.Row(map.Hessian, mechanism.Sparsity.Count), x = memory.Row(map.Right, mechanism.Velocities);
        BranchSparse.Factor(mechanism.Sparsity, matrix);
        BranchSparse.Solve(mechanism.Sparsity, matrix, x);
        memory.Write(map.Acceleration, x);
    }
}
