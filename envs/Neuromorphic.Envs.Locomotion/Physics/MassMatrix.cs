using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>The composite rigid body algorithm: M over the branches of the tree, armature on the diagonal.</summary>
/// <remarks>Featherstone (2008), Rigid Body Dynamics Algorithms, section 6.2.</remarks>
static class MassMatrix
{
    public static R[] Of<R>(Mechanism mechanism, Posture<R> posture) where R : unmanaged, IReal<R>
    {
        RigidInertia<R>[] subtree = [.. mechanism.Links.Select((link, b) => RigidInertia<R>.Of(link, posture.Rotation(b), posture.At(b, link.Center)))];
        R[] matrix = new R[mechanism.Sparsity.Count];
        for (int b = subtree.Length - 1; b >= 0; b--)
        {
            for (int i = 0; i < mechanism.Velocities; i++)
                if (mechanism.Dofs[i].Link == b) Row(mechanism, posture, subtree[b], i, matrix);
            if (mechanism.Links[b].Parent is var parent && parent >= 0) subtree[parent] += subtree[b];
        }
        return matrix;
    }

    static void Row<R>(Mechanism mechanism, Posture<R> posture, RigidInertia<R> moved, int i, R[] matrix) where R : unmanaged, IReal<R>
    {
        Spatial<R> force = moved * posture.Axis(i);
        int[] branch = mechanism.Sparsity.Branches[i];
        for (int depth = 0; depth < branch.Length; depth++)
        {
            R element = Spatial<R>.Dot(posture.Axis(branch[depth]), force);
            matrix[mechanism.Sparsity.Index(i, depth)] = branch[depth] == i ? element + mechanism.Dofs[i].Armature : element;
        }
    }
}
