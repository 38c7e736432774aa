using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>The spatial inertia of one link or of a subtree about the root's origin: mass, mass times centre, and the rotational inertia.</summary>
readonly struct RigidInertia<R> where R : unmanaged, IReal<R>
{
    readonly R mass, xx, yy, zz, xy, xz, yz;
    readonly Vector3<R> first;

    RigidInertia(R mass, Vector3<R> first, R xx, R yy, R zz, R xy, R xz, R yz)
    {
        this.mass = mass;
        this.first = first;
        this.xx = xx;
        this.yy = yy;
        this.zz = zz;
        this.xy = xy;
        this.xz = xz;
        this.yz = yz;
    }

    /// <summary>Of a link.</summary>
    public static RigidInertia<R> Of(Link link, Rotation<R> rotation, Vector3<R> center)
    {
        R mass = link.Mass;
        Vector3<R> first = mass * center;
        R round = Vector3<R>.Dot(first, center) + link.Moment;
        R xx = round - first.X * center.X, yy = round - first.Y * center.Y, zz = round - first.Z * center.Z;
        R xy = -(first.X * center.Y), xz = -(first.X * center.Z), yz = -(first.Y * center.Z);
        foreach ((double moment, Point direction) in link.Excess)
        {
            Vector3<R> u = rotation * direction, scaled = (R)moment * u;
            xx += scaled.X * u.X;
            yy += scaled.Y * u.Y;
            zz += scaled.Z * u.Z;
            xy += scaled.X * u.Y;
            xz += scaled.X * u.Z;
            yz += scaled.Y * u.Z;
        }
        return new(mass, first, xx, yy, zz, xy, xz, yz);
    }

    public static RigidInertia<R> operator +(RigidInertia<R> a, RigidInertia<R> b) =>
        new(a.mass + b.mass, a.first + b.first, a.xx + b.xx, a.yy + b.yy, a.zz + b.zz, a.xy + b.xy, a.xz + b.xz, a.yz + b.yz);

    /// <summary>Momentum of a velocity, or force of an acceleration.</summary>
    public static Spatial<R> operator *(RigidInertia<R> a, Spatial<R> v)
    {
        Vector3<R> w = v.Angular;
        Vector3<R> turned = new(a.xx * w.X + a.xy * w.Y + a.xz * w.Z, a.xy * w.X + a.yy * w.Y + a.yz * w.Z, a.xz * w.X + a.yz * w.Y + a.zz * w.Z);
        return new(turned + Vector3<R>.Cross(a.first, v.Linear), a.mass * v.Linear + Vector3<R>.Cross(w, a.first));
    }
}
