using Neuromorphic.Envs.Locomotion.Model;

namespace Neuromorphic.Envs.Locomotion.Physics;

/// <summary>A rotation, as the images of the three axes.</summary>
readonly record struct Frame(Point X, Point Y, Point Z)
{
    const double Dust = 1e-13;

    public static Frame Identity => new(Point.AxisX, Point.AxisY, Point.AxisZ);

    public Point Rotate(Point v) => v.X * X + v.Y * Y + v.Z * Z;
    public Point RotateBack(Point v) => new(Point.Dot(X, v), Point.Dot(Y, v), Point.Dot(Z, v));

    /// <summary>This frame as seen from another: the product of that one's inverse and this.</summary>
    public Frame In(Frame other) => new(Clean(other.RotateBack(X)), Clean(other.RotateBack(Y)), Clean(other.RotateBack(Z)));

    /// <summary>Rounding errors of numbers that stand for 0, 1 and -1 would survive as terms of the equations of motion.</summary>
    public static Point Clean(Point p) => new(Clean(p.X), Clean(p.Y), Clean(p.Z));

    static double Clean(double x) => Math.Abs(x - Math.Round(x)) < Dust ? Math.Round(x) : x;
}
