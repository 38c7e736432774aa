using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Model;

/// <summary>How a frame is turned: a unit quaternion from that frame to the world's.</summary>
public readonly record struct Orientation(double W, double X, double Y, double Z)
{
    /// <summary>Not turned.</summary>
    public static Orientation Identity => new(1, 0, 0, 0);

    /// <summary>A turn about an axis of length 1, rad.</summary>
    public static Orientation About(Point axis, double angle)
    {
        (double sin, double cos) = (Portable.Sin(angle / 2), Portable.Cos(angle / 2));
        return new(cos, sin * axis.X, sin * axis.Y, sin * axis.Z);
    }

    /// <summary>The turn of <paramref name="b"/>, then that of <paramref name="a"/>; equally that of <paramref name="b"/> in the frame that <paramref name="a"/> turned.</summary>
    public static Orientation operator *(Orientation a, Orientation b) => new(
        a.W * b.W - a.X * b.X - a.Y * b.Y - a.Z * b.Z,
        a.W * b.X + a.X * b.W + a.Y * b.Z - a.Z * b.Y,
        a.W * b.Y - a.X * b.Z + a.Y * b.W + a.Z * b.X,
        a.W * b.Z + a.X * b.Y - a.Y * b.X + a.Z * b.W);

    /// <summary>A direction of the frame, in the world.</summary>
    public static Point operator *(Orientation a, Point p)
    {
        Point vector = new(a.X, a.Y, a.Z), twice = 2 * Point.Cross(vector, p);
        return p + a.W * twice + Point.Cross(vector, twice);
    }

    /// <summary>The same direction, of length 1.</summary>
    public Orientation Unit
    {
        get
        {
            double length = Math.Sqrt(W * W + X * X + Y * Y + Z * Z);
            return new(W / length, X / length, Y / length, Z / length);
        }
    }
}
