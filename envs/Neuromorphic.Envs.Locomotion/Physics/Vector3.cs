using Neuromorphic.Envs.Locomotion.Model;
using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>Three numbers of the engine's arithmetic, in the world's frame.</summary>
readonly struct Vector3<R>(R x, R y, R z) where R : unmanaged, IReal<R>
{
    public readonly R X = x, Y = y, Z = z;

    public static Vector3<R> Zero => Of(default);
    public static Vector3<R> Of(Point p) => new(p.X, p.Y, p.Z);

    public R this[int index] => index == 0 ? X : index == 1 ? Y : Z;

    public static Vector3<R> operator +(Vector3<R> a, Vector3<R> b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);
    public static Vector3<R> operator -(Vector3<R> a, Vector3<R> b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);
    public static Vector3<R> operator *(R s, Vector3<R> a) => new(s * a.X, s * a.Y, s * a.Z);

    public static R Dot(Vector3<R> a, Vector3<R> b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;
    public static Vector3<R> Cross(Vector3<R> a, Vector3<R> b) => new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);
}

/// <summary>A rotation: the images of the three axes in the world's frame.</summary>
readonly struct Rotation<R>(Vector3<R> x, Vector3<R> y, Vector3<R> z) where R : unmanaged, IReal<R>
{
    public readonly Vector3<R> X = x, Y = y, Z = z;

    public static Rotation<R> Identity => new(Vector3<R>.Of(Point.AxisX), Vector3<R>.Of(Point.AxisY), Vector3<R>.Of(Point.AxisZ));

    public static Vector3<R> operator *(Rotation<R> a, Vector3<R> v) => v.X * a.X + v.Y * a.Y + v.Z * a.Z;
    public static Vector3<R> operator *(Rotation<R> a, Point p) => a * Vector3<R>.Of(p);
    public static Rotation<R> operator *(Rotation<R> a, Rotation<R> b) => new(a * b.X, a * b.Y, a * b.Z);
    public static Rotation<R> operator *(Rotation<R> a, Frame b) => new(a * b.X, a * b.Y, a * b.Z);

    /// <summary>The product of the inverse and a vector.</summary>
    public Vector3<R> Back(Vector3<R> v) => new(Vector3<R>.Dot(X, v), Vector3<R>.Dot(Y, v), Vector3<R>.Dot(Z, v));

    /// <summary>A turn about a unit axis (Rodrigues).</summary>
    public static Rotation<R> About(Point axis, R sin, R cos)
    {
        R Straight(double a) => a * a + (1 - a * a) * cos;
        R Skew(double a, double b, double c) => a * b * (1.0 - cos) + c * sin;
        return new(
            new(Straight(axis.X), Skew(axis.X, axis.Y, axis.Z), Skew(axis.X, axis.Z, -axis.Y)),
            new(Skew(axis.X, axis.Y, -axis.Z), Straight(axis.Y), Skew(axis.Y, axis.Z, axis.X)),
            new(Skew(axis.X, axis.Z, axis.Y), Skew(axis.Y, axis.Z, -axis.X), Straight(axis.Z)));
    }

    /// <summary>Of a unit quaternion (w, x, y, z).</summary>
    public static Rotation<R> Of(R w, R x, R y, R z)
    {
        R x2 = x + x, y2 = y + y, z2 = z + z;
        return new(
            new(1.0 - (y * y2 + z * z2), x * y2 + w * z2, x * z2 - w * y2),
            new(x * y2 - w * z2, 1.0 - (x * x2 + z * z2), y * z2 + w * x2),
            new(x * z2 + w * y2, y * z2 - w * x2, 1.0 - (x * x2 + y * y2)));
    }
}

/// <summary>
/// A spatial vector about the root's origin, in the world's frame: velocity (angular, linear), or force (moment, force).
/// </summary>
/// <remarks>Featherstone (2008), Rigid Body Dynamics Algorithms, chapter 2.</remarks>
readonly struct Spatial<R>(Vector3<R> angular, Vector3<R> linear) where R : unmanaged, IReal<R>
{
    public readonly Vector3<R> Angular = angular, Linear = linear;

    public static Spatial<R> Zero => new(Vector3<R>.Zero, Vector3<R>.Zero);

    public static Spatial<R> operator +(Spatial<R> a, Spatial<R> b) => new(a.Angular + b.Angular, a.Linear + b.Linear);
    public static Spatial<R> operator *(R s, Spatial<R> a) => new(s * a.Angular, s * a.Linear);

    /// <summary>Power of a force along a motion.</summary>
    public static R Dot(Spatial<R> motion, Spatial<R> force) => Vector3<R>.Dot(motion.Angular, force.Angular) + Vector3<R>.Dot(motion.Linear, force.Linear);
}
