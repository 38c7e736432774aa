using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>The composite rigid body algorithm: M over the branches of the tree, armature on the diagonal.</summary>
/// <remarks>Featherstone (2008), Rigid Body Dynamics Algorithms, section 6.2.</remarks>
static class MassMatrix
{
    public static R[] Of<R>(Mechanism mechanism, Posture<R> posture) where R : unmanaged, IReal<R>
    {
        RigidInertia<R>[] subtree = Links(mechanism, posture);
        R[] matrix = new R[mechanism.Sparsity.Count];
        for (int b = subtree.Length - 1; b >= 0; b--)
        {
            for (int i = 0; i < mechanism.Velocities; i++)
                if (mechanism.Dofs[i].Link == b) Row(mechanism, posture, subtree[b], i, matrix);
            if (mechanism.Links[b].Parent is var parent && parent >= 0) subtree[parent] += subtree[b];
        }
        return matrix;
    }

    /// <summary>The inertia of every link by itself.</summary>
    public static RigidInertia<R>[] Links<R>(Mechanism mechanism, Posture<R> posture) where R : unmanaged, IReal<R> =>
        [.. mechanism.Links.Select((link, b) => RigidInertia<R>.Of(link, posture.Rotation(b), posture.At(b, link.Center)))];

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

/// <summary>
/// The recursive Newton-Euler algorithm without accelerations: the force that gravity and the velocities ask for.
/// It does not depend on the root's linear velocity (Galilei), which is left out.
/// </summary>
/// <remarks>Featherstone (2008), Rigid Body Dynamics Algorithms, section 5.3.</remarks>
static class BiasForce
{
    public static R[] Of<R>(Mechanism mechanism, Posture<R> posture, R[] worldVelocity) where R : unmanaged, IReal<R>
    {
        int links = mechanism.Links.Length;
        RigidInertia<R>[] inertia = MassMatrix.Links(mechanism, posture);
        Spatial<R>[] velocity = new Spatial<R>[links], acceleration = new Spatial<R>[links], force = new Spatial<R>[links];
        for (int b = 0; b < links; b++)
        {
            int parent = mechanism.Links[b].Parent;
            velocity[b] = parent < 0 ? Spatial<R>.Zero : velocity[parent];
            acceleration[b] = parent < 0 ? new(Vector3<R>.Zero, Vector3<R>.Of(Robot.Gravity * Point.AxisZ)) : acceleration[parent];
            for (int i = 0; i < mechanism.Velocities; i++)
            {
                if (mechanism.Dofs[i] is var dof && (dof.Link != b || dof.Freedom == Freedom.Slide)) continue;
                Spatial<R> own = worldVelocity[i] * posture.Axis(i);
                // The axes of spins stand still in the world; those of hinges move with the parent.
                if (dof.Freedom == Freedom.Hinge) acceleration[b] += Spatial<R>.CrossMotion(velocity[b], own);
                velocity[b] += own;
            }
            force[b] = inertia[b] * acceleration[b] + Spatial<R>.CrossForce(velocity[b], inertia[b] * velocity[b]);
        }
        R[] bias = new R[mechanism.Velocities];
        for (int b = links - 1; b >= 0; b--)
        {
            for (int i = 0; i < mechanism.Velocities; i++)
                if (mechanism.Dofs[i].Link == b) bias[i] = Spatial<R>.Dot(posture.Axis(i), force[b]);
            if (mechanism.Links[b].Parent is var parent && parent >= 0) force[parent] += force[b];
        }
        return bias;
    }
}
