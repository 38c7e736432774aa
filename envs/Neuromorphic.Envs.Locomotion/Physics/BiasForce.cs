using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>
/// The recursive Newton-Euler algorithm without accelerations of the joints: the force that gravity and the velocities ask for.
/// It does not depend on the root's linear velocity (Galilei), which is left out.
/// </summary>
/// <remarks>
/// Each link by the motion of its own axes, e'' = alpha x e + omega x (omega x e): most links of a robot need one axis of the three.
/// Luh, Walker, Paul (1980), doi:10.1115/1.3149599.
/// </remarks>
static class BiasForce
{
    /// <summary>How a link moves: angular velocity and acceleration, acceleration of its origin and of its axes.</summary>
    sealed record LinkMotion<R>(Vector3<R> Velocity, Vector3<R> Acceleration, Vector3<R> Origin, Rotation<R> Axes) where R : unmanaged, IReal<R>
    {
        public Vector3<R> At(Point point) => Origin + Axes * point;
    }

    public static R[] Of<R>(Mechanism mechanism, Posture<R> posture, R[] worldVelocity) where R : unmanaged, IReal<R>
    {
        int links = mechanism.Links.Length;
        LinkMotion<R>[] motion = new LinkMotion<R>[links];
        Vector3<R>[] force = new Vector3<R>[links], moment = new Vector3<R>[links];
        for (int b = 0; b < links; b++)
        {
            motion[b] = Move(mechanism, posture, worldVelocity, b, b == 0 ? null : motion[mechanism.Links[b].Parent]);
            force[b] = (R)mechanism.Links[b].Mass * motion[b].At(mechanism.Links[b].Center);
            moment[b] = Turn(mechanism.Links[b], posture.Rotation(b), motion[b]) + Vector3<R>.Cross(posture.Rotation(b) * mechanism.Links[b].Center, force[b]);
        }
        R[] bias = new R[mechanism.Velocities];
        for (int b = links - 1; b >= 0; b--)
        {
            for (int i = 0; i < bias.Length; i++)
                if (mechanism.Dofs[i] is var dof && dof.Link == b)
                    bias[i] = dof.Freedom == Freedom.Slide ? Vector3<R>.Dot(posture.Axis(i).Linear, force[b]) : Vector3<R>.Dot(posture.Axis(i).Angular, moment[b]);
            if (mechanism.Links[b] is var link && link.Parent < 0) continue;
            force[link.Parent] += force[b];
            moment[link.Parent] = moment[link.Parent] + moment[b] + Vector3<R>.Cross(posture.Rotation(link.Parent) * link.Anchor, force[b]);
        }
        return bias;
    }

    static LinkMotion<R> Move<R>(Mechanism mechanism, Posture<R> posture, R[] worldVelocity, int b, LinkMotion<R>? parent) where R : unmanaged, IReal<R>
    {
        Vector3<R> velocity = parent?.Velocity ?? Vector3<R>.Zero, acceleration = parent?.Acceleration ?? Vector3<R>.Zero;
        for (int i = 0; i < mechanism.Velocities; i++)
        {
            if (mechanism.Dofs[i] is var dof && (dof.Link != b || dof.Freedom == Freedom.Slide)) continue;
            Vector3<R> own = worldVelocity[i] * posture.Axis(i).Angular;
            // The axes of spins stand still in the world; those of hinges move with the parent.
            if (dof.Freedom == Freedom.Hinge) acceleration += Vector3<R>.Cross(velocity, own);
            velocity += own;
        }
        Vector3<R> Second(Vector3<R> axis) => Vector3<R>.Cross(acceleration, axis) + Vector3<R>.Cross(velocity, Vector3<R>.Cross(velocity, axis));
        Rotation<R> rotation = posture.Rotation(b);
        // A free fall upwards stands for gravity.
        Vector3<R> origin = parent == null ? Vector3<R>.Of(Robot.Gravity * Point.AxisZ) : parent.At(mechanism.Links[b].Anchor);
        return new(velocity, acceleration, origin, new(Second(rotation.X), Second(rotation.Y), Second(rotation.Z)));
    }

    /// <summary>Rate of the angular momentum about the centre of mass.</summary>
    static Vector3<R> Turn<R>(Link link, Rotation<R> rotation, LinkMotion<R> motion) where R : unmanaged, IReal<R>
    {
        Vector3<R> moment = (R)link.Moment * motion.Acceleration;
        foreach ((double excess, Point direction) in link.Excess)
        {
            Vector3<R> u = rotation * direction, rate = Vector3<R>.Cross(motion.Velocity, u);
            R spin = excess * Vector3<R>.Dot(u, motion.Velocity), spinRate = excess * Vector3<R>.Dot(u, motion.Acceleration);
            moment = moment + spin * rate + spinRate * u;
        }
        return moment;
    }
}
