using System.Numerics;

namespace Neuromorphic.Replay;

/// <summary>Rotations that pictures need.</summary>
static class Rotations
{
    /// <summary>From z up, as physics has it, to y up, as glTF has it: -90 degrees about x.</summary>
    public static Quaternion VerticalToY { get; } = new(-MathF.Sqrt(0.5f), 0, 0, MathF.Sqrt(0.5f));

    /// <summary>The shortest rotation that takes z to a direction of length 1.</summary>
    public static Quaternion FromVertical(Vector3 direction) =>
        direction.Z < -0.999999f ? new Quaternion(1, 0, 0, 0) : Quaternion.Normalize(new(-direction.Y, direction.X, 0, 1 + direction.Z));
}
