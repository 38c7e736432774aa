using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>The inverse inertia that constraints are scaled by: from M^-1 in the drawn pose, by the engine's own equations (MuJoCo's dof_invweight0, body_invweight0).</summary>
sealed class InverseWeights
{
    readonly Mechanism mechanism;
    readonly Posture<Scalar64> posture;
    readonly double[][] inverse;

    public InverseWeights(Mechanism mechanism)
    {
        this.mechanism = mechanism;
        MemoryMap map = new(mechanism);
        EngineMemory<Scalar64, ArrayBuffer<Scalar64>> memory = new(new ArrayBuffer<Scalar64>(map.Count));
        for (int i = 0; i < mechanism.Positions; i++) memory[map.Position + i] = mechanism.DrawnPositions[i];
        for (int i = 0; i < mechanism.Velocities; i++)
            if (mechanism.Dofs[i] is { Freedom: Freedom.Hinge } dof)
            {
                memory[map.Sin + i] = Portable.Sin(mechanism.DrawnPositions[dof.Position] + dof.Offset);
                memory[map.Cos + i] = Portable.Cos(mechanism.DrawnPositions[dof.Position] + dof.Offset);
            }
        posture = Posture<Scalar64>.Of(mechanism, map, memory);
        Scalar64[] factors = MassMatrix.Of(mechanism, posture);
        BranchSparse.Factor(mechanism.Sparsity, factors);
        inverse = [.. Enumerable.Range(0, mechanism.Velocities).Select(column =>
        {
            Scalar64[] x = new Scalar64[mechanism.Velocities];
            x[column] = 1.0;
            BranchSparse.Solve(mechanism.Sparsity, factors, x);
            return Array.ConvertAll(x, value => value.Value);
        })];
    }

    /// <summary>The diagonal of M^-1, a free joint's averaged over its three directions.</summary>
    public double OfDof(int dof)
    {
        if (!mechanism.IsFree || dof >= 6) return inverse[dof][dof];
        int first = dof / 3 * 3;
        return (inverse[first][first] + inverse[first + 1][first + 1] + inverse[first + 2][first + 2]) / 3;
    }

    /// <summary>Mean over three directions of the acceleration that a unit force at a point of a link gives that point, 1/kg.</summary>
    public double OfPoint(int link, Point point)
    {
        Vector3<Scalar64> at = posture.At(link, point);
        int[] branch = mechanism.Sparsity.Branches[mechanism.LastDof(link)];
        Vector3<Scalar64>[] motion = [.. branch.Select(dof => posture.Velocity(dof, at))];
        double sum = 0;
        for (int i = 0; i < branch.Length; i++)
            for (int j = 0; j < branch.Length; j++)
                sum += inverse[branch[i]][branch[j]] * Vector3<Scalar64>.Dot(motion[i], motion[j]).Value;
        return sum / 3;
    }
}
