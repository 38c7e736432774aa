using System.Numerics;

namespace Neuromorphic.Bodies;

/// <summary>Where a body is, in metres with z up, and how it is turned: a unit quaternion from the body's frame to the world's.</summary>
public readonly record struct Pose(Vector3 Position, Quaternion Orientation)
{
    /// <summary>How far the length of a quaternion may be from 1 before it is taken for a mistake.</summary>
    public const float Tolerance = 0.01f;

    /// <summary>Numbers that a pose is stored as: x, y, z, then w, x, y, z of the quaternion.</summary>
    public const int Length = 7;
}
