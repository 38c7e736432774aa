using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>One sphere on the floor.</summary>
static class FloorContact
{
    /// <summary>Square of the length below which a shadow has no direction: MuJoCo's mjMINVAL.</summary>
    const double Flat = 1e-30;

    /// <summary>Distance to the floor less the margin.</summary>
    public static R Gap<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, FloorSphere contact, Posture<R> posture) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        R height = memory[map.Position + mechanism.Height.Position] + mechanism.Height.Offset;
        return height + posture.At(contact.Link, contact.Center).Z - (contact.Radius + contact.Margin);
    }

    /// <summary>Jacobian, weight and target, from the posture.</summary>
    public static void Prepare<R, B>(Mechanism mechanism, MemoryMap map, EngineMemory<R, B> memory, int c) where R : unmanaged, IReal<R> where B : struct, IBuffer<R>
    {
        FloorSphere contact = (FloorSphere)mechanism.Contacts[c];
        Posture<R> posture = Posture<R>.Load(mechanism, map, memory);
        R gap = memory[map.Gap + c];
        Vector3<R> point = Point(contact, posture, gap);
        (R tx, R ty) = Tangent(mechanism, contact, posture);
        FrictionPyramid.Prepare(mechanism, map, memory, c, gap, dof =>
        {
            Vector3<R> motion = posture.Velocity(dof, point);
            return new(motion.Z, tx * motion.X + ty * motion.Y, tx * motion.Y - ty * motion.X);
        });
    }

    /// <summary>Where it touches, from the root's origin: half-way between the lowest point of the sphere and the floor.</summary>
    public static Vector3<R> Point<R>(FloorSphere contact, Posture<R> posture, R gap) where R : unmanaged, IReal<R>
    {
        Vector3<R> center = posture.At(contact.Link, contact.Center);
        return new(center.X, center.Y, center.Z - (.5 * gap + (contact.Radius + .5 * contact.Margin)));
    }

    /// <summary>The first tangent: y for spheres, else the shadow of the capsule's axis. In the plane its sign does not matter.</summary>
    public static (R X, R Y) Tangent<R>(Mechanism mechanism, FloorSphere contact, Posture<R> posture) where R : unmanaged, IReal<R>
    {
        if (!mechanism.IsFree) return (1.0, 0.0);
        if (contact.Axis is not { } axis) return (0.0, 1.0);
        Vector3<R> shadow = posture.Rotation(contact.Link) * axis;
        R square = shadow.X * shadow.X + shadow.Y * shadow.Y;
        R scale = 1.0 / R.Sqrt(R.Select(square < Flat, 1.0, square));
        return (R.Select(square < Flat, 1.0, shadow.X * scale), R.Select(square < Flat, 0.0, shadow.Y * scale));
    }
}
