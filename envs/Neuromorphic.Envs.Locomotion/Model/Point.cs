using Neuromorphic.Numerics;

namespace Neuromorphic.Envs.Locomotion.Model;

/// <summary>A point or direction in space, metres or unit-free: a fact, in double precision. z points up.</summary>
public readonly record struct Point(double X, double Y, double Z)
{
    /// <summary>A named axis of the coordinate system.</summary>
    public static Point AxisX => new(1, 0, 0);
    /// <inheritdoc cref="AxisX"/>
    public static Point AxisY => new(0, 1, 0);
    /// <inheritdoc cref="AxisX"/>
    public static Point AxisZ => new(0, 0, 1);

    /// <summary>The direction that the z axis takes when it turns about y by an angle in radians.</summary>
    public static Point Pitched(double angle) => new(Portable.Sin(angle), 0, Portable.Cos(angle));

    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);
    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);
    public static Point operator -(Point a) => new(-a.X, -a.Y, -a.Z);
    public static Point operator *(double s, Point a) => new(s * a.X, s * a.Y, s * a.Z);

    /// <summary>The inner product.</summary>
    public static double Dot(Point a, Point b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;
    /// <summary>The vector product.</summary>
    public static Point Cross(Point a, Point b) => new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    /// <summary>The Euclidean length.</summary>
    public double Length => Math.Sqrt(Dot(this, this));
    /// <summary>The direction, of length 1.</summary>
    public Point Unit => 1 / Length * this;
}
